import { join } from 'node:path';
import { Alphabet } from './alphabet';
import { TextDetector } from './detect';
import { openModel, readModelFile } from './model-file';
import { TextRecogniser } from './recognise';
import { RecogniserNetwork } from './recogniser-network';
import { RecogniserPool } from './recogniser-pool';

export interface Networks {
  readonly detector: TextDetector;
  readonly recogniser: TextRecogniser;
  release(): Promise<void>;
}

/** Loads detector, recogniser and its alphabet from a folder. @throws PixelScribeError `model-missing`, `model-damaged` */
export async function loadNetworks(folder: string): Promise<Networks> {
  const alphabet = await loadAlphabet(folder);
  const file = join(folder, 'detector.onnx');
  const detector = await openModel(await readModelFile(file), file);
  const recogniser = await RecogniserNetwork.load(folder, alphabet);
  const pool = new RecogniserPool(folder, recogniser);
  return {
    detector: new TextDetector(detector),
    recogniser: new TextRecogniser(pool, alphabet),
    release: async () => {
      pool.stop();
      await Promise.all([detector.release(), recogniser.release()]);
    },
  };
}

/** @throws PixelScribeError `model-missing` */
export async function loadAlphabet(folder: string): Promise<Alphabet> {
  return Alphabet.parse((await readModelFile(join(folder, 'alphabet.txt'))).toString('utf8'));
}
