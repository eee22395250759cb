/** Numbers as tick labels and data labels write them, and as they are told. */

export interface LabelNumber {
  readonly value: number;
  /** "%", or a currency sign; empty otherwise. */
  readonly unit: string;
  /** Half of the last digit that is written: what rounding may have taken away or added. */
  readonly halfDigit: number;
}

const SUFFIXES: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, B: 1e9, G: 1e9, T: 1e12 };

/**
 * @example parseNumber('$1,500'); // { value: 1500, unit: '$', halfDigit: 0.5 }
 * @returns undefined for dates, times and names
 */
export function parseNumber(text: string): LabelNumber | undefined {
  const plain = text
    .replace(/[−–—‒]/g, '-')
    .replace(/(?<=[\d.,-])[oO]|[oO](?=[.,]?\d)/g, '0')
    // Tick marks that were read as dashes, points or a letter of their own.
    .replace(/(?<=[\d%kM])(?:\s*[-_=~|.·•:]+|\s+\p{L})$/u, '')
    .replace(/\s+/g, '');
  const match =
    /^(-?)([$€£¥S]?)(-?)((?:\d[\d.,']*)|(?:\.\d+))(?:[eE]([+-]?\d{1,2}))?([kKMBGT]?)(%?)([€]?)$/.exec(plain);
  if (!match) return undefined;
  const [, minus, currency, inner, digits, exponent, suffix, percent, behind] = match;
  const amount = parseDigits(digits!);
  if (amount === undefined) return undefined;
  const sign = minus || inner ? -1 : 1;
  const power = 10 ** Number(exponent ?? 0) * (SUFFIXES[suffix!] ?? 1);
  const decimals = Number.isInteger(amount) ? 0 : (/[.,](\d+)$/.exec(digits!)?.[1]?.length ?? 0);
  const value = sign * amount * power;
  // An "S" is a dollar sign that was read as a letter.
  return {
    value,
    unit: percent || currency!.replace('S', '$') || behind!,
    halfDigit: (power * 10 ** -decimals) / 2,
  };
}

/** Thousands in groups of three, parted by commas, points or apostrophes, and a fraction behind a point or a comma. */
function parseDigits(text: string): number | undefined {
  const digits = text.replace(/[.,']$/, '');
  if (/^\d{1,3}(?:([,'.])\d{3})(?:\1\d{3})+$/.test(digits) || /^[1-9]\d{0,2}[,']\d{3}$/.test(digits))
    return Number(digits.replace(/[,.']/g, ''));
  const both = /^(\d{1,3}(?:[,']\d{3})+)\.(\d+)$/.exec(digits);
  if (both) return Number(`${both[1]!.replace(/[,']/g, '')}.${both[2]}`);
  const value = Number(digits.replace(',', '.'));
  return /^\d*(?:[.,]\d+)?$/.test(digits) && Number.isFinite(value) ? value : undefined;
}

/** The value with no more digits than its uncertainty leaves sure. */
export function rounded(value: number, uncertainty: number): number {
  if (!(uncertainty > 0)) return value;
  const step = 10 ** Math.floor(Math.log10(uncertainty));
  return Number((Math.round(value / step) * step).toPrecision(12));
}

/** One or two digits: an uncertainty is no more exact than that. */
export const roundedUp = (uncertainty: number): number => Number(uncertainty.toPrecision(2));

export function told(value: number, unit = ''): string {
  const text = Number(value.toPrecision(10)).toLocaleString('en-US', { maximumFractionDigits: 10 });
  if (/^[$€£¥]$/.test(unit)) return value < 0 ? `-${unit}${text.slice(1)}` : unit + text;
  return text + unit;
}
