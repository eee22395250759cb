/** `pixelscribe ask FILE QUESTION…`: questions about a picture, answered by an installed vision-language model. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultModelsFolder } from '../engine/models/folders';
import { findInstalledModel, noInstalledModel } from '../engine/models/installed-vlm';
import { ModelStore } from '../engine/models/store';
import { answer } from '../engine/tasks/answer';
import {
  QUALITY_SIZES_PX,
  type Quality,
  rememberedTuning,
  TUNING_FILE,
  tunedOptions,
  tuneOnce,
  VisionLanguageModel,
} from '../engine/vlm';
import { EXIT_OK, EXIT_USAGE, failed, type Io } from './io';
import { numberOption } from './predict';

export const USAGE = `usage: pixelscribe ask [options] FILE QUESTION…
  --quality fast|balanced|best   how closely the picture is looked at; else what was tuned, else
                                 balanced
  --temperature T                0.2 unless told; 0 always takes the likeliest token
  --max-new-tokens N             256 unless told
  --model DIR                    a model's folder; else the first vision-language model installed
  --models-dir DIR               where models are installed
  --tune                         find out first what is fastest here, and remember it (once, up to a minute or two)
  --json                         one line of JSON for each question
`;

const OPTIONS = {
  quality: { type: 'string' },
  tune: { type: 'boolean', default: false },
  temperature: { type: 'string', default: '0.2' },
  'max-new-tokens': { type: 'string', default: '256' },
  model: { type: 'string' },
  'models-dir': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Beside the model, so that it goes when the model is removed. */

export interface AskDeps {
  /** The folder of the bundled models and the catalogue. */
  readonly bundledDir?: string;
  readonly signal?: AbortSignal;
}

function parse(argv: readonly string[]) {
  const { values, positionals } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  const [file, ...questions] = positionals;
  if (file === undefined) throw new RangeError('no file was named');
  if (questions.length === 0) throw new RangeError('no question was asked');
  if (values.quality !== undefined && !(values.quality in QUALITY_SIZES_PX))
    throw new RangeError('--quality is fast, balanced or best');
  return {
    file,
    questions,
    json: values.json,
    dir: values.model,
    modelsDir: values['models-dir'],
    tune: values.tune,
    quality: values.quality as Quality | undefined,
    temperature: numberOption('temperature', values.temperature, 0, 10),
    maxNewTokens: numberOption('max-new-tokens', values['max-new-tokens'], 1, 32768, true),
  };
}

/** Questions about one picture share its features; each answer is written as it comes. */
export async function run(argv: readonly string[], io: Io, deps: AskDeps = {}): Promise<number> {
  let options: ReturnType<typeof parse>;
  try {
    options = parse(argv);
  } catch (error) {
    io.stderr.write(`pixelscribe: ${(error as Error).message}\n${USAGE}`);
    return EXIT_USAGE;
  }
  const { signal, bundledDir = join(__dirname, '..', 'models') } = deps;
  const { file, questions, json, temperature, maxNewTokens } = options;
  let model: VisionLanguageModel | undefined;
  try {
    const folder = options.modelsDir ?? defaultModelsFolder();
    const found = options.dir
      ? { dir: options.dir, title: options.dir }
      : await findInstalledModel(await ModelStore.open({ bundledDir, folder }));
    if (!found) throw noInstalledModel();
    const { dir, title } = found;
    const tuningFile = join(dir, TUNING_FILE);
    const onProgress = (message: string) => io.stderr.write(`measuring: ${message}\n`);
    const tuning = options.tune
      ? await tuneOnce(dir, tuningFile, { signal, onProgress })
      : await rememberedTuning(dir, tuningFile);
    const quality = options.quality ?? tuning?.quality;
    model = await VisionLanguageModel.load(dir, { ...(tuning && tunedOptions(tuning)), signal });
    for (const question of questions) {
      const onToken = json ? undefined : ({ text }: { readonly text: string }) => io.stdout.write(text);
      const asked = { quality, temperature, maxNewTokens, signal, onToken };
      const result = await answer({ path: file }, question, model, title, asked);
      io.stdout.write(json ? `${JSON.stringify({ file, question, ...result })}\n` : '\n');
    }
    return EXIT_OK;
  } catch (error) {
    return failed(io, error, signal);
  } finally {
    await model?.dispose();
  }
}
