/** Images and the language in YAML front matter. */
import { isMap, isScalar, isSeq, type Pair, parseDocument, type Scalar, visit } from 'yaml';
import { makeTarget } from '../target';
import { normaliseAlt } from '../text';
import type { AltText, ImageReference, TextEdit, TextRange } from '../types';

const IMAGE_FILE = /\.(?:png|jpe?g|gif|webp|avif|bmp|svg|tiff?)(?:[?#].*)?$/i;
const ALT_KEY = /^(?:.*[_-])?alt(?:[_-]?text)?$|Alt(?:Text)?$/i;

export interface FrontMatter {
  readonly references: readonly ImageReference[];
  readonly locale?: string;
}

/** @param yaml the text between the fences, which starts at `offset` of the document */
export function parseFrontMatter(yaml: string, offset: number): FrontMatter {
  const document = parseDocument(yaml, { logLevel: 'silent', strict: false });
  const references: ImageReference[] = [];
  visit(document, {
    Map(_, map) {
      const pairs = map.items.filter((pair) => isScalar(pair.key));
      for (const pair of pairs) {
        const source = scalarText(pair);
        if (!source || !IMAGE_FILE.test(source.value) || /\s{2}|\n/.test(source.value)) continue;
        const images = pairs.filter((other) => IMAGE_FILE.test(scalarText(other)?.value ?? ''));
        references.push(makeReference(pair, source, findAlt(pair, pairs, images.length === 1), yaml, offset));
      }
    },
    Seq(_, seq) {
      for (const item of seq.items) {
        if (isScalar(item) && typeof item.value === 'string' && IMAGE_FILE.test(item.value) && item.range) {
          const range = { start: item.range[0] + offset, end: item.range[1] + offset };
          references.push(bareReference(range, item.value));
        }
      }
    },
  });
  const locale = isMap(document.contents) ? findLocale(document.contents.items as Pair[]) : undefined;
  references.sort((a, b) => a.range.start - b.range.start);
  return { references, ...(locale && { locale }) };
}

function findLocale(pairs: readonly Pair[]): string | undefined {
  for (const key of ['lang', 'language', 'locale']) {
    const pair = pairs.find((one) => isScalar(one.key) && one.key.value === key);
    const value = pair && scalarText(pair)?.value;
    if (value && /^[a-z]{2,3}(?:[-_][A-Za-z\d]+)*$/.test(value)) return value.replaceAll('_', '-');
  }
  return undefined;
}

function scalarText(pair: Pair): (Scalar & { value: string }) | undefined {
  const { value } = pair;
  return isScalar(value) && typeof value.value === 'string' && !isSeq(value)
    ? (value as Scalar & { value: string })
    : undefined;
}

/** The `alt` beside `image`; where a map has several images, only the alt named after this one. */
function findAlt(image: Pair, pairs: readonly Pair[], single: boolean): Pair | undefined {
  const key = String((image.key as Scalar).value);
  const alts = pairs.filter((pair) => ALT_KEY.test(String((pair.key as Scalar).value)));
  const own = alts.find((pair) => {
    const name = String((pair.key as Scalar).value).toLowerCase();
    return name.startsWith(key.toLowerCase());
  });
  return own ?? (single ? alts[0] : undefined);
}

function bareReference(range: TextRange, source: string): ImageReference {
  return {
    syntax: 'front-matter',
    range,
    target: makeTarget(source, 'uri'),
    alt: { state: 'absent', value: '' },
    decorative: false,
    named: false,
    altExpected: false,
    edits: {},
  };
}

function makeReference(
  pair: Pair,
  source: Scalar & { value: string },
  altPair: Pair | undefined,
  yaml: string,
  offset: number,
): ImageReference {
  const key = pair.key as Scalar;
  const range = { start: key.range![0] + offset, end: (source.range ?? key.range!)[1] + offset };
  const reference = bareReference(range, source.value);
  const alt = altPair?.value;
  if (!altPair || !(isScalar(alt) || alt === null)) return reference;
  const written = isScalar(alt) && alt.range && alt.source !== '' ? alt : undefined;
  const text = written && written.value !== null ? String(written.value) : '';
  const altText: AltText =
    written?.range === undefined || written.range === null
      ? { state: 'empty', value: '' }
      : {
          state: text === '' ? 'empty' : 'text',
          value: text,
          range: innerRange(yaml, written.range[0], written.range[1], offset),
        };
  const setAlt = scalarWriter(altPair, written, yaml, offset);
  return {
    ...reference,
    alt: altText,
    decorative: altText.state === 'empty',
    edits: setAlt ? { setAlt } : {},
  };
}

function innerRange(yaml: string, start: number, end: number, offset: number): TextRange {
  const quoted = /["']/.test(yaml[start] ?? '') && yaml[end - 1] === yaml[start] && end - start > 1;
  return quoted
    ? { start: start + offset + 1, end: end + offset - 1 }
    : { start: start + offset, end: end + offset };
}

/** Quotes stay as they are; a plain value gets quotes only where it needs them. */
function scalarWriter(
  pair: Pair,
  scalar: Scalar | undefined,
  yaml: string,
  offset: number,
): ((alt: string) => TextEdit[]) | undefined {
  if (!scalar?.range) {
    const key = pair.key as Scalar;
    const colon = /^\s*:/.exec(yaml.slice(key.range![1]));
    if (!colon) return undefined;
    const at = key.range![1] + colon[0].length + offset;
    return (alt) => [{ start: at, end: at, newText: ` ${quotedYaml(normaliseAlt(alt))}` }];
  }
  const [start, end] = scalar.range;
  if (scalar.type === 'BLOCK_FOLDED' || scalar.type === 'BLOCK_LITERAL') return undefined;
  return (alt) => {
    const text = normaliseAlt(alt);
    const newText =
      scalar.type === 'QUOTE_SINGLE'
        ? `'${text.replaceAll("'", "''")}'`
        : scalar.type === 'QUOTE_DOUBLE' || !isPlainYaml(text)
          ? quotedYaml(text)
          : text;
    return [{ start: start + offset, end: end + offset, newText }];
  };
}

function quotedYaml(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function isPlainYaml(text: string): boolean {
  return (
    /^[\p{L}][^:#"'{}[\],&*!|>%@`\\]*$/u.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
  );
}
