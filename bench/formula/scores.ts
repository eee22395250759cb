/** Accuracy in canonical tokens, with the same definitions as models/train/scores.py. */

export interface Pair {
  readonly answer: readonly string[];
  readonly reference: readonly string[];
}

export interface Scores {
  /** Share of answers that are right as a whole. */
  readonly exact: number;
  /** Mean of 1 − edit distance over the longer one's length. */
  readonly similarity: number;
  /** Corpus BLEU-4 with the brevity penalty, one reference each. */
  readonly bleu4: number;
}

export function scores(pairs: readonly Pair[]): Scores {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return {
    exact: mean(pairs.map(({ answer, reference }) => Number(equal(answer, reference)))),
    similarity: mean(pairs.map(({ answer, reference }) => similarity(answer, reference))),
    bleu4: bleu4(pairs),
  };
}

export function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((token, i) => token === b[i]);
}

export function similarity(a: readonly string[], b: readonly string[]): number {
  return 1 - distances(a, b)[a.length]![b.length]! / Math.max(a.length, b.length, 1);
}

/** For each token of `answer`, whether a best alignment finds it in `reference`. */
export function matched(answer: readonly string[], reference: readonly string[]): boolean[] {
  const table = distances(answer, reference);
  const found = answer.map(() => false);
  let [i, j] = [answer.length, reference.length];
  while (i > 0 && j > 0) {
    const here = table[i]![j]!;
    const same = answer[i - 1] === reference[j - 1];
    if (here === table[i - 1]![j - 1]! + Number(!same)) {
      found[i - 1] = same;
      i--;
      j--;
    } else if (here === table[i - 1]![j]! + 1) i--;
    else j--;
  }
  return found;
}

/** Levenshtein distances of all beginnings, [a + 1][b + 1]. */
function distances(a: readonly string[], b: readonly string[]): number[][] {
  const table = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const before = table[i - 1]!;
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = before[j - 1]! + Number(a[i - 1] !== b[j - 1]);
      row.push(Math.min(before[j]! + 1, row[j - 1]! + 1, replaced));
    }
    table.push(row);
  }
  return table;
}

export function bleu4(pairs: readonly Pair[]): number {
  const match = [0, 0, 0, 0];
  const total = [0, 0, 0, 0];
  let [answered, expected] = [0, 0];
  for (const { answer, reference } of pairs) {
    answered += answer.length;
    expected += reference.length;
    for (let n = 1; n <= 4; n++) {
      const known = grams(reference, n);
      for (const [gram, count] of grams(answer, n)) {
        total[n - 1]! += count;
        match[n - 1]! += Math.min(count, known.get(gram) ?? 0);
      }
    }
  }
  if (Math.min(...match) === 0) return 0;
  const brevity = Math.min(1, Math.exp(1 - expected / answered));
  return brevity * Math.exp(match.reduce((sum, hits, n) => sum + Math.log(hits / total[n]!), 0) / 4);
}

function grams(tokens: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= tokens.length; i++) {
    const gram = tokens.slice(i, i + n).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}
