/** Rectangles drawn as four long straight lines, whatever crosses them: the borders of groups. */
import type { Box, Mask } from './grid';

interface Run {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Share of a side that has to be ink; dashed borders are about half. */
const MIN_COVER = 0.4;

/** Frames at least `minPx` wide and high. `maxGapPx`: longest gap in a dashed line. */
export function findFrames(ink: Mask, minPx: number, maxGapPx: number, slackPx: number): Box[] {
  const { data, widthPx: w, heightPx: h } = ink;
  const runs: Run[] = [];
  for (let y = 0; y < h; y++) {
    let from = -1;
    let last = -1;
    let count = 0;
    const close = (): void => {
      if (from >= 0 && last - from >= minPx && count >= MIN_COVER * (last - from))
        runs.push({ at: y, from, to: last });
    };
    for (let x = 0; x < w; x++) {
      if (!data[y * w + x]) continue;
      if (from < 0 || x - last > maxGapPx) {
        close();
        from = x;
        count = 0;
      }
      count++;
      last = x;
    }
    close();
  }
  const frames: Box[] = [];
  for (let i = 0; i < runs.length; i++) {
    const top = runs[i] as Run;
    for (let j = i + 1; j < runs.length; j++) {
      const bottom = runs[j] as Run;
      if (bottom.at - top.at < minPx * 0.6) continue;
      if (Math.abs(top.from - bottom.from) > slackPx || Math.abs(top.to - bottom.to) > slackPx) continue;
      const left = Math.min(top.from, bottom.from);
      const right = Math.max(top.to, bottom.to);
      if (
        sideCover(ink, left, top.at, bottom.at, maxGapPx) &&
        sideCover(ink, right, top.at, bottom.at, maxGapPx)
      ) {
        frames.push({ x0: left, y0: top.at, x1: right, y1: bottom.at });
        break;
      }
    }
  }
  return frames.filter(
    (frame, i) =>
      !frames
        .slice(0, i)
        .some(
          (other) =>
            Math.abs(other.x0 - frame.x0) +
              Math.abs(other.y0 - frame.y0) +
              Math.abs(other.x1 - frame.x1) +
              Math.abs(other.y1 - frame.y1) <
            4 * slackPx,
        ),
  );
}

/** Whether there is a vertical line near column `x` from `y0` to `y1`. */
function sideCover(ink: Mask, x: number, y0: number, y1: number, maxGapPx: number): boolean {
  const { data, widthPx: w } = ink;
  let count = 0;
  let gap = 0;
  for (let y = y0; y <= y1; y++) {
    let hit = false;
    for (let dx = -1; dx <= 1 && !hit; dx++) {
      const cx = x + dx;
      hit = cx >= 0 && cx < w && data[y * w + cx] === 1;
    }
    if (hit) {
      count++;
      gap = 0;
    } else if (++gap > maxGapPx + 0.02 * (y1 - y0)) return false;
  }
  return count >= MIN_COVER * (y1 - y0);
}

/** Clears the frame's lines from the mask, but for what crosses them. */
export function eraseFrame(ink: Mask, frame: Box, thicknessPx: number): void {
  const { data, widthPx: w, heightPx: h } = ink;
  const reach = thicknessPx + 1;
  const clear: number[] = [];
  const scan = (across: boolean, at: number, from: number, to: number): void => {
    const pixel = (along: number, offset: number): number => {
      const [x, y] = across ? [along, at + offset] : [at + offset, along];
      return x >= 0 && y >= 0 && x < w && y < h ? y * w + x : -1;
    };
    const crossing = new Set<number>();
    for (let t = from + 2 * reach; t <= to - 2 * reach; t++)
      // The ink of a line that crosses goes on beyond the frame on both sides, straight or slanting.
      for (let slant = -reach - 1; slant <= reach + 1; slant++) {
        if (!data[pixel(t + slant, reach + 1)] || !data[pixel(t - slant, -reach - 1)]) continue;
        for (let d = -reach; d <= reach; d++)
          crossing.add(pixel(t + Math.round((slant * d) / (reach + 1)), d));
      }
    for (let t = from - reach; t <= to + reach; t++)
      for (let d = -reach; d <= reach; d++) {
        const p = pixel(t, d);
        if (p >= 0 && !crossing.has(p)) clear.push(p);
      }
  };
  scan(true, frame.y0, frame.x0, frame.x1);
  scan(true, frame.y1, frame.x0, frame.x1);
  scan(false, frame.x0, frame.y0, frame.y1);
  scan(false, frame.x1, frame.y0, frame.y1);
  for (const at of clear) data[at] = 0;
}
