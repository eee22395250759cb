/** Entry point of the suites inside the extension host; the test files are bundled beside it. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { ask } from './window';

/** VS Code calls this; a rejection is a failed run. */
export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 60_000,
    slow: 5_000,
    ...(process.env.PIXELSCRIBE_TEST_GREP ? { grep: process.env.PIXELSCRIBE_TEST_GREP } : {}),
  });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(path.join(__dirname, name));
  }
  let reported = Promise.resolve();
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    const line = format(...args);
    reported = reported.then(() => ask({ do: 'report', line }));
  };
  const { failures, passes, pending } = await new Promise<Mocha.Stats>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats as Mocha.Stats));
  });
  await reported;
  if (passes + failures + pending === 0) throw new Error('no test ran');
  if (failures > 0) throw new Error(`${failures} of ${passes + failures} tests failed`);
}
