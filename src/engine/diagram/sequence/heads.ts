/** How a message's line ends: what ink there is beside the line near its end. */
import type { MessageHead } from '../../../protocol';
import type { Mask } from '../grid';

export interface EndProfile {
  readonly head: MessageHead;
  /** Pixels of ink beside the line, in squares of the font size; about 0.3 for a filled head. */
  readonly strength: number;
}

/** Below this, what is beside the line is blur. */
const MIN_STRENGTH = 0.07;

/**
 * @param x The end, where the lifeline or its bar begins. @param towards 1 where the line goes on to the right.
 */
export function profileEnd(ink: Mask, x: number, y: number, towards: 1 | -1, emPx: number): EndProfile {
  const { data, widthPx: w, heightPx: h } = ink;
  const reach = Math.round(1.35 * emPx);
  const side = Math.round(0.62 * emPx);
  const inked = (cx: number, cy: number): boolean =>
    cx >= 0 && cy >= 0 && cx < w && cy < h && data[cy * w + cx] === 1;
  const columns: { extent: number; filled: number }[] = [];
  for (let s = 2; s < reach; s++) {
    const cx = x + towards * s;
    const arm = (sign: number): { far: number; count: number } => {
      let far = 0;
      let count = 0;
      for (let d = 1; d <= side; d++) {
        if (!inked(cx, y + sign * d)) continue;
        far = d;
        count++;
      }
      return { far, count };
    };
    const [up, down] = [arm(-1), arm(1)];
    // A head is as high above the line as below it: more on one side is a letter or another line.
    const extent = Math.min(up.far, down.far);
    columns.push({ extent, filled: Math.min(up.count, down.count) });
  }
  // Columns as high as the window are something upright that crosses.
  const own = columns.map((c) => (c.extent >= side && c.filled >= side - 1 ? { extent: 0, filled: 0 } : c));
  const line = Math.min(...own.slice(-3).map(({ extent }) => extent), 2);
  const excess = own.map(({ extent, filled }) => ({
    extent: Math.max(0, extent - line),
    filled: Math.max(0, filled - line),
  }));
  const area = 2 * excess.reduce((sum, { extent }) => sum + extent, 0);
  const solid = 2 * excess.reduce((sum, { filled }) => sum + filled, 0);
  const strength = area / (emPx * emPx);
  if (strength < MIN_STRENGTH) return { head: 'none', strength };
  return { head: kindOf(excess, solid / area), strength };
}

function kindOf(columns: readonly { extent: number; filled: number }[], fill: number): MessageHead {
  const widest = Math.max(...columns.map(({ extent }) => extent));
  const first = columns.findIndex(({ extent }) => extent > 0);
  const last = columns.findLastIndex(({ extent }) => extent > 0);
  const middle = columns.slice(first, last + 1);
  const third = Math.max(1, Math.floor(middle.length / 3));
  const peak = (part: typeof middle): number => Math.max(...part.map(({ extent }) => extent));
  const waist = Math.min(...middle.slice(third, middle.length - third).map(({ extent }) => extent), widest);
  // A cross is high, low and high again.
  if (middle.length >= 4 && peak(middle.slice(0, third)) >= 0.6 * widest && waist <= 0.4 * widest)
    return 'cross';
  return fill < 0.72 ? 'open' : 'filled';
}
