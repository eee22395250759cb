/** Photographs collected by photos.py, for pages and documents that show one. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workDir } from '../paths';

export function localPhotos(): string[] {
  const dir = join(workDir, 'pictures/train/photo');
  return existsSync(dir) ? readdirSync(dir).map((f) => join(dir, f)) : [];
}
