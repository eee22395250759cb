import type { ImageSource, Table, TableResult } from '../../protocol';
import { chartTable, readChart } from '../diagram/chart';
import { trimWords } from '../diagram/trim-words';
import { decodeImage } from '../image/decode';
import type { TextReader } from '../ocr';
import { analyseTable } from '../table';

const NO_TABLE: Table = {
  type: 'none',
  ruled: false,
  rows: 0,
  columns: 0,
  cells: [],
  markdown: '',
  csv: '',
  latex: '',
  confidence: 0,
};

/**
 * The table of a picture; of a chart, the data it shows.
 *
 * @example
 * const result = await readTable({ path: 'stock.png' }, new TextReader('models'), signal);
 * result.markdown; // '| Name | Stock |\n…'; empty where `result.type` is "none"
 */
export async function readTable(
  source: ImageSource,
  reader: TextReader,
  signal: AbortSignal,
): Promise<TableResult> {
  const start = performance.now();
  const raster = await decodeImage(source);
  signal.throwIfAborted();
  // Rules stand between the words: boxes that are joined across one take its ink for a letter's.
  const { lines } = await reader.read(raster, signal, undefined, { drawing: true });
  const found = readChart(raster, trimWords(lines, raster));
  const data = found?.chart && chartTable(found.chart, found.confidence);
  const table = data ?? analyseTable(raster, lines) ?? NO_TABLE;
  return {
    ...table,
    widthPx: raster.widthPx,
    heightPx: raster.heightPx,
    model: reader.model,
    ms: Math.round(performance.now() - start),
  };
}
