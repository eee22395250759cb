/** Where the nodes and the words of a drawing are. Runs in the page: it may use nothing from outside itself. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** Positions of nodes and of lines of text in the drawing on the page, in CSS pixels. */
export function positions(scheme: string): {
  nodes: { key: string; box: Box }[];
  text: { text: string; box: Box }[];
} {
  const svg = document.querySelector('#stage svg') as SVGSVGElement;
  const box = (r: DOMRect): Box => ({ x: r.x, y: r.y, width: r.width, height: r.height });
  const nodes: { key: string; box: Box }[] = [];
  const add = (key: string, element: Element): void => {
    nodes.push({ key, box: box(element.getBoundingClientRect()) });
  };
  if (scheme === 'mermaid')
    for (const element of svg.querySelectorAll('g.node, g.rough-node'))
      add(
        /flowchart-(n\d+)-/.exec(element.id)?.[1] ?? '',
        [...element.children].find((child) => !child.classList.contains('label')) ?? element,
      );
  if (scheme === 'graphviz')
    for (const element of svg.querySelectorAll('g.node'))
      add(
        element.querySelector('title')?.textContent ?? '',
        element.querySelector('polygon, ellipse, path') as Element,
      );
  if (scheme === 'drawio')
    for (const element of svg.querySelectorAll('[data-node]'))
      add(element.getAttribute('data-node') ?? '', element);
  if (scheme === 'nomnoml')
    for (const element of svg.querySelectorAll('g[data-name]'))
      add(element.getAttribute('data-name') ?? '', element);
  const text: { text: string; box: Box }[] = [];
  const walker = document.createTreeWalker(svg, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement as Element;
    if (parent.closest('title, style, defs, desc')) continue;
    const holder = parent.closest('foreignObject, text');
    for (const match of (node.textContent ?? '').matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const r = box(range.getBoundingClientRect());
      if (r.width < 1 || r.height < 1) continue;
      const last = text[text.length - 1] as
        | ({ text: string; box: Box } & { holder?: Element | null })
        | undefined;
      const sameLine =
        last &&
        last.holder === holder &&
        Math.abs(last.box.y - r.y) < r.height / 2 &&
        r.x >= last.box.x + last.box.width - 2;
      if (last && sameLine) {
        last.text += ` ${match[0]}`;
        const x = last.box.x;
        const y = Math.min(last.box.y, r.y);
        last.box = { x, y, width: r.x + r.width - x, height: Math.max(last.box.height, r.height) };
      } else text.push({ text: match[0], box: r, holder } as never);
    }
  }
  return { nodes, text: text.map(({ text: t, box: b }) => ({ text: t, box: b })) };
}
