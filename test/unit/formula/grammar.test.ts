import assert from 'node:assert/strict';
import fc from 'fast-check';
import katex from 'katex';
import { LatexState } from '../../../src/engine/formula/grammar';
import { detokenise } from '../../../src/engine/formula/tokens';

const accepts = (formula: string) => {
  let state: LatexState | undefined = LatexState.start;
  for (const token of formula.split(' ')) state = state?.push(token);
  return state?.complete ?? false;
};
const parse = (tokens: readonly string[]) =>
  katex.renderToString(detokenise(tokens), { throwOnError: true, strict: false, displayMode: true });

const TOKENS = (
  '{ } _ ^ ) ( 1 , = - a x l c r + n | . ~ & \\\\ [ ] \\{ \\} \\| \\prime \\alpha \\sum \\rightarrow \\infty \\ldots ' +
  '\\frac \\binom \\overset \\underset \\sqrt \\hat \\mathbf \\mathbb \\overline \\text \\textbf \\operatorname \\not ' +
  '\\substack \\xrightarrow \\pmod \\underbrace \\left( \\right) \\left\\{ \\right. \\left\\langle \\right\\rangle ' +
  '\\begin{aligned} \\end{aligned} \\begin{array} \\end{array} \\begin{pmatrix} \\end{pmatrix} \\begin{cases} ' +
  '\\end{cases} \\begin{gathered} \\end{gathered} <pad>'
).split(' ');

describe('LatexState', () => {
  for (const formula of [
    'x ^ { 2 } _ { i }',
    '\\frac { a } { b } + \\sqrt [ 3 ] { x }',
    '\\left( \\frac { 1 } { 2 } \\right) ^ { n }',
    '\\begin{array} { l c } a & b \\\\ c & d \\end{array}',
    '\\text { i f ~ x } \\not { = } y',
    '\\sum _ { \\substack { i < n \\\\ j < m } } x',
    '{ } ^ { \\prime }',
    '\\rightarrow \\leftarrow \\leftrightarrow',
  ]) {
    it(`accepts ${formula}`, () => assert.equal(accepts(formula), true));
  }

  for (const [formula, why] of [
    ['x ^ { 2', 'an open brace'],
    ['x }', 'a brace that closes nothing'],
    ['\\frac { a } b', 'a second argument without braces'],
    ['\\left( x', 'a \\left without its \\right'],
    ['x \\right)', 'a \\right without its \\left'],
    ['\\left( { x \\right) }', 'delimiters across a group'],
    ['\\begin{aligned} x \\end{array}', 'the end of another environment'],
    ['a & b', 'a column outside of a table'],
    ['x ^ { 2 } ^ { 3 }', 'a second superscript'],
    ['x _ { 1 } ^ { 2 } _ { 3 }', 'a second subscript'],
    ['\\text { \\alpha }', 'mathematics in text'],
    ['\\begin{array} a \\end{array}', 'an array without columns'],
    ['<pad>', 'a special token'],
  ] as const) {
    it(`refuses ${why}`, () => assert.equal(accepts(formula), false));
  }

  it('writes nothing that KaTeX does not parse, and closes what is open in the tokens it promises', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), (choices) => {
        let state = LatexState.start;
        const tokens: string[] = [];
        const step = (candidates: readonly string[], choice: number) => {
          const allowed = candidates.filter((token) => state.push(token));
          assert.ok(allowed.length > 0, `nothing may follow ${tokens.join(' ')}`);
          const token = allowed[choice % allowed.length]!;
          tokens.push(token);
          state = state.push(token)!;
        };
        for (const choice of choices) step(TOKENS, choice);
        const promised = state.tokensToClose;
        for (let left = promised; left > 0; left--) {
          step(
            TOKENS.filter((token) => (state.push(token)?.tokensToClose ?? Number.POSITIVE_INFINITY) < left),
            0,
          );
        }
        assert.ok(state.complete, `${tokens.join(' ')} is not complete after ${promised} more tokens`);
        parse(tokens);
      }),
      { numRuns: 300 },
    );
  });
});
