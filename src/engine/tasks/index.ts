import type { DescribeResult, ImageSource, TextResult } from '../../protocol';
import { Describer } from '../describe';
import { TextReader } from '../ocr';
import { describeImage } from './describe';
import { extractText } from './extract-text';

/** Everything the engine can do; one object for the server and for the command line. */
export interface Tasks {
  extractText(source: ImageSource, signal: AbortSignal): Promise<TextResult>;
  describe(source: ImageSource, signal: AbortSignal): Promise<DescribeResult>;
  /** Names of the models in memory. */
  loadedModels(): string[];
  dispose(): Promise<void>;
}

/** Models are loaded by the first task that needs them, from `modelsDir`. */
export function createTasks(modelsDir: string): Tasks {
  const reader = new TextReader(modelsDir);
  const describer = new Describer(modelsDir);
  let used = false;
  return {
    extractText(source, signal) {
      used = true;
      return extractText(source, reader, signal);
    },
    describe(source, signal) {
      used = true;
      return describeImage(source, reader, describer, signal);
    },
    loadedModels: () => (used ? [reader.model] : []),
    dispose: () => reader.dispose(),
  };
}
