// Sizes and SHA-256 of the models that ship with the extension, for `pixelscribe models verify`.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes `{folder: [{path, bytes, sha256}]}` for the catalogue's bundled models. */
export function writeBundledHashes(target) {
  const { models } = JSON.parse(readFileSync('models/catalogue.json', 'utf8'));
  const folders = models.filter(({ kind }) => kind === 'bundled').map(({ folder }) => folder);
  const hashes = Object.fromEntries(
    folders.map((folder) => [folder, hashFolder(path.join('models', folder))]),
  );
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${JSON.stringify(hashes, undefined, 1)}\n`);
}

function hashFolder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath ?? entry.path, entry.name);
      const content = readFileSync(file);
      return {
        path: path.relative(folder, file).replaceAll(path.sep, '/'),
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
