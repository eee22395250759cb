import type {
  DescribeResult,
  DiagramResult,
  ImageSource,
  LatexResult,
  TableResult,
  TextResult,
} from '../../protocol';
import { Describer } from '../describe';
import { FormulaReader } from '../formula/formula-reader';
import { InstalledVlm } from '../models/installed-vlm';
import { TextReader } from '../ocr';
import { type DescribeOptions, describeImage } from './describe';
import { readDiagram } from './diagram';
import { extractText } from './extract-text';
import { formulaToLatex } from './formula-to-latex';
import { readTable } from './table';

/** Everything the engine can do; one object for the server and for the command line. */
export interface Tasks {
  extractText(source: ImageSource, signal: AbortSignal): Promise<TextResult>;
  describe(source: ImageSource, signal: AbortSignal, options?: DescribeOptions): Promise<DescribeResult>;
  latex(source: ImageSource, signal: AbortSignal): Promise<LatexResult>;
  diagram(source: ImageSource, signal: AbortSignal): Promise<DiagramResult>;
  table(source: ImageSource, signal: AbortSignal): Promise<TableResult>;
  /** Names of the models that were used, and so are in memory. */
  loadedModels(): string[];
  dispose(): Promise<void>;
}

export interface ModelFolders {
  /** The models that ship, and the catalogue. */
  readonly bundled: string;
  /** Models the user has installed; need not exist. */
  readonly installed: string;
}

/** Models are loaded by the first task that needs them. */
export function createTasks({ bundled, installed }: ModelFolders): Tasks {
  const text = new TextReader(bundled);
  const formulas = new FormulaReader(bundled);
  const describer = new Describer(bundled);
  const vlm = new InstalledVlm(bundled, installed);
  const used = new Set<string>();
  return {
    extractText(source, signal) {
      used.add(text.model);
      return extractText(source, text, signal);
    },
    describe(source, signal, options) {
      used.add(text.model);
      return describeImage(source, { text, describer, vlm }, signal, options);
    },
    latex(source, signal) {
      used.add(formulas.model);
      return formulaToLatex(source, formulas, signal);
    },
    diagram(source, signal) {
      used.add(text.model);
      return readDiagram(source, text, signal);
    },
    table(source, signal) {
      used.add(text.model);
      return readTable(source, text, signal);
    },
    loadedModels: () => [...used],
    async dispose() {
      await Promise.all([text.dispose(), formulas.dispose(), describer.dispose(), vlm.dispose()]);
    },
  };
}
