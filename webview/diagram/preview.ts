/** The Mermaid source as a drawing, whose nodes light up together with those of the picture. */
import type { PanelStrings } from '../../src/panel/strings';
import type { Highlight } from '../highlight';
import { CERTAIN } from '../line-list';
import type { Part } from './parts';
import { drawingOf, hideCodes, loadMermaid, themeColours } from './renderer';

/** Typing is not interrupted by a drawing for every key. */
const SETTLED_MS = 250;

const STYLE = `
  :host { display: block; }
  svg { display: block; max-width: 100%; height: auto; max-height: calc(42vh - 18px); margin: 0 auto; }
  [data-part] { cursor: pointer; }
  .doubtful > :is(rect, polygon, path, circle, ellipse, g:not(.label)), :is(path, line).doubtful {
    stroke: var(--vscode-editorWarning-foreground) !important;
    stroke-dasharray: 5 3 !important;
  }
  .lit > :is(rect, polygon, path, circle, ellipse, g:not(.label)), :is(path, line).lit {
    stroke: var(--vscode-focusBorder) !important;
    stroke-width: 3px !important;
  }
`;

/** Called when a node or a connection is clicked. */
export type OnPick = (part: number) => void;

export class DiagramPreview {
  readonly element = document.createElement('div');
  private readonly drawing = document.createElement('div');
  private readonly problem = document.createElement('p');
  private readonly shadow = this.drawing.attachShadow({ mode: 'open' });
  private readonly unsubscribe: () => void;
  private readonly themes: MutationObserver;
  private drawn: string | undefined;
  private wanted = '';
  private timer: number | undefined;

  constructor(
    private readonly parts: readonly Part[],
    strings: PanelStrings,
    private readonly highlight: Highlight,
    private readonly onPick: OnPick,
  ) {
    this.element.className = 'preview';
    this.drawing.setAttribute('role', 'img');
    this.drawing.setAttribute('aria-label', strings.previewLabel);
    this.problem.className = 'problem';
    this.problem.setAttribute('role', 'status');
    this.element.append(this.drawing, this.problem);
    this.listen();
    this.unsubscribe = highlight.onChange(({ line }) => this.light(line));
    this.themes = new MutationObserver(() => {
      this.drawn = undefined;
      this.show(this.wanted);
    });
    this.themes.observe(document.body, {
      attributes: true,
      attributeFilter: ['class', 'data-vscode-theme-id'],
    });
  }

  /** Draws the source, at once the first time and after a pause in typing later. */
  show(source: string): void {
    if (source === this.drawn && source === this.wanted) return;
    this.wanted = source;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.draw(source), this.drawn === undefined ? 0 : SETTLED_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.themes.disconnect();
    this.unsubscribe();
  }

  private async draw(source: string): Promise<void> {
    try {
      const mermaid = await loadMermaid();
      const { element, css } = drawingOf(await mermaid.render(hideCodes(source), themeColours()));
      if (source !== this.wanted) return;
      const sheets = [css, STYLE].map((rules) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(rules);
        return sheet;
      });
      this.shadow.adoptedStyleSheets = sheets;
      this.shadow.replaceChildren(element);
      this.nameParts(element);
      this.light(this.highlight.line);
      this.problem.textContent = '';
      this.drawn = source;
    } catch (error) {
      if (source !== this.wanted) return;
      // The last drawing stays: one sees what it was before the mistake.
      this.problem.textContent = error instanceof Error ? error.message : String(error);
      this.drawn ??= '';
    }
  }

  /** Finds the drawn nodes and connections by the names Mermaid gives them. */
  private nameParts(svg: SVGSVGElement): void {
    const used = new Map<string, number>();
    const claim = (key: string, element: Element): void => {
      const from = used.get(key) ?? -1;
      const part = this.parts.findIndex((candidate, i) => i > from && candidate.key === key);
      if (part < 0) return;
      used.set(key, part);
      element.setAttribute('data-part', String(part));
      element.classList.toggle('doubtful', (this.parts[part]?.confidence ?? 1) < CERTAIN);
    };
    for (const node of svg.querySelectorAll('g.node')) {
      const name = /(?:^|-)(?:flowchart|classId|entity)-(.+)-\d+$/.exec(node.id)?.[1];
      if (name) claim(name, node);
    }
    for (const edge of svg.querySelectorAll('path[id*="L_"]')) {
      const ends = /(?:^|-)L_(.+?)_(.+)_\d+$/.exec(edge.id);
      if (ends) claim(`${ends[1]}>${ends[2]}`, edge);
    }
    for (const line of svg.querySelectorAll('path[id*="id_"]')) {
      const key = this.parts.find((part) => isRelation(line.id, part.key))?.key;
      if (key) claim(key, line);
    }
    for (const box of svg.querySelectorAll('rect.actor-top[name]'))
      claim(box.getAttribute('name') ?? '', box.parentElement ?? box);
    // Messages have no names: they are drawn in their order.
    const messages = this.parts.filter(({ key }) => key.includes('>'));
    [...svg.querySelectorAll('.messageLine0, .messageLine1')].forEach((line, i) => {
      const message = messages[i];
      if (message) claim(message.key, line);
    });
  }

  private light(part: number | undefined): void {
    for (const lit of this.shadow.querySelectorAll('.lit')) lit.classList.remove('lit');
    if (part !== undefined) this.shadow.querySelector(`[data-part="${part}"]`)?.classList.add('lit');
  }

  private listen(): void {
    const partAt = (event: Event): number | undefined => {
      const target = event.composedPath()[0];
      const found = target instanceof Element ? target.closest<SVGElement>('[data-part]') : null;
      return found?.dataset.part === undefined ? undefined : Number(found.dataset.part);
    };
    this.drawing.addEventListener('pointermove', (event) => this.highlight.set(partAt(event), 'preview'));
    this.drawing.addEventListener('pointerleave', () => this.highlight.set(undefined, 'preview'));
    this.drawing.addEventListener('click', (event) => {
      const part = partAt(event);
      if (part !== undefined) this.onPick(part);
    });
  }
}

/** Whether Mermaid's name for the line of a class or entity diagram is that of the connection with a key. */
function isRelation(id: string, key: string): boolean {
  const [from, to] = key.split('>');
  if (to === undefined) return false;
  return new RegExp(`(?:^|-)id_(?:${from}_${to}|entity-${from}-\\d+_entity-${to}-\\d+)_\\d+$`).test(id);
}
