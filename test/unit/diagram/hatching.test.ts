import assert from 'node:assert/strict';
import { clearHatching } from '../../../src/engine/diagram/hatching';

const WIDTH = 240;
const HEIGHT = 200;
const EM = 12;
const FAINT = 45;
const BRIGHT = 190;

/** Pixels with their contrast: diagonal strokes of `hatch` over the upper part, and one level line of `line`. */
function drawing(hatch: number, line: number, spacing = 6) {
  const steps = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT / 2; y++)
    for (let x = 0; x < WIDTH; x++) if ((x + y) % spacing < 2) steps[y * WIDTH + x] = hatch;
  for (let x = 0; x < WIDTH; x++) for (const y of [50, 51, 150, 151]) steps[y * WIDTH + x] = line;
  const ink = { data: steps.map((step) => (step >= 30 ? 1 : 0)), widthPx: WIDTH, heightPx: HEIGHT };
  return { ink, contrast: { steps, strongest: steps, widthPx: WIDTH, heightPx: HEIGHT } };
}

describe('hatching', () => {
  it('goes, and the line over it stays', () => {
    const { ink, contrast } = drawing(FAINT, BRIGHT);
    clearHatching(ink, contrast, EM);
    const rows = Array.from({ length: HEIGHT }, (_, y) =>
      ink.data.subarray(y * WIDTH, (y + 1) * WIDTH).reduce((sum, value) => sum + value, 0),
    );
    assert.deepEqual(
      rows.flatMap((count, y) => (count ? [[y, count]] : [])),
      [50, 51, 150, 151].map((y) => [y, WIDTH]),
    );
  });

  it('is only taken for hatching where lines stand out from it', () => {
    const { ink, contrast } = drawing(BRIGHT, BRIGHT);
    const before = ink.data.slice();
    clearHatching(ink, contrast, EM);
    assert.deepEqual(ink.data, before);
  });

  it('is dense: faint lines apart from one another are lines', () => {
    const { ink, contrast } = drawing(FAINT, BRIGHT, 40);
    const before = ink.data.slice();
    clearHatching(ink, contrast, EM);
    assert.deepEqual(ink.data, before);
  });
});
