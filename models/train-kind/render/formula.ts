/** Formulas by KaTeX, put together from the building blocks of school and university mathematics. */
import { chance, type Generator, int, pick, type Rng, times } from './random';

const letter = (rng: Rng): string =>
  pick(rng, [
    ...'abcdefghijkmnpqrstuvwxyzABCDEFGHKLMNPQRSTVXYZ',
    '\\alpha',
    '\\beta',
    '\\gamma',
    '\\lambda',
    '\\mu',
    '\\sigma',
    '\\theta',
    '\\phi',
    '\\omega',
    '\\pi',
    '\\Delta',
    '\\Omega',
    '\\epsilon',
    '\\mathbf{x}',
    '\\mathcal{L}',
    '\\mathbb{R}',
    '\\hat{y}',
    '\\vec{v}',
  ]);
const atom = (rng: Rng): string =>
  pick(rng, [
    letter,
    letter,
    (r: Rng) => `${letter(r)}_{${letter(r)}}`,
    (r: Rng) => `${letter(r)}^{${int(r, 2, 4)}}`,
    (r: Rng) => String(int(r, 1, 99)),
    (r: Rng) => `${letter(r)}(${letter(r)})`,
  ])(rng);

export function expression(rng: Rng, depth: number): string {
  if (depth <= 0) return atom(rng);
  const e = () => expression(rng, depth - 1);
  return pick(rng, [
    () => `\\frac{${e()}}{${e()}}`,
    () => `\\sqrt{${e()}}`,
    () =>
      `\\sum_{${pick(rng, ['i', 'k', 'n'])}=${int(rng, 0, 1)}}^{${pick(rng, ['n', 'N', '\\infty'])}} ${e()}`,
    () => `\\int_{${atom(rng)}}^{${atom(rng)}} ${e()}\\,d${letter(rng)}`,
    () => `\\left( ${e()} + ${e()} \\right)^{${atom(rng)}}`,
    () => `${e()} ${pick(rng, ['+', '-', '\\cdot', '\\times', '\\otimes'])} ${e()}`,
    () => `\\lim_{${letter(rng)} \\to ${pick(rng, ['0', '\\infty'])}} ${e()}`,
    () => `\\${pick(rng, ['sin', 'cos', 'log', 'exp', 'max', 'det'])}\\left(${e()}\\right)`,
    () =>
      `\\begin{pmatrix} ${times(int(rng, 2, 3), () => times(int(rng, 2, 3), () => atom(rng)).join(' & ')).join(' \\\\ ')} \\end{pmatrix}`,
    () => `\\frac{\\partial ${atom(rng)}}{\\partial ${letter(rng)}} ${e()}`,
    () => `e^{${e()}}`,
    () => `\\begin{cases} ${e()} & ${letter(rng)} > 0 \\\\ ${atom(rng)} & \\text{otherwise} \\end{cases}`,
  ])();
}

export function equation(rng: Rng): string {
  const relation = () =>
    pick(rng, ['=', '=', '=', '\\le', '\\approx', '\\equiv', '\\in', '\\to', '\\sim', '\\Rightarrow']);
  const one = () => `${expression(rng, int(rng, 0, 1))} ${relation()} ${expression(rng, int(rng, 1, 3))}`;
  if (chance(rng, 0.15))
    return `\\begin{aligned} ${times(int(rng, 2, 4), () => one().replace(/ (=|\\le|\\approx) /, ' &$1 ')).join(' \\\\ ')} \\end{aligned}`;
  return chance(rng, 0.3) ? expression(rng, int(rng, 1, 3)) : one();
}

export const formulaPage: Generator = (rng) => {
  const dark = chance(rng, 0.12);
  const lines = chance(rng, 0.15) ? int(rng, 2, 3) : 1;
  const ink = dark ? '#eee' : pick(rng, ['#000', '#000', '#000', '#222', '#1a237e']);
  const back = dark
    ? pick(rng, ['#111', '#1e1e1e', '#23334a'])
    : pick(rng, ['#fff', '#fff', '#fff', '#fafafa', '#fdf8ec']);
  return {
    source: 'katex',
    html: `<!doctype html><link rel="stylesheet" href="/npm/katex/dist/katex.min.css"><script src="/npm/katex/dist/katex.min.js"></script><style>body{margin:0;background:${back}}#shot{display:inline-block;padding:${int(rng, 2, 60)}px ${int(rng, 2, 90)}px;background:${back};color:${ink};font-size:${int(rng, 15, 44)}px}</style><div id="shot"></div><script>for(const t of ${JSON.stringify(times(lines, () => equation(rng)))}){const d=document.createElement('div');katex.render(t,d,{throwOnError:false,displayMode:true});d.firstChild.style.margin='.3em 0';shot.append(d)}document.fonts.ready.then(()=>window.done=1)</script>`,
    widthPx: 1800,
    heightPx: 700,
    selector: '#shot',
    ready: 'window.done===1',
  };
};
