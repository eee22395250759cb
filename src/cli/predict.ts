/** `pixelscribe predict`: a folder with a model, a picture, a prompt; names and defaults of Apple's predict.py. */
import { parseArgs } from 'node:util';
import { answer } from '../engine/tasks/answer';
import { VisionLanguageModel } from '../engine/vlm';
import { EXIT_OK, EXIT_USAGE, failed, type Io } from './io';

export const USAGE = `usage: pixelscribe predict --model-path DIR --image-file FILE [--prompt TEXT]
  --model-path DIR       folder with config.json, tokenizer.json and onnx/
  --image-file FILE
  --prompt TEXT          "Describe the image." unless told
  --temperature T        0.2 unless told; 0 always takes the likeliest token
  --top_p P              only the likeliest tokens that add up to P
  --num_beams N          1 unless told; more search instead of sampling
  --max-new-tokens N     256 unless told
  --load-4bit            the language model's q4 file
  --tokenizer-path DIR   tokenizer.json from another folder
  --conv-mode qwen_2     the only one
  --seed N               makes sampling repeatable
`;

/** Hugging Face's default, which applies in Apple's script too. */
const TOP_K = 50;
/** What the model was evaluated at. */
const SIZE_PX = 1024;

const OPTIONS = {
  'model-path': { type: 'string' },
  'image-file': { type: 'string' },
  prompt: { type: 'string', default: 'Describe the image.' },
  temperature: { type: 'string', default: '0.2' },
  'top-p': { type: 'string' },
  'num-beams': { type: 'string', default: '1' },
  'max-new-tokens': { type: 'string', default: '256' },
  'load-4bit': { type: 'boolean', default: false },
  'tokenizer-path': { type: 'string' },
  'conv-mode': { type: 'string', default: 'qwen_2' },
  seed: { type: 'string' },
} as const;

/** A number of a command line, within bounds. @throws RangeError naming the option */
export function numberOption(name: string, text: string, min: number, max: number, whole = false): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= min && value <= max) || (whole && !Number.isInteger(value))) {
    throw new RangeError(
      `--${name} must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}, not '${text}'`,
    );
  }
  return value;
}

function parse(argv: readonly string[]) {
  // Apple writes --top_p and --num_beams; hyphens are understood too.
  const args = argv.map((arg) =>
    arg.startsWith('--') ? arg.replace(/^[^=]*/, (n) => n.replaceAll('_', '-')) : arg,
  );
  const { values } = parseArgs({ args, options: OPTIONS });
  if (!values['model-path']) throw new RangeError('--model-path is missing');
  if (!values['image-file']) throw new RangeError('--image-file is missing');
  if (values['conv-mode'] !== 'qwen_2') throw new RangeError('--conv-mode can only be qwen_2');
  return {
    modelPath: values['model-path'],
    imageFile: values['image-file'],
    prompt: values.prompt,
    tokenizerDir: values['tokenizer-path'],
    variants: values['load-4bit'] ? { decoder: 'q4' as const } : {},
    temperature: numberOption('temperature', values.temperature, 0, 10),
    topP: values['top-p'] === undefined ? undefined : numberOption('top_p', values['top-p'], 0, 1),
    numBeams: numberOption('num_beams', values['num-beams'], 1, 64, true),
    maxNewTokens: numberOption('max-new-tokens', values['max-new-tokens'], 1, 32768, true),
    seed: values.seed === undefined ? undefined : numberOption('seed', values.seed, 0, 2 ** 32 - 1, true),
  };
}

export async function run(argv: readonly string[], io: Io, signal?: AbortSignal): Promise<number> {
  let options: ReturnType<typeof parse>;
  try {
    options = parse(argv);
  } catch (error) {
    io.stderr.write(`pixelscribe: ${(error as Error).message}\n${USAGE}`);
    return EXIT_USAGE;
  }
  const { modelPath, imageFile, prompt, tokenizerDir, variants, ...generation } = options;
  let model: VisionLanguageModel | undefined;
  try {
    model = await VisionLanguageModel.load(modelPath, { variants, tokenizerDir, signal });
    const { numBeams } = generation;
    const result = await answer({ path: imageFile }, prompt, model, modelPath, {
      ...generation,
      topK: TOP_K,
      sizePx: SIZE_PX,
      signal,
      onToken: numBeams > 1 ? undefined : ({ text }) => io.stdout.write(text),
    });
    io.stdout.write(numBeams > 1 ? `${result.text}\n` : '\n');
    return EXIT_OK;
  } catch (error) {
    return failed(io, error, signal);
  } finally {
    await model?.dispose();
  }
}
