/** The canonical form of formulas: one spelling for what looks the same, null for what has none. */
import assert from 'node:assert/strict';
import { normalise } from '../../../models/train/normalise.mjs';
import { detokenise } from '../../../src/engine/formula/tokens';

const CASES: readonly (readonly [latex: string, canonical: string | null])[] = [
  // Arguments and scripts have braces; the subscript comes first.
  ['\\frac12', '\\frac { 1 } { 2 }'],
  ['x^2_i', 'x _ { i } ^ { 2 }'],
  ["f''^2", 'f ^ { \\prime \\prime 2 }'],
  ['f^{\\prime}', 'f ^ { \\prime }'],
  ['{}_a b', '{ } _ { a } b'],
  ['{ab}^2', '{ a b } ^ { 2 }'],
  ['{\\hat a}^2', '\\hat { a } ^ { 2 }'],
  ['{\\left(a\\right)}^2', '\\left( a \\right) ^ { 2 }'],
  ['{\\left(a\\right)b}^2', '{ \\left( a \\right) b } ^ { 2 }'],
  // One spelling.
  ['a \\le b', 'a \\leq b'],
  ['{a \\over b}', '\\frac { a } { b }'],
  ['{n \\choose k}', '\\binom { n } { k }'],
  ['{\\bf a b} c', '\\mathbf { a b } c'],
  ['\\stackrel{a}{b}', '\\overset { a } { b }'],
  ['\\sqrt[3] x', '\\sqrt [ 3 ] { x }'],
  ['\\operatorname*{max}', '\\operatorname { m a x }'],
  ['\\left< a \\right>', '\\left\\langle a \\right\\rangle'],
  ['\\text{ a  b }', '\\text { a ~ b }'],
  // What one does not see.
  ['a\\,b\\;\\displaystyle c \\hspace{1em} d \\label{x}', 'a b c d'],
  ['\\color{red} a', 'a'],
  ['a .', 'a'],
  // Rows.
  ['\\begin{align}a&=b\\\\[2pt]c&=d\\\\\\end{align}', '\\begin{aligned} a & = b \\\\ c & = d \\end{aligned}'],
  ['\\begin{align}a\\\\b\\end{align}', '\\begin{gathered} a \\\\ b \\end{gathered}'],
  ['\\begin{equation}a\\end{equation}', 'a'],
  ['\\begin{array}{l|c} a & b \\end{array}', '\\begin{array} { l c } a & b \\end{array}'],
  ['\\substack{a\\\\b}', '\\substack { a \\\\ b }'],
  // Without a canonical form.
  ['', null],
  ['\\,', null],
  ['\\frac{a', null],
  ['a}', null],
  ['a_1_2', null],
  ['\\left( a', null],
  ['a & b', null],
  ['\\begin{tikzpicture}a\\end{tikzpicture}', null],
  ['\\begin{constructor}a\\end{constructor}', null],
  ['\\begin{array}[t', null],
  ['\\text{$a$}', null],
  ['é', null],
];

describe('the canonical form of a formula', () => {
  for (const [latex, canonical] of CASES) {
    it(`of ${JSON.stringify(latex)} is ${canonical ?? 'none'}`, () => {
      assert.equal(normalise(latex)?.join(' ') ?? null, canonical);
    });
  }

  it('is its own canonical form', () => {
    for (const [latex] of CASES) {
      const tokens = normalise(latex);
      if (tokens) assert.deepEqual(normalise(detokenise(tokens)), tokens, latex);
    }
  });
});
