import { readFile } from 'node:fs/promises';
import { InferenceSession } from 'onnxruntime-node';
import { PixelScribeError } from '../../errors';
import { type SessionChoices, sessionOptions } from '../models/session';

/** @throws PixelScribeError `model-missing` */
export async function readModelFile(file: string): Promise<Buffer> {
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

/** @param file Named in the error. @throws PixelScribeError `model-damaged` */
export async function openModel(
  bytes: Uint8Array,
  file: string,
  choices: SessionChoices = {},
): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, sessionOptions(choices));
  } catch (cause) {
    throw new PixelScribeError(
      'model-damaged',
      `The text extraction model ${file} is damaged. Install the extension again.`,
      { cause },
    );
  }
}
