/** `pixelscribe table [--json|--markdown|--csv|--latex] FILE…` */
import { PixelScribeError } from '../errors';
import type { TableResult } from '../protocol';
import type { ImageCommand } from './images';

export const TABLE_COMMAND: ImageCommand<TableResult> = {
  usage: 'pixelscribe table [--json|--markdown|--csv|--latex] FILE…',
  formats: ['markdown', 'csv', 'latex'],
  run: (tasks, source, signal) => tasks.table(source, signal),
  print(result, { file, format }) {
    if (result.type === 'none') throw new PixelScribeError('no-table-found', `${file}: no table found`);
    return format === 'csv' ? result.csv : format === 'latex' ? result.latex : result.markdown;
  },
};
