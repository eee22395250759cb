/**
 * Text extraction: finds text in a picture (DB), reads it (CTC), and puts it in reading order.
 *
 * @example
 * const reader = new TextReader('models');
 * const { text } = await reader.read(await decodeImage({ path: 'screenshot.png' }));
 * await reader.dispose();
 */
import { join } from 'node:path';
import type { Point, Quad, TextLine } from '../../protocol';
import type { Raster } from '../image/raster';
import type { TextBox } from './db-postprocess';
import { type RotatedRect, rotatePoint } from './geometry';
import { loadNetworks, type Networks } from './networks';
import { isUpsideDown, type Orientation, runsVertically, turnBox, upsideDown } from './orientation';
import { type Fragment, pageAngle, pageQuad, toFragments } from './page';
import { cutIntoPanes } from './panes';
import { Pyramid, rotateQuarter } from './raster-ops';
import { reachLetters } from './reach-letters';
import type { Reading } from './recognise';
import { refineBoxes } from './refine';
import { layOut, type Row, rowText, toRows } from './rows';
import { separatorProbe } from './separators';
import { spaced } from './spacing';
import { separateVertical } from './vertical';

export interface TextWord {
  readonly text: string;
  readonly confidence: number;
  readonly polygon: Quad;
}

/** A line of the picture; `polygon` encloses all of its words. */
export interface ReadLine extends TextLine {
  readonly words: readonly TextWord[];
  /** Height of the line's box in picture pixels, about 1.3 times the font size. */
  readonly heightPx: number;
  /** Index of the pane or column it stands in. */
  readonly block: number;
  /** Columns of indentation inside its block, in fixed-pitch text. */
  readonly indent: number;
  readonly fixedPitch: boolean;
}

export interface TextReading {
  /** All lines in reading order; blocks one after the other, indentation and blank lines kept. */
  readonly text: string;
  /** In reading order. */
  readonly lines: readonly ReadLine[];
  /** Clockwise turn that was needed to make the text upright. */
  readonly orientation: Orientation;
  /** Slope of the text after that turn, in degrees. */
  readonly skewDegrees: number;
  readonly timings: { readonly detectMs: number; readonly recogniseMs: number; readonly layoutMs: number };
}

/** Share of the work that is done, 0 to 1. */
export type ProgressListener = (done: number) => void;

export interface ReadOptions {
  /** The text stands in a drawing, beside lines that are no part of it: boxes are completed by letters only. */
  readonly drawing?: boolean;
}

const EMPTY: Omit<TextReading, 'timings'> = { text: '', lines: [], orientation: 0, skewDegrees: 0 };

/** Pages turned by less than this many radians are taken as level. */
const LEVEL_ANGLE = 0.004;

/** Pages with this many pixels may hold so much text that reading it side by side is worth some processes. */
const LARGE_PAGE_PX = 1e6;

/** Readings whose characters are less sure than this on average are taken for texture, not text. */
const MIN_CONFIDENCE = 0.5;

/** Reads text in pictures. Networks are loaded on first use and kept until `dispose`. */
export class TextReader {
  readonly model = 'PP-OCRv6 tiny';
  private networks: Promise<Networks> | undefined;

  /** @param modelsDir Holds the folder `ocr` with the networks. */
  constructor(private readonly modelsDir: string) {}

  /**
   * @throws PixelScribeError `model-missing` or `model-damaged`; the signal's reason once it is aborted.
   */
  async read(
    raster: Raster,
    signal?: AbortSignal,
    onProgress?: ProgressListener,
    options: ReadOptions = {},
  ): Promise<TextReading> {
    const { detector, recogniser } = await this.load();
    const started = performance.now();
    if (raster.widthPx * raster.heightPx >= LARGE_PAGE_PX) recogniser.prepare();
    const first = new Pyramid(raster);
    let boxes = await detector.detect(first, signal);
    const detectMs = performance.now() - started;
    onProgress?.(0.2);
    if (boxes.length === 0) return { ...EMPTY, timings: { detectMs, recogniseMs: 0, layoutMs: 0 } };

    const orientation = await this.orientationOf(first, boxes, signal);
    const pyramid = orientation === 0 ? first : new Pyramid(rotateQuarter(raster, orientation));
    // The detector knows upright text best: a turned picture is worth a second look.
    if (orientation !== 0) boxes = await detector.detect(pyramid, signal);

    const found = separateVertical(boxes);
    const { vertical } = found;
    const angle = pageAngle(found.level.map(({ rect }) => rect));
    const straight = Math.abs(angle) < LEVEL_ANGLE;
    const complete = (): TextBox[] =>
      options.drawing
        ? reachLetters(found.level, pyramid.base, boxes)
        : refineBoxes(found.level, pyramid.base);
    const level = (straight ? complete() : found.level).map(({ rect }) => rect);
    const readings = await recogniser.read(pyramid, level, signal, (done) => onProgress?.(0.2 + 0.7 * done));
    const turned = await this.readVertical(pyramid, vertical, signal);
    const recogniseMs = performance.now() - started - detectMs;

    const fragments = toFragments(readings.filter(isText), angle);
    const panes = cutIntoPanes(fragments, separatorProbe(pyramid.base, straight));
    const lines: ReadLine[] = [];
    const parts: string[] = [];
    panes.forEach((pane, block) => {
      const rows = layOut(toRows(pane));
      const text = rows.map(({ row, indent, blankBefore }) => {
        lines.push(toLine(row, rowText(row), angle, block, indent));
        return '\n'.repeat(blankBefore) + ' '.repeat(indent) + rowText(row);
      });
      parts.push(text.join('\n'));
    });
    for (const reading of turned) {
      const fragment = toFragments([reading], reading.rect.angle)[0];
      if (!fragment) continue;
      const row = toRows([fragment])[0]!;
      lines.push(toLine(row, rowText(row), reading.rect.angle, panes.length, 0));
      parts.push(rowText(row));
    }
    const layoutMs = performance.now() - started - detectMs - recogniseMs;
    return {
      text: parts.join('\n\n'),
      lines: orientation === 0 ? lines : lines.map((line) => turnLineBack(line, orientation, raster)),
      orientation,
      skewDegrees: (angle * 180) / Math.PI,
      timings: { detectMs, recogniseMs, layoutMs },
    };
  }

  /** Ids of the processes that read beside this one; their memory is the reader's too. */
  async processIds(): Promise<number[]> {
    return (await this.networks)?.recogniser.processIds ?? [];
  }

  /** Frees the networks. The reader can be used again: it loads them anew. */
  async dispose(): Promise<void> {
    const networks = this.networks;
    this.networks = undefined;
    await (await networks)?.release();
  }

  /** The clockwise turn that makes the picture upright. */
  private async orientationOf(
    pyramid: Pyramid,
    boxes: readonly TextBox[],
    signal?: AbortSignal,
  ): Promise<Orientation> {
    const { recogniser } = await this.load();
    const rects = (list: readonly TextBox[]): RotatedRect[] => list.map(({ rect }) => rect);
    if (!runsVertically(boxes))
      return (await isUpsideDown(recogniser, pyramid, rects(boxes), signal)) ? 180 : 0;
    const turned = new Pyramid(rotateQuarter(pyramid.base, 90));
    const turnedBoxes = boxes.map((box) => turnBox(box, pyramid.base.heightPx));
    return (await isUpsideDown(recogniser, turned, rects(turnedBoxes), signal)) ? 270 : 90;
  }

  private load(): Promise<Networks> {
    this.networks ??= loadNetworks(join(this.modelsDir, 'ocr')).catch((error) => {
      this.networks = undefined;
      throw error;
    });
    return this.networks;
  }

  /** Text that runs up or down beside upright text, as along a chart's axis: the surer way counts. */
  private async readVertical(
    pyramid: Pyramid,
    rects: readonly RotatedRect[],
    signal?: AbortSignal,
  ): Promise<Reading[]> {
    if (rects.length === 0) return [];
    const { recogniser } = await this.load();
    const down = await recogniser.read(pyramid, rects, signal);
    const up = await recogniser.read(pyramid, rects.map(upsideDown), signal);
    return down
      .map((reading, i) => (confidence(reading.chars) >= confidence(up[i]!.chars) ? reading : up[i]!))
      .filter((reading) => isText(reading) && confidence(reading.chars) > 0.75);
  }
}

function isText({ chars }: Reading): boolean {
  return confidence(chars) >= MIN_CONFIDENCE;
}

/** Mean probability of the characters; 0 for none. */
function confidence(chars: readonly { probability: number }[]): number {
  return chars.reduce((sum, { probability }) => sum + probability, 0) / Math.max(1, chars.length);
}

function toLine(row: Row, text: string, angle: number, block: number, indent: number): ReadLine {
  const top = row.cy - row.heightPx / 2;
  return {
    text,
    confidence: confidence(row.fragments.flatMap(({ glyphs }) => glyphs)),
    polygon: pageQuad(row.left, top, row.right, top + row.heightPx, angle),
    words: row.fragments.flatMap((fragment) => wordsOf(fragment, angle)),
    heightPx: row.heightPx,
    block,
    indent,
    fixedPitch: row.fragments.some(({ pitchPx }) => pitchPx !== undefined),
  };
}

function wordsOf({ glyphs, heightPx, pitchPx, cy }: Fragment, angle: number): TextWord[] {
  const words: TextWord[] = [];
  const end = (from: number, to: number): void => {
    const word = glyphs.slice(from, to);
    words.push({
      text: word.map(({ char }) => char).join(''),
      confidence: confidence(word),
      polygon: pageQuad(word[0]!.left, cy - heightPx / 2, word.at(-1)!.right, cy + heightPx / 2, angle),
    });
  };
  let from = 0;
  for (let i = 1; i < glyphs.length; i++) {
    if (spaced([glyphs[i - 1]!, glyphs[i]!], heightPx, pitchPx).includes(' ')) {
      end(from, i);
      from = i;
    }
  }
  end(from, glyphs.length);
  return words;
}

/** A line of the picture that was turned clockwise, in the picture as it came. */
function turnLineBack(line: ReadLine, orientation: 90 | 180 | 270, { widthPx, heightPx }: Raster): ReadLine {
  const centre = { 90: { x: 0, y: heightPx }, 180: { x: widthPx, y: heightPx }, 270: { x: widthPx, y: 0 } }[
    orientation
  ];
  const point = (p: Point): Point => {
    const turned = rotatePoint(p, (-orientation * Math.PI) / 180);
    return { x: turned.x + centre.x, y: turned.y + centre.y };
  };
  const quad = ([a, b, c, d]: Quad): Quad => [point(a), point(b), point(c), point(d)];
  return {
    ...line,
    polygon: quad(line.polygon),
    words: line.words.map((word) => ({ ...word, polygon: quad(word.polygon) })),
  };
}
