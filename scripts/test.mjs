// Runs every check and suite, also on a fresh clone, and ends with one line: "N passed, N failed".
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const steps = [
  { name: 'format and lint', command: 'npx biome check .' },
  { name: 'types', command: 'npx tsc --noEmit && npx tsc --noEmit -p webview' },
  { name: 'build', command: 'npm run --silent build' },
  { name: 'unit tests', command: 'npm run --silent test:unit', suite: true },
  { name: 'engine tests', command: 'npm run --silent test:engine', suite: true },
  { name: 'webview tests', command: 'npm run --silent test:webview', suite: true },
  { name: 'extension tests', command: 'npm run --silent test:extension', suite: true },
  { name: 'tests of the package', command: 'npm run --silent test:installed', suite: true },
];

/** Echoes what the command prints and resolves to its exit code and its output. */
function run(command) {
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      process.stdout.write(text);
    });
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Sums mocha's closing lines: a command may run several suites. */
function count(output, word) {
  return [...output.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'gm'))].reduce(
    (sum, [, n]) => sum + Number(n),
    0,
  );
}

/** What mocha tells of the tests that failed; a command may run several suites. */
function failures(output) {
  return [...output.matchAll(/^ *\d+ failing\n.*?\n\n\n/gms)].map(([text]) => text.trimEnd());
}

if (!existsSync('node_modules')) {
  const { code } = await run('npm ci --ignore-scripts');
  if (code !== 0) process.exit(code);
}

let passed = 0;
let failed = 0;
const told = [];
for (const { name, command, suite } of steps) {
  const start = Date.now();
  console.log(`\n=== ${name}`);
  const { code, output } = await run(command);
  const passing = suite ? count(output, 'passing') : Number(code === 0);
  let failing = suite ? count(output, 'failing') : Number(code !== 0);
  // A suite that ran nothing, or broke outside its tests, has failed too.
  if (suite && failing === 0 && (code !== 0 || passing === 0)) failing = 1;
  if (failing > 0) told.push(`=== ${name}`, ...failures(output));
  passed += passing;
  failed += failing;
  console.log(
    `=== ${name}: ${failing === 0 ? 'ok' : 'FAILED'} (${Math.round((Date.now() - start) / 1000)} s)`,
  );
}
// Again at the end: of a long run often only the end is kept.
if (told.length > 0) console.log(`\n=== what failed\n${told.join('\n')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
