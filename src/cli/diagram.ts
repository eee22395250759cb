/** `pixelscribe diagram [--json|--mermaid|--outline] FILE…` */
import { PixelScribeError } from '../errors';
import type { DiagramResult } from '../protocol';
import type { ImageCommand } from './images';

export const DIAGRAM_COMMAND: ImageCommand<DiagramResult> = {
  usage: 'pixelscribe diagram [--json|--mermaid|--outline] FILE…',
  formats: ['mermaid', 'outline'],
  run: (tasks, source, signal) => tasks.diagram(source, signal),
  print(result, { file, format }) {
    if (result.type === 'none') throw new PixelScribeError('no-diagram-found', `${file}: no diagram found`);
    return format === 'outline' ? result.outline : result.mermaid.trimEnd();
  },
  // Mermaid has comments of its own, so that several files still make one text that can be read.
  heading: (file, format) => (format === 'outline' ? `==> ${file} <==` : `%% ${file}`),
};
