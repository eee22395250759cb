/** Conversations in the manner of PlantUML: dashed lifelines, labels at the left, square self messages, tabbed frames. */
import { pick, type Random } from '../spec';
import type { SequenceSpec, SpecMessage, SpecStep } from './spec';

interface Look {
  readonly background: string;
  readonly box: string;
  readonly border: string;
  readonly line: string;
  readonly text: string;
  readonly note: string;
}

const LOOKS: readonly Look[] = [
  {
    background: '#ffffff',
    box: '#E2E2F0',
    border: '#181818',
    line: '#181818',
    text: '#000000',
    note: '#FEFFDD',
  },
  {
    background: '#ffffff',
    box: '#FEFECE',
    border: '#A80036',
    line: '#A80036',
    text: '#000000',
    note: '#FBFB77',
  },
  {
    background: '#1b1b1b',
    box: '#313139',
    border: '#cccccc',
    line: '#cccccc',
    text: '#ffffff',
    note: '#3a3a2c',
  },
];

const FONT = 13;
const width = (text: string, size = FONT): number => text.length * size * 0.6 + 2;
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function plantumlSvg(spec: SequenceSpec, next: Random): { svg: string; background: string } {
  const look = pick(next, LOOKS);
  const parts: string[] = [];
  const under: string[] = [];
  const text = (x: number, y: number, value: string, anchor = 'start', bold = false): void => {
    parts.push(
      `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${FONT}" fill="${look.text}"${bold ? ' font-weight="bold"' : ''}>${escaped(value)}</text>`,
    );
  };
  const xs = place(spec);
  const top = spec.title ? 36 : 8;
  const boxHeight = 30;
  let y = top + boxHeight + 14;
  const [left, right] = [xs[0]! - 60, xs[xs.length - 1]! + 60];
  const frames: { keyword: string; label: string; y: number; elses: { y: number; label: string }[] }[] = [];
  const bars: { at: number; from: number }[] = [];
  const barEdge = (i: number): number => (bars.some(({ at }) => at === i) ? 5 : 0);
  for (const step of spec.steps) y = drawStep(step, y);
  function drawStep(step: SpecStep, at: number): number {
    if (step.kind === 'message') return drawMessage(step, at);
    if (step.kind === 'note') return drawNote(step, at);
    if (step.kind === 'frame') {
      frames.push({ keyword: step.keyword, label: step.label, y: at, elses: [] });
      return at + 24;
    }
    const open = frames.at(-1)!;
    if (step.kind === 'else') {
      open.elses.push({ y: at, label: step.label });
      return at + 20;
    }
    drawFrame(frames.pop()!, at);
    return at + 10;
  }
  function drawFrame(frame: (typeof frames)[number], bottom: number): void {
    const tab = width(frame.keyword) + 14;
    parts.push(
      `<rect x="${left}" y="${frame.y}" width="${right - left}" height="${bottom - frame.y}" fill="none" stroke="${look.line}" stroke-width="1.5"/>`,
      `<path d="M${left},${frame.y} h${tab} v8 l-8,8 h${8 - tab} z" fill="${look.background}" stroke="${look.line}" stroke-width="1.5"/>`,
    );
    text(left + 6, frame.y + 12, frame.keyword, 'start', true);
    text(left + tab + 8, frame.y + 13, `[${frame.label}]`, 'start', true);
    for (const other of frame.elses) {
      parts.push(
        `<path d="M${left},${other.y} H${right}" stroke="${look.line}" stroke-dasharray="2,2" fill="none"/>`,
      );
      text(left + 6, other.y + 14, `[${other.label}]`, 'start', true);
    }
  }
  function drawMessage(step: SpecMessage, at: number): number {
    const dash = step.dashed ? ' stroke-dasharray="2,2"' : '';
    const line = at + 22;
    if (step.from === step.to) {
      const x = xs[step.from]! + barEdge(step.from);
      text(x + 7, line - 5, step.label);
      parts.push(
        `<path d="M${x},${line} h42 v13 h-41" fill="none" stroke="${look.line}"${dash}/>`,
        head(x + 1, line + 13, 1, step.head),
      );
      return line + 20;
    }
    const sign = step.to > step.from ? 1 : -1;
    const from = xs[step.from]! + sign * barEdge(step.from);
    if (step.activate) bars.push({ at: step.to, from: line });
    const to = xs[step.to]! - sign * (barEdge(step.to) + 1);
    text(Math.min(from, to) + (sign > 0 ? 7 : 16), line - 5, step.label);
    const stop = to - (step.head === 'cross' ? sign * 10 : 0);
    parts.push(
      `<path d="M${from},${line} H${stop}" fill="none" stroke="${look.line}"${dash}/>`,
      head(to, line, -sign, step.head),
    );
    if (step.deactivate) {
      const index = bars.findLastIndex(({ at: bar }) => bar === step.from);
      const [bar] = index < 0 ? [] : bars.splice(index, 1);
      if (bar) drawBar(bar, line);
    }
    return line + 7;
  }
  function drawBar(bar: { at: number; from: number }, until: number): void {
    under.push(
      `<rect x="${xs[bar.at]! - 5}" y="${bar.from}" width="10" height="${until - bar.from}" fill="${look.background}" stroke="${look.line}"/>`,
    );
  }
  /** A head with its tip at `x`, whose back is on the side of `sign`. */
  function head(x: number, y0: number, sign: number, kind: string): string {
    if (kind === 'filled')
      return `<polygon points="${x},${y0} ${x + sign * 10},${y0 - 4} ${x + sign * 6},${y0} ${x + sign * 10},${y0 + 4}" fill="${look.line}" stroke="${look.line}"/>`;
    if (kind === 'open')
      return `<path d="M${x + sign * 10},${y0 - 4} L${x},${y0} L${x + sign * 10},${y0 + 4}" fill="none" stroke="${look.line}"/>`;
    const c = x + sign * 10;
    return `<path d="M${c - 4},${y0 - 4} l8,8 m0,-8 l-8,8" fill="none" stroke="${look.line}" stroke-width="2"/>`;
  }
  function drawNote(step: Extract<SpecStep, { kind: 'note' }>, at: number): number {
    const wide = width(step.text) + 22;
    const first = xs[step.over[0]!]!;
    const last = xs[step.over.at(-1)!]!;
    let x = (first + last) / 2 - Math.max(wide, last - first + 40) / 2;
    let w = Math.max(wide, last - first + 40);
    if (step.position === 'left of') [x, w] = [first - 10 - wide, wide];
    if (step.position === 'right of') [x, w] = [first + 10, wide];
    const y0 = at + 6;
    parts.push(
      `<path d="M${x},${y0} v25 h${w} v-15 l-10,-10 z" fill="${look.note}" stroke="${look.border}" stroke-width="0.7"/>`,
      `<path d="M${x + w - 10},${y0} v10 h10" fill="none" stroke="${look.border}" stroke-width="0.7"/>`,
    );
    text(x + 6, y0 + 17, step.text);
    return y0 + 28;
  }
  while (frames.length > 0) drawFrame(frames.pop()!, y);
  for (const bar of bars.splice(0)) drawBar(bar, y);
  const foot = y + 14;
  const heads: string[] = [];
  spec.participants.forEach(({ label, actor }, i) => {
    const x = xs[i]!;
    heads.push(
      `<path d="M${x},${top + boxHeight} V${foot}" stroke="${look.line}" stroke-width="0.7" stroke-dasharray="5,5"/>`,
    );
    for (const y0 of [top, foot]) {
      if (actor && y0 === top) {
        parts.push(
          `<circle cx="${x}" cy="${y0 - 22}" r="6" fill="${look.box}" stroke="${look.border}"/><path d="M${x},${y0 - 16} v18 m-10,-12 h20 m-10,12 l-9,10 m9,-10 l9,10" fill="none" stroke="${look.border}"/>`,
        );
        text(x, y0 + 24, label, 'middle');
      } else {
        const w = width(label) + 18;
        parts.push(
          `<rect x="${x - w / 2}" y="${y0}" width="${w}" height="${boxHeight}" rx="2.5" fill="${look.box}" stroke="${look.border}" stroke-width="0.7"/>`,
        );
        text(x, y0 + 19, label, 'middle');
      }
    }
  });
  const lift = spec.participants.some(({ actor }) => actor) ? 34 : 0;
  if (spec.title) text((left + right) / 2, 20 - lift, spec.title, 'middle', true);
  const [x0, x1] = [left - 170, right + 190];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x0} ${-lift} ${x1 - x0} ${foot + boxHeight + 10 + lift}" font-family="DejaVu Sans">${heads.join('')}${under.join('')}${parts.join('')}</svg>`;
  return { svg, background: look.background };
}

/** Lifelines far enough apart for what is written between them. */
function place({ participants, steps }: SequenceSpec): number[] {
  const xs: number[] = [];
  for (let i = 0; i < participants.length; i++) {
    let x =
      i === 0 ? 0 : xs[i - 1]! + (width(participants[i - 1]!.label) + width(participants[i]!.label)) / 2 + 30;
    for (const step of steps) {
      if (step.kind !== 'message') continue;
      const [a, b] = [Math.min(step.from, step.to), Math.max(step.from, step.to)];
      if (b === i && a < i) x = Math.max(x, xs[a]! + width(step.label) + 34);
      if (a === b && a === i - 1) x = Math.max(x, xs[a]! + width(step.label) + 24, xs[a]! + 62);
    }
    xs.push(x);
  }
  return xs;
}
