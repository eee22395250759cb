/** How well text was read, the same for every engine. */

/**
 * What is compared: the lines in reading order, each with runs of white space as one space and none at its
 * ends, without empty lines, joined by line feeds. Indentation is measured apart.
 */
export function normalise(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** Levenshtein distance in UTF-16 code units. */
export function editDistance(a: string, b: string): number {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const n = endB - start;
  let previous = Uint32Array.from({ length: n + 1 }, (_, j) => j);
  let current = new Uint32Array(n + 1);
  const right = Uint16Array.from({ length: n }, (_, j) => b.charCodeAt(start + j));
  for (let i = start; i < endA; i++) {
    const code = a.charCodeAt(i);
    current[0] = i - start + 1;
    for (let j = 0; j < n; j++) {
      const replaced = previous[j]! + (code === right[j]! ? 0 : 1);
      current[j + 1] = Math.min(replaced, previous[j + 1]! + 1, current[j]! + 1);
    }
    [previous, current] = [current, previous];
  }
  return previous[n]!;
}

export interface Score {
  errors: number;
  chars: number;
}

/** Character errors of a reading against the truth, both normalised. */
export function score(truth: string, read: string): Score {
  const expected = normalise(truth);
  return { errors: editDistance(expected, normalise(read)), chars: expected.length };
}

/** 1 - errors / characters, not below 0. */
export function accuracy(scores: readonly Score[]): number {
  const errors = scores.reduce((sum, s) => sum + Math.min(s.errors, s.chars), 0);
  return (
    1 -
    errors /
      Math.max(
        1,
        scores.reduce((sum, s) => sum + s.chars, 0),
      )
  );
}
