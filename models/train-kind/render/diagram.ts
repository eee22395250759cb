/** Diagrams: Mermaid in all its kinds and themes, Graphviz, and boxes with arrows drawn directly. */
import { execFileSync } from 'node:child_process';
import { chance, colour, type Generator, int, pick, type Rng, SANS, times, title, word } from './random';

const id = (i: number): string => `n${i}`;

const MERMAID: Record<string, (rng: Rng) => string> = {
  flowchart: (rng) => {
    const n = int(rng, 3, 14);
    const shape = (t: string) =>
      pick(rng, [`[${t}]`, `(${t})`, `{${t}}`, `([${t}])`, `[(${t})]`, `((${t}))`]);
    return `flowchart ${pick(rng, ['TD', 'LR', 'TD', 'BT'])}\n${times(n, (i) => `${id(i)}${shape(title(rng, 1, 3))}`).join('\n')}\n${times(n - 1, (i) => `${id(int(rng, Math.max(0, i - 2), i))} -->${chance(rng, 0.3) ? `|${word(rng)}|` : ''} ${id(i + 1)}`).join('\n')}`;
  },
  sequence: (rng) => {
    const actors = times(int(rng, 2, 5), () => title(rng, 1, 1));
    return `sequenceDiagram\n${actors.map((a, i) => `participant ${id(i)} as ${a}`).join('\n')}\n${times(int(rng, 3, 12), () => `${id(int(rng, 0, actors.length - 1))}${pick(rng, ['->>', '-->>', '-x'])}${id(int(rng, 0, actors.length - 1))}: ${title(rng, 1, 4)}`).join('\n')}`;
  },
  class: (rng) => {
    const n = int(rng, 2, 6);
    return `classDiagram\n${times(n, (i) => `class C${i}["${title(rng, 1, 2)}"] {\n${times(int(rng, 1, 5), () => `+${pick(rng, ['String', 'int', 'bool'])} ${word(rng)}${chance(rng, 0.4) ? '()' : ''}`).join('\n')}\n}`).join('\n')}\n${times(n - 1, (i) => `C${int(rng, 0, i)} ${pick(rng, ['<|--', '*--', '-->', 'o--'])} C${i + 1}`).join('\n')}`;
  },
  state: (rng) =>
    `stateDiagram-v2\n[*] --> s0\n${times(int(rng, 2, 7), (i) => `s${int(rng, 0, i)} --> s${i + 1}: ${word(rng)}\ns${i + 1}: ${title(rng, 1, 2)}`).join('\n')}\ns0 --> [*]`,
  er: (rng) =>
    `erDiagram\n${times(int(rng, 2, 5), (i) => `${word(rng).toUpperCase()}${i} {\n${times(int(rng, 1, 4), () => `string ${word(rng)}`).join('\n')}\n}`).join('\n')}\nA ||--o{ B : has\nB }|..|{ C : uses`,
  mindmap: (rng) =>
    `mindmap\n  root((${title(rng, 1, 2)}))\n${times(int(rng, 3, 6), () => `    ${title(rng, 1, 2)}\n${times(int(rng, 0, 3), () => `      ${title(rng, 1, 2)}`).join('\n')}`).join('\n')}`,
};

function mermaid(rng: Rng): string {
  const kind = pick(rng, [
    'flowchart',
    'flowchart',
    'flowchart',
    'sequence',
    'sequence',
    'class',
    'state',
    'er',
    'mindmap',
  ]);
  const config = {
    startOnLoad: false,
    theme: pick(rng, ['default', 'neutral', 'forest', 'base', 'dark']),
    look: pick(rng, ['classic', 'classic', 'handDrawn']),
    fontFamily: pick(rng, SANS),
  };
  return `<div id="m"></div><script src="/npm/mermaid/dist/mermaid.min.js"></script><script>mermaid.initialize(${JSON.stringify(config)});mermaid.render('g',${JSON.stringify(MERMAID[kind]!(rng))}).then(r=>{m.innerHTML=r.svg;window.done=1})</script>`;
}

function graphviz(rng: Rng): string {
  const n = int(rng, 4, 18);
  const directed = chance(rng, 0.8);
  const arrow = directed ? '->' : '--';
  const shape = () =>
    pick(rng, [
      'box',
      'ellipse',
      'box',
      'record',
      'diamond',
      'circle',
      'cylinder',
      'component',
      'folder',
      'note',
    ]);
  const shared = chance(rng, 0.5) ? shape() : undefined;
  const fill = chance(rng, 0.5);
  const hex = () => `#${times(3, () => int(rng, 120, 255).toString(16)).join('')}`;
  const dot = `${directed ? 'digraph' : 'graph'} { rankdir=${pick(rng, ['TB', 'LR'])}; bgcolor=white; splines=${pick(rng, ['true', 'ortho', 'line'])}; node [fontname="${pick(rng, SANS)}"${fill ? ' style=filled' : ''}];
${times(n, (i) => `n${i} [label="${title(rng, 1, 3)}" shape=${shared ?? shape()}${fill ? ` fillcolor="${hex()}"` : ''}];`).join('\n')}
${times(n - 1, (i) => `n${int(rng, Math.max(0, i - 3), i)} ${arrow} n${i + 1}${chance(rng, 0.25) ? ` [label="${word(rng)}"]` : ''};`).join('\n')}
${times(int(rng, 0, 4), () => `n${int(rng, 0, n - 1)} ${arrow} n${int(rng, 0, n - 1)};`).join('\n')} }`;
  return execFileSync(pick(rng, ['dot', 'dot', 'dot', 'neato', 'circo']), ['-Tsvg'], {
    input: dot,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

/** Boxes on a loose grid, joined by arrows, as drawing programs make them. */
function drawn(rng: Rng): string {
  const [columns, rows] = [int(rng, 2, 5), int(rng, 1, 4)];
  const [w, h, gx, gy] = [int(rng, 100, 170), int(rng, 44, 90), int(rng, 50, 110), int(rng, 40, 90)];
  const cells = times(columns * rows, (i) => ({
    x: 30 + (i % columns) * (w + gx),
    y: 30 + Math.floor(i / columns) * (h + gy),
  })).filter(() => chance(rng, 0.85));
  const fill = chance(rng, 0.6);
  const radius = pick(rng, [0, 0, 6, 14]);
  const one = colour(rng, [40, 90], [75, 90]);
  const ink = pick(rng, ['#222', '#333', '#1a4b8c', '#777']);
  const box = (c: { x: number; y: number }) => {
    const back = fill ? (chance(rng, 0.5) ? one : colour(rng, [30, 80], [70, 90])) : '#fff';
    const shape = chance(rng, 0.15)
      ? `<polygon points="${c.x + w / 2},${c.y} ${c.x + w},${c.y + h / 2} ${c.x + w / 2},${c.y + h} ${c.x},${c.y + h / 2}" fill="${back}" stroke="${ink}"/>`
      : `<rect x="${c.x}" y="${c.y}" width="${w}" height="${h}" rx="${radius}" fill="${back}" stroke="${ink}" stroke-width="${int(rng, 1, 2)}"/>`;
    return `${shape}<text x="${c.x + w / 2}" y="${c.y + h / 2 + 5}" text-anchor="middle" font-size="${int(rng, 12, 16)}" fill="#222">${title(rng, 1, 2)}</text>`;
  };
  const arrows = cells.slice(1).map((to, i) => {
    const from = cells[i]!;
    const sameRow = from.y === to.y;
    const [x1, y1, x2, y2] = sameRow
      ? [from.x + w, from.y + h / 2, to.x, to.y + h / 2]
      : [from.x + w / 2, from.y + h, to.x + w / 2, to.y];
    const d =
      sameRow || chance(rng, 0.3)
        ? `M${x1} ${y1} L${x2} ${y2}`
        : `M${x1} ${y1} V${(y1 + y2) / 2} H${x2} V${y2}`;
    return `<path d="${d}" fill="none" stroke="${ink}" stroke-width="1.5" ${chance(rng, 0.15) ? 'stroke-dasharray="5 4"' : ''} marker-end="url(#a)"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${60 + columns * (w + gx) - gx}" height="${60 + rows * (h + gy) - gy}" font-family="${pick(rng, SANS)}"><defs><marker id="a" markerWidth="10" markerHeight="8" refX="9" refY="4" orient="auto"><path d="M0 0 L10 4 L0 8 z" fill="${ink}"/></marker></defs>${cells.map(box).join('')}${arrows.join('')}</svg>`;
}

export const diagramPage: Generator = (rng) => {
  const kind = pick(rng, ['mermaid', 'mermaid', 'graphviz', 'drawn']);
  const html = kind === 'mermaid' ? mermaid(rng) : kind === 'graphviz' ? graphviz(rng) : drawn(rng);
  const back = html.includes('"theme":"dark"') ? '#1f2020' : '#fff';
  return {
    source: kind,
    html: `<!doctype html><style>body{margin:0;background:${back}}#shot{display:inline-block;padding:${int(rng, 2, 30)}px;background:${back}}</style><div id="shot">${html}</div>`,
    widthPx: int(rng, 700, 1400),
    heightPx: 1000,
    selector: '#shot',
    ready: kind === 'mermaid' ? 'window.done===1' : undefined,
  };
};
