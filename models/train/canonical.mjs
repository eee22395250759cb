// Canonical tokens of LaTeX formulas: one JSON string a line on stdin → one JSON array (or null) a line on stdout.
import readline from 'node:readline';
import { normalise } from './normalise.mjs';

for await (const line of readline.createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(normalise(JSON.parse(line))));
}
