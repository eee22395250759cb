import assert from 'node:assert/strict';
import katex from 'katex';
import {
  distinct,
  type Hypothesis,
  latexOf,
  stack,
  stackAlternatives,
} from '../../../src/engine/formula/hypothesis';
import type { Ink } from '../../../src/engine/formula/ink';
import { linesOf, rowsWritten } from '../../../src/engine/formula/lines';

/** Rows of `#` and blanks, each character one pixel. */
function draw(...rows: string[]): Ink {
  const widthPx = rows[0]!.length;
  const data = Float32Array.from(rows.join(''), (char) => Number(char === '#'));
  return { data, widthPx, heightPx: rows.length };
}
const sizes = (ink: Ink, emPx: number) =>
  linesOf(ink, emPx, 0.3).map(({ widthPx, heightPx }) => [widthPx, heightPx]);

describe('linesOf', () => {
  it('cuts between lines that stand apart', () => {
    const picture = draw('####  ', '####  ', '      ', '      ', '  ####', '  ####');
    assert.deepEqual(sizes(picture, 4), [
      [4, 2],
      [4, 2],
    ]);
  });

  it('keeps lines together whose gap is smaller than a fraction may have', () => {
    assert.equal(sizes(draw('####', '####', '    ', '####', '####'), 4).length, 1);
  });

  it('keeps the rows of a matrix together, which its delimiters bridge', () => {
    const matrix = draw('# ## #', '#    #', '#    #', '#    #', '# ## #');
    assert.equal(sizes(matrix, 4).length, 1);
  });

  it('leaves a lone bar with its nearer neighbour', () => {
    const picture = draw('####', '####', '    ', '    ', '####', '    ', '    ', '    ', '####', '####');
    assert.deepEqual(sizes(picture, 4), [
      [4, 5],
      [4, 2],
    ]);
  });
});

const reading = (tokens: string, logProb = -0.1): Hypothesis => ({
  tokens: tokens.split(' '),
  logProbs: [...tokens.split(' ').map(() => logProb), -0.3],
  finished: true,
});

describe('readings of lines', () => {
  it('become one formula that parses, with a probability for each token', () => {
    const stacked = stack([reading('a = b'), reading('[ c ] = d')]);
    assert.equal(latexOf(stacked), '\\begin{gathered}a=b\\\\{}[c]=d\\end{gathered}');
    katex.renderToString(latexOf(stacked), { throwOnError: true });
    assert.equal(stacked.logProbs.length, stacked.tokens.length + 1);
    assert.equal(rowsWritten(stacked.tokens), 2);
    assert.equal(stacked.logProbs[stacked.tokens.indexOf('\\\\')], -0.3, 'the end of a line is a guess too');
  });

  it('have other readings, one line at a time', () => {
    const others = stackAlternatives([
      [reading('a'), reading('b')],
      [reading('c')],
      [reading('d'), reading('e')],
    ]);
    assert.deepEqual(others.map(latexOf), [
      '\\begin{gathered}b\\\\c\\\\d\\end{gathered}',
      '\\begin{gathered}a\\\\c\\\\e\\end{gathered}',
    ]);
  });

  it('are offered once', () => {
    assert.deepEqual(distinct([reading('a _{ 1 }'), reading('a _ { 1 }'), reading('b')]).map(latexOf), [
      'a_{1}',
      'b',
    ]);
  });
});
