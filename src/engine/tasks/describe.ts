import { messageOf } from '../../errors';
import type { DescribeResult, Fact, ImageSource } from '../../protocol';
import { composeDescription, type Describer, type DescriptionParts, withDiagram } from '../describe';
import { analyseDiagram } from '../diagram';
import { rereadWith } from '../diagram/second-look';
import { decodeImage } from '../image/decode';
import type { Raster } from '../image/raster';
import type { InstalledVlm } from '../models/installed-vlm';
import type { TextReader, TextReading } from '../ocr';
import { type WrittenDescription, writeDescription } from './answer';

export interface DescribeModels {
  readonly text: TextReader;
  readonly describer: Describer;
  /** Says what the picture shows, where one is installed; everything else is measured. */
  readonly vlm: InstalledVlm;
}

export interface DescribeOptions {
  /** Whether a vision model also writes the long description; it takes several times as long as the alt text. */
  readonly longDescription?: boolean;
}

/**
 * What kind of picture it is, alt text and a description from what was measured, and its text. An installed
 * vision model's sentence replaces the measured one; the facts stay, and are its hints.
 *
 * @example
 * const result = await describeImage({ path: 'error.png' }, models, signal);
 * result.altText; // "Screenshot of a terminal where “make” fails with “No rule to make target”."
 */
export async function describeImage(
  source: ImageSource,
  { text, describer, vlm }: DescribeModels,
  signal: AbortSignal,
  options: DescribeOptions = {},
): Promise<DescribeResult> {
  const start = performance.now();
  const raster = await decodeImage(source);
  signal.throwIfAborted();
  const reading = await text.read(raster, signal);
  const examined = await describer.examine(raster, reading, signal);
  const parts = await readStructure(examined, raster, reading, text, signal);
  const measured = composeDescription(parts);
  // What a diagram leads to is read more surely than a model sees it.
  const wanted = options.longDescription && parts === examined;
  const long = parts.guess.kind === 'diagram' ? 'diagram' : 'description';
  const seen = await see(raster, vlm, measured.facts, signal, wanted ? long : undefined);
  const { altText, description, facts } = 'sentence' in seen ? composeDescription(parts, seen) : measured;
  return {
    altText,
    description,
    kind: parts.guess.kind,
    kindConfidence: parts.guess.confidence,
    facts: 'problem' in seen ? [...facts, { label: 'Vision model', value: seen.problem }] : facts,
    text: reading.text,
    lines: reading.lines,
    widthPx: raster.widthPx,
    heightPx: raster.heightPx,
    model: 'title' in seen ? `${text.model}, ${seen.title}` : text.model,
    ms: Math.round(performance.now() - start),
  };
}

/** A picture this likely to be a diagram is read as one. */
const LIKELY = 0.5;

async function readStructure(
  parts: DescriptionParts,
  raster: Raster,
  { lines }: TextReading,
  reader: TextReader,
  signal: AbortSignal,
): Promise<DescriptionParts> {
  const { kind, confidence } = parts.guess;
  if ((kind !== 'diagram' && kind !== 'chart') || confidence < LIKELY) return parts;
  const diagram = await analyseDiagram(raster, lines, signal, rereadWith(reader, signal));
  // A chart that is not read as one has lines and boxes that lead nowhere.
  return kind === 'chart' && diagram?.type !== 'chart' ? parts : withDiagram(parts, diagram);
}

type Seen = (WrittenDescription & { readonly title: string }) | { readonly problem: string } | object;

/** The vision model's words; what is wrong with the model where it does not work; else nothing. */
async function see(
  raster: Raster,
  vlm: InstalledVlm,
  facts: readonly Fact[],
  signal: AbortSignal,
  long: 'description' | 'diagram' | undefined,
): Promise<Seen> {
  try {
    const opened = await untilAborted(vlm.get(), signal);
    if (!opened) return {};
    const { model, title, quality } = opened;
    const image = await model.encodeImage(raster, { quality, signal });
    return { title, ...(await writeDescription(image, model, facts, { long, signal })) };
  } catch (error) {
    signal.throwIfAborted();
    // What was measured is worth having all the same.
    return { problem: `not used: ${messageOf(error)}` };
  }
}

/** The model goes on loading for the next request when this one is cancelled. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.throwIfAborted();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
