/**
 * Every message between the host (extension or command line) and the inference process.
 *
 * Coordinates are pixels of the picture as a viewer shows it (EXIF orientation applied), origin at the
 * top left, y downwards. Confidences are in [0, 1]. Durations are milliseconds.
 */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { Diagram } from './protocol-diagram';

// ---------------------------------------------------------------- pictures

/** A picture is handed over once: as a path the engine can read, or as the file's bytes. */
export type ImageSource =
  | { readonly path: string }
  | {
      readonly bytes: Uint8Array;
      /** What to call it in messages. */
      readonly name: string;
    };

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Corners clockwise from the text's own top left, whatever way the text is turned. */
export type Quad = readonly [Point, Point, Point, Point];

// ---------------------------------------------------------------- text

export interface TextLine {
  readonly text: string;
  readonly confidence: number;
  readonly polygon: Quad;
}

export interface ImageResult {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Models that took part, such as "PP-OCRv6 small". */
  readonly model: string;
  readonly ms: number;
}

export interface TextResult extends ImageResult {
  /** All lines in reading order; columns one after the other, indentation and blank lines kept. */
  readonly text: string;
  /** In reading order. */
  readonly lines: readonly TextLine[];
}

// ---------------------------------------------------------------- descriptions

export const IMAGE_KINDS = [
  'code',
  'terminal',
  'web-page',
  'dialog',
  'table',
  'chart',
  'diagram',
  'formula',
  'document',
  'photo',
  'icon',
] as const;
export type ImageKind = (typeof IMAGE_KINDS)[number];

/** Something that was measured in the picture; `label` is a short name for people. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface DescribeResult extends TextResult {
  readonly altText: string;
  readonly description: string;
  readonly kind: ImageKind;
  readonly kindConfidence: number;
  readonly facts: readonly Fact[];
}

// ---------------------------------------------------------------- formulas

/** A piece of LaTeX as the model wrote it, with the probability it gave it. */
export interface LatexToken {
  readonly text: string;
  readonly confidence: number;
}

export interface LatexAlternative {
  /** One formula in canonical form, without delimiters. */
  readonly latex: string;
  /** Of the whole. */
  readonly confidence: number;
}

export interface LatexResult extends ImageResult, LatexAlternative {
  /** Joined, they are `latex` but for spaces. */
  readonly tokens: readonly LatexToken[];
  /** Other readings, the likeliest first; at most three. */
  readonly alternatives: readonly LatexAlternative[];
}

// ---------------------------------------------------------------- diagrams

export * from './protocol-diagram';

export interface DiagramResult extends ImageResult, Diagram {}

// ---------------------------------------------------------------- tables

/** Rows and columns count from 0; a merged cell covers more than one of them. */
export interface TableCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly text: string;
  readonly confidence: number;
}

export interface Table {
  /** "none" where the picture shows no table: then there are no cells, and the texts are empty. */
  readonly type: 'table' | 'none';
  /** Whether its numbers are those of a chart, most of them measured: then the picture itself has no table. */
  readonly fromChart?: boolean;
  /** Whether lines part its cells, or only space. */
  readonly ruled: boolean;
  readonly rows: number;
  readonly columns: number;
  /** Row by row from the left; empty ones are left out where the table is not ruled. */
  readonly cells: readonly TableCell[];
  readonly markdown: string;
  readonly csv: string;
  readonly latex: string;
  /** Mean over the cells that hold text. */
  readonly confidence: number;
}

export interface TableResult extends ImageResult, Table {}

// ---------------------------------------------------------------- errors

export const ERROR_CODES = [
  'file-not-found',
  'file-unreadable',
  'is-a-folder',
  'empty-file',
  'not-an-image',
  'unsupported-format',
  'image-truncated',
  'image-too-large',
  'no-formula-found',
  'no-diagram-found',
  'no-table-found',
  'model-unknown',
  'model-missing',
  'model-damaged',
  'licence-not-accepted',
  'download-failed',
  'disk-full',
  'folder-not-writable',
  'engine-stopped',
  'engine-start-failed',
  'cancelled',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Travels as the `data` of a JSON-RPC error. */
export interface ErrorData {
  readonly code: ErrorCode;
}

// ---------------------------------------------------------------- requests, host → engine

/** Interactive work is done before batch work. */
export type Priority = 'interactive' | 'batch';

export interface ImageParams {
  readonly source: ImageSource;
  readonly priority: Priority;
  /**
   * For a description: whether an installed vision model also writes the long one, which takes several times as long
   * as alt text.
   */
  readonly longDescription?: boolean;
}

export const ExtractTextRequest = new RequestType<ImageParams, TextResult, ErrorData>('image/extractText');
export const LatexRequest = new RequestType<ImageParams, LatexResult, ErrorData>('image/latex');
export const DescribeRequest = new RequestType<ImageParams, DescribeResult, ErrorData>('image/describe');
export const DiagramRequest = new RequestType<ImageParams, DiagramResult, ErrorData>('image/diagram');
export const TableRequest = new RequestType<ImageParams, TableResult, ErrorData>('image/table');

/** The picture as WebP, for pages that cannot show its own format. */
export const PreviewRequest = new RequestType<ImageParams, Uint8Array, ErrorData>('image/preview');

export interface EngineStatus {
  readonly pid: number;
  readonly node: string;
  readonly rssBytes: number;
  readonly loadedModels: readonly string[];
}
export const StatusRequest = new RequestType0<EngineStatus, ErrorData>('engine/status');

// ---------------------------------------------------------------- notifications, engine → host

export interface LogParams {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly message: string;
}
export const LogNotification = new NotificationType<LogParams>('engine/log');
