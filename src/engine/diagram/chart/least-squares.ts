export interface StraightLine {
  readonly slope: number;
  readonly offset: number;
}

/** The straight line `y = offset + slope · x` that is nearest to points; level where all have one x. */
export function leastSquares(xs: readonly number[], ys: readonly number[]): StraightLine {
  const n = xs.length;
  const mx = xs.reduce((sum, x) => sum + x, 0) / n;
  const my = ys.reduce((sum, y) => sum + y, 0) / n;
  let [cross, square] = [0, 0];
  xs.forEach((x, i) => {
    cross += (x - mx) * (ys[i]! - my);
    square += (x - mx) ** 2;
  });
  const slope = square > 0 ? cross / square : 0;
  return { slope, offset: my - slope * mx };
}
