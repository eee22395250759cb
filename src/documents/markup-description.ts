/** A longer description beside an image in markup: a `details` element that `aria-describedby` points to. */
import { escapeMarkup } from './escape';
import { descriptionLabel, paragraphs } from './long-description';
import type { MarkupElement } from './markup';
import type { MarkupFlavour } from './markup-images';
import { lineEnding, lineStart } from './text';
import type { TextEdit } from './types';

/** Elements that may hold no `details` element: the description goes after the outermost of them. */
const PHRASING = new Set(
  `a abbr b bdi bdo button cite code del dfn em font h1 h2 h3 h4 h5 h6 i ins kbd label mark p picture q s samp
   small span strong sub sup svg u var Link NextLink NavLink NuxtLink nuxt-link RouterLink router-link Button
   g symbol noscript`.split(/\s+/),
);

/** Parents that take nothing but their own kind of child. */
const CLOSED = /^(?:tr|tbody|thead|tfoot|table|ul|ol|dl|select|head)$/i;

/** A sibling would part these from the branch that follows, or repeat the id. */
const BRANCHING = /^(?:v-if|v-else-if|v-else|v-for)$/;

export function describeMarkup(
  element: MarkupElement,
  ancestors: readonly MarkupElement[],
  fileName: string,
  flavour: MarkupFlavour,
  pointTo: ((id: string) => TextEdit[]) | undefined,
): ((text: string) => TextEdit[]) | undefined {
  if (!pointTo) return undefined;
  let node = element;
  let depth = ancestors.length - 1;
  while (depth >= 0 && PHRASING.has(ancestors[depth]!.name) && !node.detached) node = ancestors[depth--]!;
  const parent = ancestors[depth];
  if (parent && !node.detached && CLOSED.test(parent.name)) return undefined;
  if (node.attributes.some((one) => BRANCHING.test(one.name))) return undefined;
  const wrap = flavour.fragments && (node.detached ?? false);
  if (!flavour.fragments && node.detached) return undefined;
  if (flavour.pipes?.(element.range.start)) return undefined;

  return (text) => {
    const id = freeId(fileName, flavour.text);
    const start = lineStart(flavour.text, node.range.start);
    const indent = flavour.text.slice(start, node.range.start);
    const ownLine = /^[ \t]*$/.test(indent);
    const separator = ownLine && !wrap ? lineEnding(flavour.text) + indent : '';
    const body = paragraphs(text).map((one) => escapeMarkup(one, { braces: flavour.textBraces }));
    const content = body.length === 1 ? body[0]! : body.map((one) => `<p>${one}</p>`).join('');
    const details = `<details id="${id}"><summary>${descriptionLabel(flavour.locale)}</summary>${content}</details>`;
    const end = node.range.end;
    return [
      ...(wrap ? [{ start: node.range.start, end: node.range.start, newText: '<>' }] : []),
      ...pointTo(id),
      { start: end, end, newText: `${separator}${details}${wrap ? '</>' : ''}` },
    ];
  };
}

/** An id made from the file's name that occurs nowhere in the document yet. */
function freeId(fileName: string, text: string): string {
  const stem = fileName
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const base = `${/^[a-z]/.test(stem) ? stem : `image${stem && `-${stem}`}`}-description`;
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!text.includes(`"${id}"`) && !text.includes(`'${id}'`)) return id;
  }
}
