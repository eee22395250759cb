import type { PanelTask } from './entries';

/** The command that runs a task, and runs it again. */
export const TASK_COMMANDS: Readonly<Record<PanelTask, string>> = {
  describe: 'pixelscribe.describeImage',
  'extract-text': 'pixelscribe.extractText',
  latex: 'pixelscribe.formulaToLatex',
  diagram: 'pixelscribe.diagramToMermaid',
};
