import type { Diagram, DiagramResult, ImageSource } from '../../protocol';
import { analyseDiagram } from '../diagram';
import { readLines } from '../diagram/read-text';
import { rereadWith } from '../diagram/second-look';
import { decodeImage } from '../image/decode';
import type { TextReader } from '../ocr';

const NO_DIAGRAM: Diagram = {
  type: 'none',
  direction: 'TD',
  nodes: [],
  edges: [],
  groups: [],
  mermaid: '',
  outline: 'No diagram found.',
  confidence: 0,
};

/**
 * The structure of a drawn diagram.
 *
 * @example
 * const result = await readDiagram({ path: 'flow.png' }, new TextReader('models'), signal);
 * result.mermaid; // 'flowchart TD\n  n1["Start"] …'; empty where `result.type` is "none"
 */
export async function readDiagram(
  source: ImageSource,
  reader: TextReader,
  signal: AbortSignal,
): Promise<DiagramResult> {
  const start = performance.now();
  const raster = await decodeImage(source);
  signal.throwIfAborted();
  const lines = await readLines(reader, raster, signal);
  const diagram = (await analyseDiagram(raster, lines, signal, rereadWith(reader, signal))) ?? NO_DIAGRAM;
  return {
    ...diagram,
    widthPx: raster.widthPx,
    heightPx: raster.heightPx,
    model: reader.model,
    ms: Math.round(performance.now() - start),
  };
}
