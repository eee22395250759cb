import assert from 'node:assert/strict';
import { convert } from '../../../src/latex/convert';
import { suitableWrapping } from '../../../src/latex/position';
import { hasSeveralLines, type WrappingId, wrap, wrappingsFor } from '../../../src/latex/wrap';

describe('wrap', () => {
  const cases: [WrappingId, string][] = [
    ['dollar', '$x^{2}$'],
    ['dollars', '$$\nx^{2}\n$$'],
    ['parentheses', '\\(x^{2}\\)'],
    ['brackets', '\\[\nx^{2}\n\\]'],
    ['equation', '\\begin{equation}\nx^{2}\n\\end{equation}'],
    ['stem', 'stem:[x^{2}]'],
    ['stem-block', '[stem]\n++++\nx^{2}\n++++'],
    ['math-role', ':math:`x^{2}`'],
    ['math-directive', '.. math::\n\n   x^{2}'],
    ['fenced-math', '```math\nx^{2}\n```'],
    ['plain', 'x^{2}'],
  ];
  for (const [id, expected] of cases) {
    it(`writes ${id} as ${JSON.stringify(expected)}`, () => assert.equal(wrap('x^{2}', id), expected));
  }

  it('puts the rows of an aligned formula into align', () => {
    const latex = '\\begin{aligned}a&=b\\\\c&=d\\end{aligned}';
    assert.equal(hasSeveralLines(latex), true);
    assert.equal(wrap(latex, 'align'), '\\begin{align}\na&=b\\\\c&=d\n\\end{align}');
  });

  it('keeps an environment that is only a part of the formula', () => {
    const latex = 'f=\\begin{aligned}a\\end{aligned}';
    assert.equal(wrap(latex, 'align'), `\\begin{align}\n${latex}\n\\end{align}`);
  });

  it('escapes the bracket that would end an AsciiDoc macro', () => {
    assert.equal(wrap('[0,1]', 'stem'), 'stem:[[0,1\\]]');
  });

  it('offers each language its own notations, the usual one first', () => {
    const first = ['markdown', 'latex', 'typst', 'asciidoc', 'restructuredtext', 'html', 'plaintext'].map(
      (language) => wrappingsFor(language)[0],
    );
    assert.deepEqual(first, ['dollar', 'dollar', 'typst', 'stem', 'math-role', 'mathml', 'plain']);
  });
});

describe('convert', () => {
  it('writes MathML that stands alone', () => {
    const inline = convert('\\frac{a}{b}', 'mathml', false);
    assert.equal(
      inline,
      '<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow><mfrac><mi>a</mi><mi>b</mi></mfrac></mrow></math>',
    );
    assert.match(convert('x', 'mathml', true), /<math [^>]*display="block"/);
  });

  it('writes Typst', () => {
    assert.equal(convert('\\frac{a}{b}+\\alpha_{i}', 'typst', false), 'a/b + alpha_i');
  });

  it('says why a formula cannot be converted', () => {
    assert.throws(() => convert('\\frac{a', 'mathml', false), /KaTeX parse error/);
  });
});

describe('suitableWrapping', () => {
  const at = (line: string, languageId = 'markdown', latex = 'x', last?: WrappingId) => {
    const [before = '', after = ''] = line.split('|');
    return suitableWrapping(latex, { languageId, before, after }, last);
  };

  it('is inline within a sentence and display on a line of its own', () => {
    assert.equal(at('The area is |.'), 'dollar');
    assert.equal(at('  |'), 'dollars');
    assert.equal(at('|', 'latex'), 'brackets');
    assert.equal(at('|', 'restructuredtext'), 'math-directive');
  });

  it('is display for a formula of several lines', () => {
    assert.equal(at('So |', 'latex', '\\begin{aligned}a\\\\b\\end{aligned}'), 'brackets');
  });

  it('adds nothing inside of delimiters', () => {
    for (const line of ['so $|$ holds', '$a+|+b$', '\\(|\\)', '\\[ | \\]', '$$|$$']) {
      assert.equal(at(line), 'plain', line);
    }
    assert.equal(at('it costs \\$5 and | more'), 'dollar');
    assert.equal(at('\\(a\\) and | and \\(b\\)'), 'dollar');
  });

  it('keeps the last choice where it has the right form', () => {
    assert.equal(at('see |', 'markdown', 'x', 'parentheses'), 'parentheses');
    assert.equal(at('|', 'latex', 'x', 'equation'), 'equation');
    assert.equal(at('|', 'markdown', 'x', 'parentheses'), 'dollars');
    assert.equal(at('see |', 'typst', 'x', 'parentheses'), 'typst');
  });
});
