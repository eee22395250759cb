import { readFile, stat } from 'node:fs/promises';
import { PixelScribeError } from '../../errors';
import type { ImageSource } from '../../protocol';

/** Larger files are refused before they are read. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;

export function sourceName(source: ImageSource): string {
  return 'path' in source ? source.path : source.name;
}

/**
 * The encoded bytes of a picture.
 *
 * @throws PixelScribeError `file-not-found`, `is-a-folder`, `file-unreadable`, `empty-file` or
 * `image-too-large`; each message names the file.
 */
export async function readSource(source: ImageSource): Promise<Uint8Array> {
  if ('bytes' in source) {
    if (source.bytes.length === 0) {
      throw new PixelScribeError('empty-file', `${source.name} is empty (0 bytes). Choose another picture.`);
    }
    return source.bytes;
  }
  const { path } = source;
  try {
    const info = await stat(path);
    if (info.isDirectory()) {
      throw new PixelScribeError('is-a-folder', `${path} is a folder. Choose a picture inside it.`);
    }
    if (!info.isFile()) {
      throw new PixelScribeError(
        'file-unreadable',
        `${path} is not a file but a pipe or device. Choose a picture, or use - to read standard input.`,
      );
    }
    if (info.size > MAX_FILE_BYTES) {
      throw new PixelScribeError(
        'image-too-large',
        `${path} has ${Math.round(info.size / 2 ** 20)} MiB; the limit is ${MAX_FILE_BYTES / 2 ** 20} MiB. Save a smaller copy and try again.`,
      );
    }
    const bytes = await readFile(path);
    if (bytes.length === 0) {
      throw new PixelScribeError('empty-file', `${path} is empty (0 bytes). Save or export it again.`);
    }
    return bytes;
  } catch (error) {
    if (error instanceof PixelScribeError) throw error;
    const reason = (error as NodeJS.ErrnoException).code;
    if (reason === 'ENOENT' || reason === 'ENOTDIR') {
      throw new PixelScribeError('file-not-found', `${path} was not found. Check the name and the folder.`);
    }
    throw new PixelScribeError(
      'file-unreadable',
      `${path} cannot be read (${reason ?? String(error)}). Check its permissions.`,
      { cause: error },
    );
  }
}
