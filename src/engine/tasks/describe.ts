import type { DescribeResult, Fact, ImageSource } from '../../protocol';
import { composeDescription, type Describer } from '../describe';
import { decodeImage } from '../image/decode';
import type { Raster } from '../image/raster';
import type { InstalledVlm, OpenModel } from '../models/installed-vlm';
import type { TextReader } from '../ocr';
import { descriptionPrompt } from './answer';

export interface DescribeModels {
  readonly text: TextReader;
  readonly describer: Describer;
  /** Says what the picture shows, where one is installed; everything else is measured. */
  readonly vlm: InstalledVlm;
}

/** An alt text has 150 characters. */
const MAX_NEW_TOKENS = 80;

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
): Promise<DescribeResult> {
  const start = performance.now();
  const raster = await decodeImage(source);
  signal.throwIfAborted();
  const reading = await text.read(raster, signal);
  const parts = await describer.examine(raster, reading, signal);
  const measured = composeDescription(parts);
  const seen = await see(raster, measured.facts, vlm, signal);
  const { altText, description, facts } =
    'sentence' in seen ? composeDescription(parts, { sentence: seen.sentence }) : measured;
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

type Seen = { readonly sentence: string; readonly title: string } | { readonly problem: string } | object;

/** The vision model's sentence; what is wrong with the model where it does not work; else nothing. */
async function see(
  raster: Raster,
  facts: readonly Fact[],
  vlm: InstalledVlm,
  signal: AbortSignal,
): Promise<Seen> {
  try {
    const opened = await vlm.get();
    return opened ? { sentence: await ask(opened, raster, facts, signal), title: opened.title } : {};
  } catch (error) {
    signal.throwIfAborted();
    // What was measured is worth having all the same.
    return { problem: `not used: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function ask(
  { model }: OpenModel,
  raster: Raster,
  facts: readonly Fact[],
  signal: AbortSignal,
): Promise<string> {
  const image = await model.encodeImage(raster, { signal });
  const { text } = await model.generate({
    prompt: descriptionPrompt('alt-text', facts),
    images: [image],
    maxNewTokens: MAX_NEW_TOKENS,
    signal,
  });
  return text;
}
