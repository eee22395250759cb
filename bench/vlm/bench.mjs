// FastVLM-0.5B side by side: transformers.js and this project's runtime, the same machine at the same time.
//
//   python bench/vlm/prepare.py CACHE && npm ci --prefix bench/vlm
//   node bench/vlm/bench.mjs CACHE [--threads 2] [--rounds 3] [--sizes 512,768,1024] [--tokens 64]
//
// Contenders take turns measure by measure, so that other work on the machine hits all alike; each is a process of its
// own. Time to first token runs from decoded pixels to the first token. On a machine that does other work as well, use
// --threads 1 and look at processor time.
import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    sizes: { type: 'string', default: '512,768,1024' },
    tokens: { type: 'string', default: '64' },
    only: { type: 'string' },
    out: { type: 'string', default: 'bench.json' },
  },
});
const cache = positionals[0];
if (!cache) throw new Error('Usage: node bench/vlm/bench.mjs CACHE (the folder prepare.py filled)');
const ours = (folder, vision, decoder, ...rest) => ({
  script: 'ours.ts',
  args: [join(cache, folder), values.threads, vision, decoder, ...rest],
});
const contenders = {
  'transformers.js, published files': { script: 'peer.mjs', args: [join(cache, 'public'), values.threads] },
  'ours, published files': ours('public', 'q4f16', 'q4'),
  'ours, published files, encoder rewritten to int8': ours('public', 'q4f16', 'q4', 'int8-encoder'),
  'ours, converted files (int8, q4)': ours('fast', 'int8', 'q4'),
  'ours, converted files (int8, q4 in blocks of 128)': ours('fast128', 'int8', 'q4'),
  'ours, converted files (int8, q4 in blocks of 128 after prompts in int8)': ours(
    'fast128',
    'int8',
    'q4',
    'int8-prompt',
  ),
  'ours, converted files (int8, int8)': ours('fast', 'int8', 'int8'),
};
const names = Object.keys(contenders).filter((name) => !values.only || values.only.split(';').includes(name));

class Contender {
  constructor({ script, args }) {
    const execArgv = script.endsWith('.ts') ? ['--import=tsx'] : [];
    this.child = fork(join(here, script), args, { execArgv, cwd: join(here, '..', '..') });
    this.pending = new Map();
    this.ready = new Promise((resolve, reject) => {
      this.child.on('exit', (code) => {
        const error = new Error(`${script} ended with code ${code}`);
        reject(error);
        for (const waiting of this.pending.values()) waiting.reject(error);
      });
      this.child.on('message', ({ ready, id, result, error }) => {
        if (ready) return resolve();
        const { resolve: done, reject: fail } = this.pending.get(id);
        this.pending.delete(id);
        error ? fail(new Error(error)) : done(result);
      });
    });
  }
  async ask(command, args = {}) {
    await this.ready;
    const id = Math.random();
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.child.send({ id, command, ...args });
    });
  }
  async stop() {
    this.child.removeAllListeners('exit');
    this.child.kill();
    await new Promise((resolve) => this.child.once('exit', resolve));
  }
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const results = Object.fromEntries(names.map((name) => [name, { loadMs: [], runs: [] }]));

// Load time: a new process each time; the second load of the same files is warm.
for (let round = 0; round < 2; round++) {
  for (const name of names) {
    const contender = new Contender(contenders[name]);
    results[name].loadMs.push((await contender.ask('load')).ms);
    await contender.stop();
  }
}
const running = names.map((name) => ({ name, contender: new Contender(contenders[name]) }));
for (const { contender } of running) await contender.ask('load');
for (const size of values.sizes.split(',').map(Number)) {
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const { name, contender } of running) {
      // Round 0 warms up; only one round of each size writes many tokens.
      const tokens = round === 1 ? Number(values.tokens) : 1;
      const run = await contender.ask('run', { size, tokens });
      if (round > 0) results[name].runs.push({ size, round, tokens, ...run });
      console.error(`${size} px, round ${round}, ${name}: ${JSON.stringify(run)}`);
    }
  }
}
for (const { contender } of running) await contender.stop();

const base = names[0];
const times = (name, size, field) =>
  results[name].runs.filter((run) => run.size === size && run[field] != null).map((run) => run[field]);
const best = (list) => (list.length > 0 ? Math.min(...list) : Number.NaN);
const rows = names.flatMap((name) =>
  values.sizes.split(',').map((text) => {
    const size = Number(text);
    // Ratios within a round, since the machine's speed may change between rounds.
    const ratio = (field) =>
      median(times(base, size, field).map((value, i) => value / times(name, size, field)[i])).toFixed(2);
    // Processor time does not depend on what else the machine does, if there is one thread (waiting threads count).
    const firstCpu = (who) => best(times(who, size, 'firstCpuMs'));
    const long = (who) => results[who].runs.find((run) => run.size === size && run.tokens > 1);
    const stepCpu = (who) => (long(who).cpuMs - firstCpu(who)) / (long(who).tokens - 1);
    return {
      contender: name,
      px: size,
      'first token ms': Math.round(best(times(name, size, 'firstMs'))),
      'x faster': ratio('firstMs'),
      'tokens/s': (1000 / best(times(name, size, 'stepMs'))).toFixed(1),
      'x tokens': ratio('stepMs'),
      'first token cpu ms': Math.round(firstCpu(name)),
      'x less cpu': (firstCpu(base) / firstCpu(name)).toFixed(2),
      'token cpu ms': stepCpu(name).toFixed(1),
      'x less token cpu': (stepCpu(base) / stepCpu(name)).toFixed(2),
      'peak MB': Math.round(Math.max(...times(name, size, 'peakMb'))),
      'load ms': results[name].loadMs.map(Math.round).join(' then '),
    };
  }),
);
console.table(rows);
mkdirSync(join(here, 'results'), { recursive: true });
writeFileSync(join(here, 'results', values.out), JSON.stringify({ options: values, results }, null, 1));
