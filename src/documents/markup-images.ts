/** Image references in an element tree, with the links, figures and text around them. */
import { escapeAttribute } from './escape';
import { attribute, binds, descendants, type MarkupElement, type MarkupNode, staticValue } from './markup';
import { describeMarkup } from './markup-description';
import { makeTarget, targetName } from './target';
import { collapse, contains, normaliseAlt } from './text';
import type { AltText, ImageReference, ImageTarget, ReferenceEdits, TextEdit, TextRange } from './types';

export interface MarkupFlavour {
  readonly text: string;
  /** Braces in attributes start an expression. */
  readonly braces: boolean;
  /** Braces in text start an expression. */
  readonly textBraces: boolean;
  /** Several elements side by side need a fragment around them (`<>…</>`). */
  readonly fragments: boolean;
  /** Whether `|` at this offset would end a table cell. */
  readonly pipes?: (offset: number) => boolean;
  readonly locale?: string;
}

/** Elements that show one picture and take `alt`, in HTML and in well-known component libraries. */
const IMAGE_ELEMENTS = new Set(
  `img amp-img enhanced:img Image Img NextImage FutureImage ExportedImage StaticImage GatsbyImage Picture NuxtImg
   NuxtPicture nuxt-img nuxt-picture v-img VImg q-img QImg b-img BImg el-image ElImage a-image AImage
   ThemedImage IonImg ion-img CldImage`.split(/\s+/),
);
const LINKS = new Set('a Link NextLink NavLink NuxtLink nuxt-link RouterLink router-link'.split(' '));
const BUTTONS = new Set('button Button v-btn q-btn el-button'.split(' '));
const SOURCES = ['src', 'data-src', 'source', 'srcset', 'srcSet', 'data-srcset'];
const SVG_SOURCES = ['href', 'xlink:href', 'xlinkHref'];

export function findMarkupImages(roots: readonly MarkupNode[], flavour: MarkupFlavour): ImageReference[] {
  const references: ImageReference[] = [];
  const walk = (nodes: readonly MarkupNode[], ancestors: readonly MarkupElement[]) => {
    for (const node of nodes) {
      if (node.kind !== 'element') continue;
      if (isImage(node, ancestors)) references.push(makeReference(node, ancestors, flavour));
      walk(node.children, [...ancestors, node]);
    }
  };
  walk(roots, []);
  return references.sort((a, b) => a.range.start - b.range.start);
}

function isImage(element: MarkupElement, ancestors: readonly MarkupElement[]): boolean {
  if (IMAGE_ELEMENTS.has(element.name)) {
    // A picture component holds an <img> of its own where it has no source.
    return element.name !== 'Picture' || findSource(element, SOURCES) !== undefined;
  }
  if (element.name === 'input') return staticValue(element, 'type')?.toLowerCase() === 'image';
  // A pattern, a mask or a filter is paint, not content.
  return (
    element.name === 'image' &&
    !ancestors.some((ancestor) => /^(?:pattern|mask|filter|defs|clipPath)$/i.test(ancestor.name))
  );
}

function makeReference(
  element: MarkupElement,
  ancestors: readonly MarkupElement[],
  flavour: MarkupFlavour,
): ImageReference {
  const svg = element.name === 'image';
  const target = findTarget(element, svg ? SVG_SOURCES : SOURCES, ancestors);
  const altName = svg ? 'aria-label' : 'alt';
  const alt = findAlt(element, altName);
  const lineage = [...ancestors, element];
  const hidden = lineage.some((one) => isTrue(one, 'aria-hidden'));
  const role = staticValue(element, 'role');
  const decorative = (!svg && alt.state === 'empty') || hidden || role === 'presentation' || role === 'none';
  const around = surroundings(ancestors, element);
  const button = around.button ?? (element.name === 'input' ? { text: '' } : undefined);
  const caption = collapse(staticValue(element, 'caption') ?? '') || around.caption;
  const describedBy = staticValue(element, 'aria-describedby', 'aria-details', 'longdesc');
  return {
    syntax: 'element',
    range: element.range,
    target,
    alt,
    decorative,
    named: isNamed(element, svg) || (svg && ancestors.some(isNamedGraphic)),
    altExpected: !isInvisible(element) && !element.spread,
    ...(around.link && { link: around.link }),
    ...(button && { button }),
    ...(caption && { caption }),
    ...(describedBy && { describedBy }),
    edits: makeEdits(element, ancestors, altName, target, flavour, describedBy !== undefined),
  };
}

// ---------------------------------------------------------------- reading

function findTarget(
  element: MarkupElement,
  names: readonly string[],
  ancestors: readonly MarkupElement[],
): ImageTarget {
  const source = findSource(element, names) ?? pictureSource(ancestors);
  if (source?.importedFile) return makeTarget(source.importedFile, 'uri');
  if (source?.state === 'static') {
    const value = /srcset$/i.test(source.name) ? firstCandidate(source.value) : source.value;
    return makeTarget(value, 'uri');
  }
  return { kind: 'dynamic', value: '', form: 'uri' };
}

function findSource(element: MarkupElement, names: readonly string[]) {
  for (const name of names) {
    const found = attribute(element, name) ?? binds(element, name);
    if (found && found.state !== 'none') return found;
  }
  return undefined;
}

/** The first `<source>` of the `<picture>` around an `<img>` that has no address of its own. */
function pictureSource(ancestors: readonly MarkupElement[]) {
  const picture = ancestors.at(-1);
  if (picture?.name !== 'picture') return undefined;
  const source = picture.children.find(
    (node): node is MarkupElement => node.kind === 'element' && node.name === 'source',
  );
  return source && attribute(source, 'srcset', 'srcSet');
}

/** The first address of a `srcset`; the comma inside a data URI does not end it. */
function firstCandidate(srcset: string): string {
  return (/^[\s,]*(\S+)/.exec(srcset)?.[1] ?? '').replace(/,+$/, '');
}

function findAlt(element: MarkupElement, name: string): AltText {
  const found = attribute(element, name);
  if (!found) {
    const bound = binds(element, name);
    if (bound?.state === 'static') return readAlt(bound.value, bound.valueRange);
    return { state: bound || element.spread ? 'dynamic' : 'absent', value: '' };
  }
  if (found.state === 'dynamic') return { state: 'dynamic', value: '' };
  if (found.state === 'none') return { state: 'empty', value: '' };
  return readAlt(found.value, found.valueRange);
}

function readAlt(value: string, range: TextRange | undefined): AltText {
  return { state: value === '' ? 'empty' : 'text', value, ...(range && { range }) };
}

function isTrue(element: MarkupElement, name: string): boolean {
  const found = attribute(element, name);
  if (!found || found.state === 'dynamic') return false;
  return found.state === 'none' ? true : found.value === 'true';
}

function isNamed(element: MarkupElement, svg: boolean): boolean {
  const names = svg ? ['aria-labelledby'] : ['aria-label', 'aria-labelledby'];
  return names.some((name) => {
    const found = attribute(element, name) ?? binds(element, name);
    return found !== undefined && (found.state === 'dynamic' || found.value.trim() !== '');
  });
}

function isNamedGraphic(element: MarkupElement): boolean {
  if (element.name !== 'svg') return false;
  const titled = element.children.some((node) => node.kind === 'element' && node.name === 'title');
  return (
    titled || isNamed(element, false) || /^(?:presentation|none)$/.test(staticValue(element, 'role') ?? '')
  );
}

/** Counting pixels and images that are never shown. */
function isInvisible(element: MarkupElement): boolean {
  const tiny = (name: string) => /^[01](?:px)?$/.test(staticValue(element, name) ?? '');
  return (
    attribute(element, 'hidden')?.state === 'none' ||
    /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(staticValue(element, 'style') ?? '') ||
    (tiny('width') && tiny('height'))
  );
}

function linkTarget(element: MarkupElement): string | undefined {
  const found = attribute(element, 'href', 'to') ?? binds(element, 'href') ?? binds(element, 'to');
  return found && (found.state === 'static' ? found.value : '');
}

/** What a screen reader says for a link or button apart from one of its images. */
function nameOf(element: MarkupElement, except?: MarkupElement): string {
  const label = staticValue(element, 'aria-label') ?? '';
  const parts = [label];
  for (const node of descendants(element.children)) {
    if (node === except) continue;
    if (node.kind === 'text') parts.push(node.text);
    else if (IMAGE_ELEMENTS.has(node.name)) parts.push(staticValue(node, 'alt') ?? '');
  }
  if (attribute(element, 'aria-labelledby')) parts.push('…');
  return collapse(parts.join(' ')) || collapse(staticValue(element, 'title') ?? '');
}

/** What the elements around an image make of it; `except` is the image itself, where it is an element. */
export function surroundings(
  ancestors: readonly MarkupElement[],
  except?: MarkupElement,
): Pick<ImageReference, 'link' | 'button' | 'caption'> {
  const link = ancestors.findLast((one) => LINKS.has(one.name) && linkTarget(one) !== undefined);
  const button = ancestors.findLast((one) => BUTTONS.has(one.name) || staticValue(one, 'role') === 'button');
  const figure = ancestors.findLast((one) => /^figure$/i.test(one.name));
  const caption = figure && captionOf(figure);
  return {
    ...(link && { link: { target: linkTarget(link)!, text: nameOf(link, except) } }),
    ...(button && { button: { text: nameOf(button, except) } }),
    ...(caption && { caption }),
  };
}

function captionOf(figure: MarkupElement): string | undefined {
  for (const node of descendants(figure.children)) {
    if (node.kind === 'element' && /^figcaption$/i.test(node.name))
      return collapse(textOf(node)) || undefined;
  }
  return collapse(staticValue(figure, 'caption') ?? '') || undefined;
}

export function textOf(element: MarkupElement): string {
  let text = '';
  for (const node of descendants(element.children)) if (node.kind === 'text') text += `${node.text} `;
  return text;
}

// ---------------------------------------------------------------- writing

function makeEdits(
  element: MarkupElement,
  ancestors: readonly MarkupElement[],
  altName: string,
  target: ImageTarget,
  flavour: MarkupFlavour,
  described: boolean,
): ReferenceEdits {
  const setAlt = writeAttribute(element, altName, flavour);
  if (!setAlt) return {};
  const markDecorative = altName === 'alt' ? setAlt : writeAttribute(element, 'aria-hidden', flavour);
  const describe = described
    ? undefined
    : describeMarkup(
        element,
        ancestors,
        targetName(target),
        flavour,
        writeAttribute(element, 'aria-describedby', flavour),
      );
  return {
    setAlt: (alt) => setAlt(normaliseAlt(alt)),
    ...(markDecorative && { markDecorative: () => markDecorative(altName === 'alt' ? '' : 'true') }),
    ...(describe && { addLongDescription: describe }),
  };
}

/** How an attribute gets a new value: in place where it has one, otherwise beside the image's address. */
function writeAttribute(
  element: MarkupElement,
  name: string,
  flavour: MarkupFlavour,
): ((value: string) => TextEdit[]) | undefined {
  const bound = binds(element, name);
  const found = attribute(element, name) ?? bound;
  if (found) {
    if (found.state === 'dynamic') return undefined;
    const { valueRange, write } = found;
    if (valueRange && write) return (value) => [{ ...valueRange, newText: write(value) }];
    const end = found.range.end;
    return (value) => [{ start: end, end, newText: `="${quoted(value, element, flavour)}"` }];
  }
  const { at, space } = insertionPoint(element, flavour.text, name);
  return (value) => [{ start: at, end: at, newText: `${space}${name}="${quoted(value, element, flavour)}"` }];
}

function quoted(value: string, element: MarkupElement, flavour: MarkupFlavour): string {
  const pipes = flavour.pipes?.(element.range.start) ?? false;
  return escapeAttribute(value, '"', { braces: flavour.braces, pipes });
}

/** After the address or the alt text, on a line of its own where the address has one. */
function insertionPoint(element: MarkupElement, text: string, name: string): { at: number; space: string } {
  const names = [...(name === 'alt' ? [] : ['alt']), ...SOURCES, ...SVG_SOURCES];
  const source = names.map((name) => attribute(element, name) ?? binds(element, name)).find(Boolean);
  if (source && contains(element.openTag, source.range)) {
    const gap = /\s+$/.exec(text.slice(element.openTag.start, source.range.start))?.[0] ?? ' ';
    return { at: source.range.end, space: gap.includes('\n') ? gap : ' ' };
  }
  const tag = /^<[^\s/>]*/.exec(text.slice(element.openTag.start, element.openTag.end))?.[0] ?? '<';
  return { at: element.openTag.start + tag.length, space: ' ' };
}
