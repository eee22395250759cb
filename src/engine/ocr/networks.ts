import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { PixelScribeError } from '../../errors';
import { sessionOptions } from '../models/session';
import { Alphabet } from './alphabet';
import { TextDetector } from './detect';
import { withBestClasses } from './graph-outputs';
import { TextRecogniser } from './recognise';

export interface Networks {
  readonly detector: TextDetector;
  readonly recogniser: TextRecogniser;
  release(): Promise<void>;
}

/** The name of the recogniser's output in the published file. */
const PROBABILITIES = 'fetch_name_0';

/** Loads detector, recogniser and its alphabet from a folder. @throws PixelScribeError `model-missing`, `model-damaged` */
export async function loadNetworks(folder: string): Promise<Networks> {
  const [detector, recogniser, dictionary] = await Promise.all(
    ['detector.onnx', 'recogniser.onnx', 'alphabet.txt'].map((name) => readModelFile(join(folder, name))),
  );
  const alphabet = Alphabet.parse(dictionary!.toString('utf8'));
  const sessions = [
    await open(detector!, join(folder, 'detector.onnx')),
    await open(withBestClasses(recogniser!, PROBABILITIES, alphabet.plain), join(folder, 'recogniser.onnx')),
  ] as const;
  return {
    detector: new TextDetector(sessions[0]),
    recogniser: new TextRecogniser(sessions[1], alphabet),
    release: async () => {
      await Promise.all(sessions.map((session) => session.release()));
    },
  };
}

async function readModelFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new PixelScribeError(
      'model-missing',
      `The text extraction model ${file} cannot be read. Install the extension again.`,
      { cause },
    );
  }
}

async function open(bytes: Uint8Array, file: string): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, sessionOptions());
  } catch (cause) {
    throw new PixelScribeError(
      'model-damaged',
      `The text extraction model ${file} is damaged. Install the extension again.`,
      { cause },
    );
  }
}
