import { join } from 'node:path';

/** Everything made on the way (pictures, measurements, checkpoints) goes here, outside the repository if set. */
export const workDir = process.env.KIND_WORK ?? join(import.meta.dirname, 'work');
/** Packages the pictures are rendered with: `npm install` in this folder, or elsewhere if set. */
export const npmDir = process.env.KIND_NPM ?? join(import.meta.dirname, 'node_modules');
