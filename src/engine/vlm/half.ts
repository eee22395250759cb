/** IEEE 754 half precision, for runtimes without Float16Array. */

const table = (() => {
  const values = new Float32Array(65536);
  for (let h = 0; h < 65536; h++) {
    const sign = h & 0x8000 ? -1 : 1;
    const exponent = (h >> 10) & 31;
    const fraction = h & 1023;
    values[h] =
      exponent === 31
        ? fraction
          ? Number.NaN
          : sign * Number.POSITIVE_INFINITY
        : exponent === 0
          ? sign * fraction * 2 ** -24
          : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return values;
})();

export function halfToFloat(source: Uint16Array, target: Float32Array): void {
  for (let i = 0; i < source.length; i++) target[i] = table[source[i]!]!;
}

const scratch = new Float32Array(1);
const bits = new Uint32Array(scratch.buffer);

/** Rounds to nearest even; out of range becomes infinity. */
export function floatToHalf(source: Float32Array, target: Uint16Array): void {
  for (let i = 0; i < source.length; i++) {
    scratch[0] = source[i]!;
    const b = bits[0]!;
    const sign = (b >>> 16) & 0x8000;
    const magnitude = b & 0x7fffffff;
    let half: number;
    if (magnitude >= 0x7f800000) half = magnitude > 0x7f800000 ? 0x7e00 : 0x7c00;
    else if (magnitude >= 0x477ff000) half = 0x7c00;
    else if (magnitude < 0x38800000) {
      // Subnormal: the unit is 2^-24.
      const scaled = Math.abs(source[i]!) * 2 ** 24;
      const floor = Math.floor(scaled);
      const rest = scaled - floor;
      half = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
    } else {
      const rounded = magnitude + 0xfff + ((magnitude >> 13) & 1);
      half = (rounded - 0x38000000) >> 13;
    }
    target[i] = sign | half;
  }
}
