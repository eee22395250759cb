/**
 * Drawings as people make them by hand in draw.io: a loose grid, orthogonal connectors with rounded or sharp
 * bends or straight lines, coloured fills, labels on a background patch. An own layout, an own SVG.
 */
import { type GraphSpec, pick, type Random, type SpecEdge, type SpecNode } from '../spec';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const PALETTES = [
  { bg: '#ffffff', ink: '#000000', fills: ['#ffffff'], text: '#000000' },
  {
    bg: '#ffffff',
    ink: '#6c8ebf',
    fills: ['#dae8fc', '#d5e8d4', '#ffe6cc', '#fff2cc', '#f8cecc'],
    text: '#000000',
  },
  { bg: '#ffffff', ink: 'none', fills: ['#1f6feb', '#238636', '#8957e5', '#9e6a03'], text: '#ffffff' },
  { bg: '#18141d', ink: '#f0f0f0', fills: ['#18141d', '#2a3b55', '#3b2a55'], text: '#f0f0f0' },
] as const;

function layers(spec: GraphSpec): string[][] {
  const depth = new Map<string, number>();
  for (const node of spec.nodes) {
    const above = spec.edges.filter((edge) => edge.to === node.id && depth.has(edge.from));
    depth.set(node.id, above.length ? 1 + Math.max(...above.map((edge) => depth.get(edge.from) ?? 0)) : 0);
  }
  const result: string[][] = [];
  for (const [id, at] of depth) result[at] = [...(result[at] ?? []), id];
  return result.filter(Boolean);
}

function shapePath(shape: SpecNode['shape'], { x, y, w, h }: Box): string {
  const r = shape === 'rounded' ? 8 : h / 2;
  const points = (list: readonly (readonly [number, number])[]): string =>
    `<polygon points="${list.map(([px, py]) => `${px},${py}`).join(' ')}"/>`;
  switch (shape) {
    case 'rounded':
    case 'stadium':
      return `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${r}"/>`;
    case 'diamond':
      return points([
        [x + w / 2, y],
        [x + w, y + h / 2],
        [x + w / 2, y + h],
        [x, y + h / 2],
      ]);
    case 'circle':
    case 'ellipse':
      return `<ellipse cx="${x + w / 2}" cy="${y + h / 2}" rx="${w / 2}" ry="${h / 2}"/>`;
    case 'cylinder': {
      const e = 9;
      const lid = `M${x},${y + e} a${w / 2},${e} 0 0 1 ${w},0 a${w / 2},${e} 0 0 1 ${-w},0`;
      const body = `M${x},${y + e} v${h - 2 * e} a${w / 2},${e} 0 0 0 ${w},0 v${-(h - 2 * e)}`;
      return `<path d="${body} a${w / 2},${e} 0 0 0 ${-w},0 z"/><path d="${lid}"/>`;
    }
    case 'parallelogram':
      return points([
        [x + 14, y],
        [x + w, y],
        [x + w - 14, y + h],
        [x, y + h],
      ]);
    case 'hexagon':
      return points([
        [x + 14, y],
        [x + w - 14, y],
        [x + w, y + h / 2],
        [x + w - 14, y + h],
        [x + 14, y + h],
        [x, y + h / 2],
      ]);
    case 'subroutine':
      return `<rect x="${x}" y="${y}" width="${w}" height="${h}"/><path d="M${x + 9},${y} v${h} M${x + w - 9},${y} v${h}" fill="none"/>`;
    default:
      return `<rect x="${x}" y="${y}" width="${w}" height="${h}"/>`;
  }
}

/** Where a ray from the box's centre towards `to` leaves its bounding shape. */
function border(box: Box, shape: SpecNode['shape'], to: readonly [number, number]): [number, number] {
  const cx = box.x + box.w / 2;
  const cy = box.y + box.h / 2;
  const dx = to[0] - cx;
  const dy = to[1] - cy;
  const nx = Math.abs(dx) / (box.w / 2);
  const ny = Math.abs(dy) / (box.h / 2);
  let t = 1 / Math.max(nx, ny, 1e-9);
  if (shape === 'diamond') t = 1 / (nx + ny);
  if (shape === 'circle' || shape === 'ellipse' || shape === 'stadium') t = 1 / Math.hypot(nx, ny);
  return [cx + dx * t, cy + dy * t];
}

export type Routing = 'orthogonal' | 'rounded' | 'straight' | 'curved';

export interface Drawing {
  readonly svg: string;
  /** The edges that were drawn: one that would run through a node or along another edge is left out. */
  readonly edges: readonly SpecEdge[];
}

/** Draws the graph; nodes carry `data-node`. */
export function drawioSvg(spec: GraphSpec, routing: Routing, next: Random): Drawing {
  const palette = pick(next, PALETTES);
  const ink = palette.ink === 'none' ? '#444444' : palette.ink;
  const size = pick(next, [12, 13, 14, 16]);
  const font = pick(next, ['Liberation Sans', 'DejaVu Sans', 'Open Sans']);
  const boxes = new Map<string, Box>();
  const across = spec.direction === 'LR';
  const shapeOf = new Map(spec.nodes.map((node) => [node.id, node.shape]));
  const rows = layers(spec);
  const cellW = 230;
  const cellH = 130;
  const widest = Math.max(...rows.map((row) => row.length));
  rows.forEach((row, layer) => {
    row.forEach((id, i) => {
      const node = spec.nodes.find((other) => other.id === id) as SpecNode;
      const text = node.label.length * size * 0.6;
      let w = Math.min(170, Math.max(70, text + 30));
      let h = text > 140 ? 58 : 44;
      if (node.shape === 'diamond') [w, h] = [Math.min(190, w * 1.25 + 20), 76];
      if (node.shape === 'circle') w = h = Math.max(64, Math.min(110, text + 18));
      if (node.shape === 'cylinder' || node.shape === 'ellipse') h += 20;
      if (node.shape === 'hexagon' || node.shape === 'parallelogram' || node.shape === 'subroutine') w += 20;
      const offset = (i - (row.length - 1) / 2 + (widest - 1) / 2) * (across ? cellH : cellW);
      const main = layer * (across ? cellW + 40 : cellH);
      const jitter = next() < 0.2 ? (next() - 0.5) * 24 : 0;
      const cx = 140 + (across ? main : offset + jitter);
      const cy = 90 + (across ? offset + jitter : main);
      boxes.set(id, { x: cx - w / 2, y: cy - h / 2, w, h });
    });
  });
  const parts: string[] = [];
  const labels: string[] = [];
  const drawn: Drawn[] = [];
  for (const edge of spec.edges) {
    const a = boxes.get(edge.from) as Box;
    const b = boxes.get(edge.to) as Box;
    const ca: [number, number] = [a.x + a.w / 2, a.y + a.h / 2];
    const cb: [number, number] = [b.x + b.w / 2, b.y + b.h / 2];
    let d: string;
    let mid: [number, number];
    if (routing === 'straight') {
      const s = border(a, shapeOf.get(edge.from) ?? 'rectangle', cb);
      const t = border(b, shapeOf.get(edge.to) ?? 'rectangle', ca);
      d = `M${s} L${t}`;
      mid = [(s[0] + t[0]) / 2, (s[1] + t[1]) / 2];
    } else {
      const forward = across ? cb[0] - ca[0] : cb[1] - ca[1];
      const sign = forward >= 0 ? 1 : -1;
      const s: [number, number] = across
        ? [ca[0] + (sign * a.w) / 2, ca[1]]
        : [ca[0], ca[1] + (sign * a.h) / 2];
      const t: [number, number] = across
        ? [cb[0] - (sign * b.w) / 2, cb[1]]
        : [cb[0], cb[1] - (sign * b.h) / 2];
      const m = across ? (s[0] + t[0]) / 2 : (s[1] + t[1]) / 2;
      mid = across ? [m, (s[1] + t[1]) / 2] : [(s[0] + t[0]) / 2, m];
      if (routing === 'curved')
        d = across ? `M${s} C${m},${s[1]} ${m},${t[1]} ${t}` : `M${s} C${s[0]},${m} ${t[0]},${m} ${t}`;
      else {
        const [p, q]: [number, number][] = across
          ? [
              [m, s[1]],
              [m, t[1]],
            ]
          : [
              [s[0], m],
              [t[0], m],
            ];
        d = roundedPath([s, p as [number, number], q as [number, number], t], routing === 'rounded' ? 8 : 0);
      }
    }
    const trail = sample(d);
    if (blocked(trail, edge, boxes) || runsAlong(trail, edge, drawn)) continue;
    drawn.push({ edge, trail });
    const dash = edge.style === 'dashed' ? ' stroke-dasharray="6 5"' : '';
    const width = edge.style === 'thick' ? 3 : 1;
    const start = edge.arrow === 'both' ? ' marker-start="url(#back)"' : '';
    const end = edge.arrow === 'none' ? '' : ' marker-end="url(#head)"';
    parts.push(`<path d="${d}" fill="none" stroke="${ink}" stroke-width="${width}"${dash}${start}${end}/>`);
    if (edge.label)
      labels.push(
        `<text x="${mid[0]}" y="${mid[1]}" dominant-baseline="central" text-anchor="middle" font-size="${size - 1}" fill="${palette.bg === '#ffffff' ? '#222' : '#eee'}" stroke="${palette.bg}" stroke-width="5" paint-order="stroke">${edge.label}</text>`,
      );
  }
  const nodes = spec.nodes.map((node) => {
    const box = boxes.get(node.id) as Box;
    const lines = wrapLabel(node.label, Math.max(6, (box.w - 24) / (size * 0.6)));
    const tspans = lines.map(
      (line, i) =>
        `<text x="${box.x + box.w / 2}" y="${box.y + box.h / 2 + (node.shape === 'cylinder' ? 6 : 0) + (i - (lines.length - 1) / 2) * size * 1.2}" dominant-baseline="central" text-anchor="middle" fill="${palette.text}">${line}</text>`,
    );
    return `<g><g data-node="${node.id}" fill="${pick(next, palette.fills)}" stroke="${palette.ink}">${shapePath(node.shape, box)}</g>${tspans.join('')}</g>`;
  });
  const right = Math.max(...[...boxes.values()].map((box) => box.x + box.w)) + 60;
  const bottom = Math.max(...[...boxes.values()].map((box) => box.y + box.h)) + 60;
  const head =
    routing === 'straight' && next() < 0.4
      ? `<path d="M0,0 L10,5 L0,10" fill="none" stroke="${ink}"/>`
      : `<path d="M0,0 L10,5 L0,10 z" fill="${ink}"/>`;
  const marker = (id: string, orient: string): string =>
    `<marker id="${id}" viewBox="-1 -1 12 12" refX="10" refY="5" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" orient="${orient}">${head}</marker>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${right}" height="${bottom}" style="background:${palette.bg}" font-family="${font}" font-size="${size}"><defs>${marker('head', 'auto')}${marker('back', 'auto-start-reverse')}</defs>${parts.join('')}${nodes.join('')}${labels.join('')}</svg>`;
  return { svg, edges: drawn.map(({ edge }) => edge) };
}

interface Drawn {
  readonly edge: SpecEdge;
  readonly trail: readonly (readonly [number, number])[];
}

/** Points a few pixels apart along a path of M, L, Q and C commands with absolute coordinates. */
function sample(d: string): [number, number][] {
  const result: [number, number][] = [];
  let at: [number, number] = [0, 0];
  for (const [, command, body] of d.matchAll(/([MLQC])([^MLQC]*)/g)) {
    const numbers = (body as string).trim().split(/[ ,]+/).map(Number);
    const controls: [number, number][] = [at];
    for (let i = 0; i < numbers.length; i += 2)
      controls.push([numbers[i] as number, numbers[i + 1] as number]);
    if (command === 'M') controls.shift();
    const end = controls[controls.length - 1] as [number, number];
    const steps = Math.max(1, Math.ceil(Math.hypot(end[0] - at[0], end[1] - at[1]) / 4));
    for (let i = 0; i <= steps && command !== 'M'; i++) {
      let level = controls;
      while (level.length > 1)
        level = level.slice(1).map((point, k): [number, number] => {
          const before = level[k] as [number, number];
          return [
            before[0] + ((point[0] - before[0]) * i) / steps,
            before[1] + ((point[1] - before[1]) * i) / steps,
          ];
        });
      result.push(level[0] as [number, number]);
    }
    at = end;
  }
  return result;
}

function blocked(trail: Drawn['trail'], edge: SpecEdge, boxes: ReadonlyMap<string, Box>): boolean {
  for (const [id, box] of boxes) {
    const own = id === edge.from || id === edge.to;
    const margin = own ? -4 : 8;
    for (const [x, y] of trail)
      if (
        x > box.x - margin &&
        x < box.x + box.w + margin &&
        y > box.y - margin &&
        y < box.y + box.h + margin
      )
        return true;
  }
  return false;
}

function runsAlong(trail: Drawn['trail'], edge: SpecEdge, drawn: readonly Drawn[]): boolean {
  for (const other of drawn) {
    const near = trail.filter(([x, y]) =>
      other.trail.some(([ox, oy]) => Math.hypot(x - ox, y - oy) < 5),
    ).length;
    const shared = edge.from === other.edge.from || edge.to === other.edge.to;
    if (near > (shared ? trail.length * 0.7 : 8)) return true;
  }
  return false;
}

function roundedPath(points: readonly [number, number][], radius: number): string {
  let d = `M${points[0]}`;
  for (let i = 1; i < points.length - 1; i++) {
    const [px, py] = points[i] as [number, number];
    const [ax, ay] = points[i - 1] as [number, number];
    const [bx, by] = points[i + 1] as [number, number];
    const la = Math.hypot(px - ax, py - ay);
    const lb = Math.hypot(px - bx, py - by);
    const r = Math.min(radius, la / 2, lb / 2);
    if (r < 1) d += ` L${px},${py}`;
    else
      d += ` L${px + ((ax - px) / la) * r},${py + ((ay - py) / la) * r} Q${px},${py} ${px + ((bx - px) / lb) * r},${py + ((by - py) / lb) * r}`;
  }
  return `${d} L${points[points.length - 1]}`;
}

function wrapLabel(label: string, chars: number): string[] {
  const lines: string[] = [];
  for (const word of label.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + word.length + 1 <= chars)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
