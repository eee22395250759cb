/**
 * Reads a sequence diagram: participants, messages in order, notes, frames and activation bars.
 *
 * @example
 * readSequence(raster, contrast, ink, text, emPx, 1)?.mermaid; // 'sequenceDiagram\n  participant p1 as Alice …'
 */
import type { Diagram, DiagramEdge, DiagramNode, Point } from '../../../protocol';
import type { Raster } from '../../image/raster';
import { type Box, grow, type Mask } from '../grid';
import { type Contrast, inkOf } from '../ink';
import { groupLines, joinLines, type Label, type TextBox, withoutOutline } from '../labels';
import {
  filledAround,
  findBars,
  findSequenceFrames,
  isIn,
  type Note,
  noteAround,
  pageColour,
  type SequenceFrame,
} from './frames';
import { findLifelines, type Lifeline, withoutNames, withSureName } from './lifelines';
import { toSequenceDiagram } from './mermaid';
import { findMessages, findSelfMessages, type Message } from './messages';
import { sequenceOutline } from './outline';
import { toSteps } from './steps';
import { findStrokes, type Stroke } from './strokes';

/**
 * @param contrast How much the pixels of `raster` stand out, and `ink` those that do.
 * @param factor Pixels of the picture to one of `raster`: places are told in the picture's.
 * @returns undefined where the picture is no sequence diagram.
 */
export function readSequence(
  raster: Raster,
  contrast: Contrast,
  ink: Mask,
  text: readonly TextBox[],
  emPx: number,
  factor: number,
): Diagram | undefined {
  const { widthPx, heightPx } = raster;
  if (widthPx < 48 || heightPx < 48 || text.length < 2) return undefined;
  // Lifelines and frames are often faint; noise does not make long straight lines.
  const faint = inkOf(contrast, { contrast: 18, ringing: 0.08 });
  const thin = Math.max(4, Math.round(0.32 * emPx));
  const upright = findStrokes(faint, true, {
    minPx: 1.1 * emPx,
    maxGapPx: 0.75 * emPx,
    maxThicknessPx: thin,
  });
  const lifelines = findLifelines(upright, text, emPx).map((line) => withSureName(line, text, emPx));
  if (lifelines.length < 2) return undefined;
  const level = findStrokes(faint, false, {
    minPx: 1.6 * emPx,
    maxGapPx: 0.75 * emPx,
    maxThicknessPx: thin,
  }).filter((stroke) => !runsThrough(stroke, text));
  const free = withoutNames(text, lifelines, emPx);
  const frames = findSequenceFrames(level, upright, free, emPx);
  const framed = new Set(frames.flatMap((frame) => frame.text));
  const labels = groupLines(
    free.filter((item) => !framed.has(item)),
    emPx,
  );
  const page = pageColour(raster);
  const notes: (Note & { text: string })[] = [];
  const spoken: TextBox[] = [];
  for (const group of labels) {
    const label = joinLines(group);
    const note =
      filledAround(raster, label.box, page, lifelines, emPx) ??
      noteAround(label.box, level, upright, lifelines, emPx);
    if (note) notes.push({ ...note, text: label.text });
    else spoken.push(...group);
  }
  const lines = level.filter((stroke) => !isBorder(stroke, frames, notes, emPx));
  const straight = findMessages(ink, lines, upright, lifelines, emPx);
  if (straight.length === 0) return undefined;
  const rest = restInk(ink, text, straight, frames, notes, upright, lifelines, emPx);
  const messages = [...straight, ...findSelfMessages(rest, lifelines, emPx)].sort((a, b) => a.y - b.y);
  const said = assignLabels(
    messages,
    spoken.filter((item) => !notes.some((note) => isIn(note, item)) && !isHeadOf(item, straight, emPx)),
    emPx,
  );
  // Lines between two upright lines without a word are seen in flowcharts, plots and tables too.
  const between = messages.flatMap(({ from, to }, i) => (from === to ? [] : [said[i]]));
  if (2 * between.filter(Boolean).length < between.length) return undefined;
  return compose(raster, { text, lifelines, messages, said, notes, frames, upright, emPx, factor });
}

interface Found {
  readonly text: readonly TextBox[];
  readonly lifelines: readonly Lifeline[];
  readonly messages: readonly Message[];
  readonly said: readonly (Label | undefined)[];
  readonly notes: readonly (Note & { text: string })[];
  readonly frames: readonly SequenceFrame[];
  readonly upright: readonly Stroke[];
  readonly emPx: number;
  readonly factor: number;
}

function compose({ widthPx }: Raster, found: Found): Diagram {
  const { lifelines, messages, said, notes, frames, upright, emPx, factor } = found;
  const id = (i: number): string => `p${i + 1}`;
  const nodes: DiagramNode[] = lifelines.map(({ label }, i) => ({
    id: id(i),
    label: label.text,
    shape: 'rectangle',
    polygon: corners(grow(label.box, Math.round(0.4 * emPx)), factor),
    confidence: label.confidence,
  }));
  const edges: DiagramEdge[] = messages.map((message, i) => ({
    from: id(message.from),
    to: id(message.to),
    label: said[i]?.text ?? '',
    arrow: message.head === 'none' ? 'none' : 'forward',
    style: message.dashed ? 'dashed' : 'solid',
    confidence: message.confidence * (said[i]?.confidence ?? 0.6),
    path: pathOf(message, lifelines, factor),
  }));
  const first = Math.min(...lifelines.map(({ label }) => label.box.y0));
  const title = found.text.filter(
    ({ box }) => box.y1 < first && Math.abs(box.x0 + box.x1 - widthPx) < widthPx,
  );
  const sequence = {
    title: title.length > 0 ? joinLines(title).text : '',
    steps: toSteps({ messages, notes, frames, bars: findBars(upright, lifelines, emPx) }, id, emPx),
  };
  const parts = [...nodes, ...edges];
  return {
    type: 'sequence',
    direction: 'TD',
    nodes,
    edges,
    groups: [],
    sequence,
    mermaid: toSequenceDiagram(nodes, edges, sequence),
    outline: sequenceOutline(nodes, edges, sequence),
    confidence: parts.reduce((sum, { confidence }) => sum + confidence, 0) / parts.length,
  };
}

function corners({ x0, y0, x1, y1 }: Box, by: number): Point[] {
  return [
    { x: x0 * by, y: y0 * by },
    { x: x1 * by, y: y0 * by },
    { x: x1 * by, y: y1 * by },
    { x: x0 * by, y: y1 * by },
  ];
}

function pathOf({ from, to, y, top, x0, x1 }: Message, lifelines: readonly Lifeline[], by: number): Point[] {
  const point = (x: number, py: number): Point => ({ x: x * by, y: py * by });
  if (from === to) return [point(x0, top), point(x1, top), point(x1, y), point(x0, y)];
  return lifelines[from]!.x < lifelines[to]!.x ? [point(x0, y), point(x1, y)] : [point(x1, y), point(x0, y)];
}

/** Whether a short text is a head at the end of a message's line that was read as letters. */
function isHeadOf({ text, box }: TextBox, messages: readonly Message[], emPx: number): boolean {
  if (text.length > 2 || box.x1 - box.x0 > 2 * emPx) return false;
  const centre = (box.x0 + box.x1) / 2;
  return messages.some(
    ({ y, x0, x1 }) =>
      y > box.y0 &&
      y < box.y1 + 0.2 * emPx &&
      Math.min(Math.abs(centre - x0), Math.abs(centre - x1)) < 1.4 * emPx,
  );
}

/** Whether a line is a row of letters: it runs through the middle of a text for most of its length. */
function runsThrough({ at, from, to }: Stroke, text: readonly TextBox[]): boolean {
  let covered = 0;
  for (const { box } of text) {
    const rim = 0.2 * (box.y1 - box.y0);
    if (at < box.y0 + rim || at > box.y1 - rim) continue;
    covered += Math.max(0, Math.min(box.x1, to) - Math.max(box.x0, from));
  }
  return covered > 0.6 * (to - from);
}

function isBorder(
  { at, from, to }: Stroke,
  frames: readonly SequenceFrame[],
  notes: readonly Note[],
  emPx: number,
): boolean {
  const along = (box: Box, ys: readonly number[]): boolean =>
    ys.some((y) => Math.abs(at - y) < 0.35 * emPx) &&
    Math.abs(from - box.x0) < 0.8 * emPx &&
    Math.abs(to - box.x1) < 1.5 * emPx;
  return (
    notes.some(({ box }) => along(box, [box.y0, box.y1])) ||
    frames.some(({ box, elses }) => along(box, [box.y0, box.y1, ...elses.map(({ y }) => y)]))
  );
}

/** Ink that nothing found so far explains. */
function restInk(
  ink: Mask,
  text: readonly TextBox[],
  messages: readonly Message[],
  frames: readonly SequenceFrame[],
  notes: readonly Note[],
  upright: readonly Stroke[],
  lifelines: readonly Lifeline[],
  emPx: number,
): Mask {
  const { widthPx: w, heightPx: h } = ink;
  const data = new Uint8Array(ink.data);
  const clear = (x0: number, y0: number, x1: number, y1: number): void => {
    for (let y = Math.max(0, Math.round(y0)); y <= Math.min(h - 1, Math.round(y1)); y++)
      data.fill(0, y * w + Math.max(0, Math.round(x0)), y * w + Math.min(w, Math.round(x1) + 1));
  };
  for (const { box } of text) clear(box.x0, box.y0, box.x1, box.y1 - 0.15 * (box.y1 - box.y0));
  for (const { x0, x1, y } of messages) clear(x0 - 3, y - 0.62 * emPx, x1 + 3, y + 0.62 * emPx);
  for (const { box } of notes) clear(box.x0 - 3, box.y0 - 3, box.x1 + 3, box.y1 + 3);
  for (const { box, elses, text: own } of frames) {
    for (const y of [box.y0, box.y1, ...elses.map((other) => other.y)])
      clear(box.x0 - 3, y - 3, box.x1 + 3, y + 3);
    for (const x of [box.x0, box.x1]) clear(x - 3, box.y0, x + 3, box.y1);
    const tab = own[0]!.box;
    clear(box.x0, box.y0, tab.x1 + 2 * emPx, Math.max(tab.y1, box.y0 + 1.8 * emPx));
  }
  // The sides of activation bars.
  for (const { at, from, to } of upright)
    if (to - from > 1.5 * emPx && lifelines.some(({ x }) => Math.abs(x - at) < 1.1 * emPx))
      clear(at - 2, from - 2, at + 2, to + 2);
  return { data, widthPx: w, heightPx: h };
}

/** What stands closely above each message's line, several rows joined. */
function assignLabels(
  messages: readonly Message[],
  text: readonly TextBox[],
  emPx: number,
): (Label | undefined)[] {
  const above: TextBox[][] = messages.map(() => []);
  for (const item of [...text].sort((a, b) => b.box.y1 - a.box.y1)) {
    let best = -1;
    let nearest = 1.5 * emPx;
    messages.forEach((message, i) => {
      const rows = above[i]!;
      // Several rows: the distance counts from the row below.
      const foot = rows.length > 0 ? Math.min(...rows.map(({ box }) => box.y0), message.top) : message.top;
      const sameRow = rows.some(({ box }) => Math.abs(box.y1 - item.box.y1) < 0.5 * emPx);
      const gap = (sameRow ? message.top : foot) - item.box.y1;
      const centre = (item.box.x0 + item.box.x1) / 2;
      const wide = message.from === message.to ? item.box.x1 - item.box.x0 + emPx : 0.5 * emPx;
      const beside = centre < message.x0 - wide / 2 || centre > message.x1 + wide / 2;
      if (beside || gap < -0.8 * emPx || gap > nearest) return;
      nearest = gap;
      best = i;
    });
    if (best >= 0) above[best]!.push(item);
  }
  return above.map((rows) => {
    if (rows.length === 0) return undefined;
    const label = joinLines(rows);
    return { ...label, text: withoutOutline(label.text) };
  });
}
