/** Seeded choices and filler content for the rendered training pictures. */

export type Rng = () => number;

/** mulberry32: small, fast, good enough for choosing styles. */
export function createRng(seed: number): Rng {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const pick = <T>(rng: Rng, items: readonly T[]): T => items[Math.floor(rng() * items.length)]!;
export const int = (rng: Rng, low: number, high: number): number =>
  low + Math.floor(rng() * (high - low + 1));
export const chance = (rng: Rng, p: number): boolean => rng() < p;
export const times = <T>(n: number, make: (index: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => make(i));

const WORDS =
  'account action address alert archive archive asset audience balance batch billing branch budget build cache calendar campaign catalog change channel chart city client cloud cluster code column comment company config contact container content contract cost country customer daily data date delivery deploy design detail device display document domain download draft editor email employee energy engine entry error event example export failure feature field file filter finance folder forecast format forum garden group growth guide harbour health history hotel house image import income index input insight invoice island issue item journal kernel key label language layer layout level library license limit link list local location machine manager map margin market matrix measure member memory message meter metric mobile model module monitor month morning mountain network notice number object office option order output owner package page panel partner password path payment people phone picture plan platform player policy portal post price printer process product profile project property protocol public quality query queue range rate reader record region release report request research resource result revenue review river role room route sample schedule school science search season section security segment sensor series server service session setting share shipping signal site source speed stage station status storage store stream street student style summary supply support survey system table target task team template terminal test theme ticket time title token tool topic total traffic train travel trend update upload usage user value vendor version video view village visitor volume warehouse water weather website week window winter worker workspace yearly zone'.split(
    ' ',
  );
const SMALL = 'the a of to in and for with on by from at is are was has this that each its'.split(' ');
const NAMES =
  'Anna Berg,Luis Ortega,Mei Tanaka,Jonas Weber,Priya Nair,Omar Haddad,Clara Dubois,Ivan Petrov,Grace Okafor,Noah Smith,Sofia Rossi,Liam Murphy,Elena Popescu,Kofi Mensah,Hana Kim,Peter Novak,Lucia Gomez,David Cohen,Ingrid Olsen,Tomas Silva'.split(
    ',',
  );

export const word = (rng: Rng): string => pick(rng, WORDS);
export const name = (rng: Rng): string => pick(rng, NAMES);
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const title = (rng: Rng, low = 1, high = 4): string =>
  capital(times(int(rng, low, high), () => word(rng)).join(' '));
export const sentence = (rng: Rng, low = 6, high = 18): string =>
  `${capital(times(int(rng, low, high), () => (chance(rng, 0.4) ? pick(rng, SMALL) : word(rng))).join(' '))}${pick(rng, ['.', '.', '.', '.', '!', '?'])}`;
export const paragraph = (rng: Rng, low = 2, high = 6): string =>
  times(int(rng, low, high), () => sentence(rng)).join(' ');

export const hsl = (h: number, s: number, l: number): string =>
  `hsl(${Math.round(h)} ${Math.round(s)}% ${Math.round(l)}%)`;
export const colour = (rng: Rng, s = [30, 90], l = [30, 65]): string =>
  hsl(rng() * 360, int(rng, s[0]!, s[1]!), int(rng, l[0]!, l[1]!));

export const SANS = [
  'Liberation Sans',
  'DejaVu Sans',
  'Noto Sans',
  'Lato',
  'Open Sans',
  'Roboto',
  'Nimbus Sans',
  'Noto Sans Display',
];
export const SERIF = [
  'Liberation Serif',
  'DejaVu Serif',
  'C059',
  'Bitstream Charter',
  'Nimbus Roman',
  'Noto Serif',
  'Latin Modern Roman',
];
export const MONO = [
  'DejaVu Sans Mono',
  'Liberation Mono',
  'Fira Code',
  'Hack',
  'Inconsolata',
  'JetBrains Mono',
  'Noto Mono',
  'Nimbus Mono PS',
];

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A page to take a picture of. */
export interface Page {
  /** Becomes part of the file name, so that sources can be held out. */
  readonly source: string;
  readonly html: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Only this element is pictured. */
  readonly selector?: string;
  /** Wait until this script expression is true. */
  readonly ready?: string;
  /** Leaves the background transparent. */
  readonly transparent?: boolean;
}

/** Makes page number `index`; the same seed gives the same page. */
export type Generator = (rng: Rng, index: number) => Page;
