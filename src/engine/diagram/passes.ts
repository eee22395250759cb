/** Finds the lines that may run on behind a node: one that ends at one side of it and goes on at another. */
import { type Box, linePixels } from './grid';
import { type AttachedEnd, attachedEnds, type End, type Surface } from './links';
import type { Chain } from './strokes';

/** Two ends at one node between which a line may run behind it. */
export interface Pass {
  readonly ends: readonly [End, End];
  /** The hidden pixels from the first end to the second. */
  readonly gap: readonly number[];
}

/** Cosine of the most that either line is off the straight way between the two ends. */
const MIN_FACING = 0.995;
/** How far off a node's middle lines lead that may not be meant for it, in font sizes. */
const ASIDE_EM = 0.6;

/**
 * @param attached The node an end lies at, or -1.
 * @param boxes Bounds of the nodes, in order.
 */
export function findPasses(
  chains: readonly Chain[],
  attached: (end: End) => number,
  boxes: readonly Box[],
  { widthPx: w, emPx }: Surface,
): Pass[] {
  const byNode = new Map<number, AttachedEnd[]>();
  for (const at of attachedEnds(chains, attached, { widthPx: w, emPx }))
    byNode.set(at.node, [...(byNode.get(at.node) ?? []), at]);
  const passes: Pass[] = [];
  for (const [node, ends] of byNode) {
    const box = boxes[node] as Box;
    ends.forEach((a, i) => {
      for (const b of ends.slice(i + 1)) {
        if (a.end.chain === b.end.chain) continue;
        const [x, y] = [b.x - a.x, b.y - a.y];
        const distance = Math.hypot(x, y);
        if (distance < emPx) continue;
        const facing = Math.min(a.dx * x + a.dy * y, -(b.dx * x + b.dy * y)) / distance;
        if (facing < MIN_FACING) continue;
        // Connectors lead to the middle of a node more often than past it.
        const [mx, my] = [(box.x0 + box.x1) / 2 - a.x, (box.y0 + box.y1) / 2 - a.y];
        if (Math.abs(x * my - y * mx) < ASIDE_EM * emPx * distance) continue;
        passes.push({
          ends: [a.end, b.end],
          gap: linePixels(a.x, a.y, b.x, b.y)
            .slice(1, -1)
            .map(([px, py]) => py * w + px),
        });
      }
    });
  }
  return passes;
}
