import type { ImageFeatures } from '../vlm';

/** A glyph, or one end of a rule, as the encoder located it; see models/formula/PREPROCESSING.md. */
export interface Mark {
  /** Centre, px of the model's input. */
  readonly x: number;
  readonly y: number;
  /** Size of its font relative to the text font the model expects. */
  readonly size: number;
  /** Index into the names of the classes. */
  readonly class: number;
  /** Of its class. */
  readonly probability: number;
  readonly objectness: number;
}

/** Columns of the encoder's second output, `marks` [marks, 6]. */
const COLUMNS = 6;

export function marksOf(features: ImageFeatures): Mark[] {
  const data = features.others?.get('marks')?.data ?? new Float32Array();
  return Array.from({ length: data.length / COLUMNS }, (_, i) => {
    const [x, y, size, kind, probability, objectness] = data.subarray(i * COLUMNS, (i + 1) * COLUMNS);
    return {
      x: x!,
      y: y!,
      size: size!,
      class: kind!,
      probability: probability!,
      objectness: objectness!,
    };
  });
}

export interface MarkClasses {
  readonly names: readonly string[];
  /** For each class, whether its size tells the size of the text. */
  readonly sized: readonly boolean[];
  /** For each class, whether it is an upright letter, as words are set in. */
  readonly letters: readonly boolean[];
}

export function markClasses(names: readonly string[]): MarkClasses {
  return {
    names,
    sized: names.map((name) => name.includes(':') && !/^(cmex|bar|vert)/.test(name)),
    letters: names.map(isUprightLetter),
  };
}

/** Names are `font:code`; letters lie where ASCII has them. */
function isUprightLetter(name: string): boolean {
  const match = /^cm(?:r|bx|ss|ti|tt):(\d+)$/.exec(name);
  return match !== null && /[a-zA-Z]/.test(String.fromCharCode(Number(match[1])));
}
