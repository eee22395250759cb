/** How a formula is written into a document: delimiters, environments and notations by language. */

/** `latex`: the source of one formula, without delimiters. */
export const NOTATIONS = ['latex', 'mathml', 'typst'] as const;
export type Notation = (typeof NOTATIONS)[number];

export interface Wrapping {
  readonly id: string;
  /** What a person is shown to choose from. */
  readonly example: string;
  readonly notation: Notation;
  /** Display wrappings stand on lines of their own. */
  readonly display: boolean;
  readonly before: string;
  readonly after: string;
}

const wrapping = (
  id: string,
  before: string,
  after: string,
  display = false,
  notation: Notation = 'latex',
): Wrapping => ({
  id,
  example: `${before}…${after}`.replaceAll('\n', ' '),
  notation,
  display,
  before,
  after,
});

export const WRAPPINGS = {
  dollar: wrapping('dollar', '$', '$'),
  dollars: wrapping('dollars', '$$\n', '\n$$', true),
  parentheses: wrapping('parentheses', '\\(', '\\)'),
  brackets: wrapping('brackets', '\\[\n', '\n\\]', true),
  equation: wrapping('equation', '\\begin{equation}\n', '\n\\end{equation}', true),
  align: wrapping('align', '\\begin{align}\n', '\n\\end{align}', true),
  typst: wrapping('typst', '$', '$', false, 'typst'),
  'typst-display': wrapping('typst-display', '$ ', ' $', true, 'typst'),
  stem: wrapping('stem', 'stem:[', ']'),
  'stem-block': wrapping('stem-block', '[stem]\n++++\n', '\n++++', true),
  'math-role': wrapping('math-role', ':math:`', '`'),
  'math-directive': wrapping('math-directive', '.. math::\n\n', '', true),
  mathml: { ...wrapping('mathml', '', '', false, 'mathml'), example: '<math>…</math>' },
  'mathml-display': {
    ...wrapping('mathml-display', '', '', true, 'mathml'),
    example: '<math display="block">…</math>',
  },
  'fenced-math': wrapping('fenced-math', '```math\n', '\n```', true),
  plain: wrapping('plain', '', ''),
} as const satisfies Record<string, Wrapping>;
export type WrappingId = keyof typeof WRAPPINGS;

/** The first is the default. Jupyter's Markdown cells have the language `markdown`. */
const BY_LANGUAGE: Readonly<Record<string, readonly WrappingId[]>> = {
  markdown: ['dollar', 'dollars', 'fenced-math', 'parentheses', 'brackets', 'plain'],
  mdx: ['dollar', 'dollars', 'plain'],
  latex: ['dollar', 'parentheses', 'brackets', 'equation', 'align', 'plain'],
  tex: ['dollar', 'dollars', 'plain'],
  typst: ['typst', 'typst-display'],
  asciidoc: ['stem', 'stem-block', 'plain'],
  restructuredtext: ['math-role', 'math-directive', 'plain'],
  html: ['mathml', 'mathml-display', 'parentheses', 'brackets', 'plain'],
  vue: ['mathml', 'mathml-display', 'plain'],
  svelte: ['mathml', 'mathml-display', 'plain'],
  org: ['parentheses', 'brackets', 'plain'],
};
const ELSEWHERE: readonly WrappingId[] = [
  'plain',
  'dollar',
  'dollars',
  'parentheses',
  'brackets',
  'mathml',
  'typst',
];

/** Whether the language has notations of its own for formulas. */
export function hasNotations(languageId: string): boolean {
  return languageId in BY_LANGUAGE;
}

export function wrappingsFor(languageId: string): readonly WrappingId[] {
  return BY_LANGUAGE[languageId] ?? ELSEWHERE;
}

/**
 * What to insert for `formula` (already in the wrapping's notation). `align` takes the rows out of an
 * `aligned` or `gathered` environment; a reStructuredText directive indents its body; AsciiDoc escapes
 * the bracket that would end the macro.
 */
export function wrap(formula: string, id: WrappingId): string {
  const { before, after } = WRAPPINGS[id];
  return `${before}${body(formula, id)}${after}`;
}

function body(formula: string, id: WrappingId): string {
  if (id === 'align')
    return formula.replace(/^\\begin\{(aligned|gathered)\}([\s\S]*)\\end\{\1\}$/, '$2').trim();
  if (id === 'stem') return formula.replaceAll(']', '\\]');
  if (id === 'math-directive') return formula.replace(/^/gm, '   ');
  return formula;
}

/** Whether the formula has several lines, which inline delimiters have no room for. */
export function hasSeveralLines(latex: string): boolean {
  return /^\\begin\{(aligned|gathered)\}/.test(latex);
}
