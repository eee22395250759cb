/**
 * What speaks for and against there being a formula, and for its reading being right. Numbers by name, weighed by the
 * logistic models of models/formula/confidence.json.
 */
import { canonicalTokens, type Hypothesis } from './hypothesis';
import type { Ink } from './ink';
import type { Look } from './look';
import type { Mark, MarkClasses } from './marks';

/** Of the picture and of what the encoder saw in it. */
export const SIGHT_FEATURES = [
  'explained ink',
  'objectness',
  'class probability',
  'uncertain marks',
  'upright letters',
  'log marks',
  'log marks per square em',
  'grey ink',
  'filled',
  'inked frame',
  'log shrunk',
] as const;

/** The same with what the decoder made of it. */
export const READING_FEATURES = [
  ...SIGHT_FEATURES,
  'mean log probability',
  'lowest log probability',
  'log tokens per mark',
] as const;

/** Whether all of a reading is right. */
export const WHOLE_FEATURES = [
  'mean log probability',
  'lowest log probability',
  'summed log probability',
  'log tokens',
  'class probability',
  'uncertain marks',
  'explained ink',
  'log shrunk',
] as const;

/** The same of a reading that several looks were asked about: how many of them read the same. */
export const WEIGHED_FEATURES = [...WHOLE_FEATURES, 'agreement'] as const;

/** Whether one token is right. */
export const TOKEN_FEATURES = ['logit', 'mean log probability'] as const;

export type Evidence<Name extends string> = Readonly<Record<Name, number>>;

/** A blank spot this far from every mark's centre is not a part of it, in em of the mark's own font. */
const REACH_X_EM = 0.6;
const REACH_Y_EM = 0.75;
/** Ink between these is neither background nor stroke: many such pixels are a photo's. */
const GREY = [0.15, 0.7] as const;

export function sightEvidence(
  look: Look,
  classes: MarkClasses,
  emPx: number,
): Evidence<(typeof SIGHT_FEATURES)[number]> {
  const { marks, ink, pixels, shrunk } = look;
  const [height = 1, width = 1] = pixels.dims.slice(2);
  const count = Math.max(1, marks.length);
  const { grey, filled, frame } = lookOfInk(ink);
  return {
    'explained ink': explainedInk(marks, pixels.data, width, height, emPx),
    objectness: mean(marks.map(({ objectness }) => objectness)),
    'class probability': mean(marks.map(({ probability }) => probability)),
    'uncertain marks': mean(marks.map(({ probability }) => Number(probability < 0.5))),
    'upright letters': mean(marks.map((mark) => Number(classes.letters[mark.class] ?? false))),
    'log marks': Math.log(count),
    'log marks per square em': Math.log((count * emPx * emPx) / (width * height)),
    'grey ink': grey,
    filled,
    'inked frame': frame,
    'log shrunk': Math.log(shrunk),
  };
}

export function readingEvidence(
  sight: Evidence<(typeof SIGHT_FEATURES)[number]>,
  best: Hypothesis,
): Evidence<(typeof READING_FEATURES)[number]> {
  return {
    ...sight,
    'mean log probability': mean(best.logProbs),
    'lowest log probability': lowest(best),
    'log tokens per mark': Math.log(Math.max(1, best.tokens.length)) - sight['log marks'],
  };
}

export function wholeEvidence(
  sight: Evidence<(typeof SIGHT_FEATURES)[number]>,
  hypothesis: Hypothesis,
): Evidence<(typeof WHOLE_FEATURES)[number]> {
  return {
    'mean log probability': mean(hypothesis.logProbs),
    'lowest log probability': lowest(hypothesis),
    'summed log probability': Math.max(
      -20,
      hypothesis.logProbs.reduce((sum, value) => sum + value, 0),
    ),
    'log tokens': Math.log(Math.max(1, canonicalTokens(hypothesis).length)),
    'class probability': sight['class probability'],
    'uncertain marks': sight['uncertain marks'],
    'explained ink': sight['explained ink'],
    'log shrunk': sight['log shrunk'],
  };
}

/** @param agreement Share of the looks that read the same. */
export function weighedEvidence(
  sight: Evidence<(typeof SIGHT_FEATURES)[number]>,
  hypothesis: Hypothesis,
  agreement: number,
): Evidence<(typeof WEIGHED_FEATURES)[number]> {
  return { ...wholeEvidence(sight, hypothesis), agreement };
}

export function tokenEvidence(
  { logProbs }: Hypothesis,
  index: number,
): Evidence<(typeof TOKEN_FEATURES)[number]> {
  const probability = Math.min(1 - 1e-4, Math.max(1e-4, Math.exp(logProbs[index] ?? 0)));
  return {
    logit: Math.log(probability / (1 - probability)),
    'mean log probability': mean(logProbs),
  };
}

function lowest({ logProbs }: Hypothesis): number {
  return Math.max(-8, Math.min(0, ...logProbs));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** Share of the ink that lies within reach of a mark. */
function explainedInk(
  marks: readonly Mark[],
  data: Float32Array,
  width: number,
  height: number,
  emPx: number,
): number {
  const reached = new Uint8Array(data.length);
  for (const { x, y, size } of marks) {
    const [left, right] = [x - REACH_X_EM * size * emPx, x + REACH_X_EM * size * emPx];
    const [top, bottom] = [y - REACH_Y_EM * size * emPx, y + REACH_Y_EM * size * emPx];
    for (let row = Math.max(0, Math.round(top)); row < Math.min(height, bottom); row++) {
      reached.fill(
        1,
        row * width + Math.min(width, Math.max(0, Math.round(left))),
        row * width + Math.max(0, Math.min(width, Math.round(right))),
      );
    }
  }
  let [all, explained] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    all += data[i]!;
    if (reached[i]) explained += data[i]!;
  }
  return all > 0 ? explained / all : 0;
}

function lookOfInk({ data, widthPx, heightPx }: Ink): { grey: number; filled: number; frame: number } {
  let [inked, grey, frame] = [0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value > 0.05) inked++;
    if (value > GREY[0] && value < GREY[1]) grey++;
    const [x, y] = [i % widthPx, Math.floor(i / widthPx)];
    if (value > 0.3 && (x === 0 || y === 0 || x === widthPx - 1 || y === heightPx - 1)) frame++;
  }
  const framePx = Math.max(1, 2 * (widthPx + heightPx) - 4);
  return { grey: grey / Math.max(1, inked), filled: inked / data.length, frame: frame / framePx };
}
