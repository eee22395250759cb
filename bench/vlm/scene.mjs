// What every contender is given: the same picture and question.
export const PROMPT = 'What are these?';
export const WIDTH = 1280;
export const HEIGHT = 720;

/** Interleaved RGB with flat areas, edges and gradients, like a screenshot. */
export function scene() {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const panel = x < 300 ? 40 : y < 60 ? 70 : 245;
      const ink = x % 9 < 4 && y % 18 < 10 && (x * 7 + y * 13) % 23 < 11 ? 160 : 0;
      for (let c = 0; c < 3; c++) data[(y * WIDTH + x) * 3 + c] = Math.abs(panel - ink) ^ (c * 3);
    }
  }
  return data;
}

/** Answers `{ id, command, ... }` messages from the parent with `{ id, result }`. */
export function serve(commands) {
  process.on('message', async ({ id, command, ...args }) => {
    try {
      process.send({ id, result: await commands[command](args) });
    } catch (error) {
      process.send({ id, error: String(error.stack ?? error) });
    }
  });
  process.send({ ready: true });
}

/** Wall-clock and processor time of `work`, and what it returned. */
export async function timed(work) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const value = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - start, cpuMs: (user + system) / 1000, value };
}

/** Peak resident memory of this process so far, in MB. */
export const peakMb = () => process.resourceUsage().maxRSS / 1024;
