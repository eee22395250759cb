/** `pixelscribe models` as a process of its own: `tsx cli-process.ts BUNDLED_DIR ARGUMENTS…`. */
import { run } from '../../../src/cli/models';

const [bundledDir = '', ...argv] = process.argv.slice(2);
void run(argv, process, { bundledDir }).then((code) => {
  process.exitCode = code;
});
