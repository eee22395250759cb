/** Draws Mermaid's source within the page's content security policy. */

export interface MermaidColours {
  readonly dark: boolean;
  /** CSS colours. */
  readonly background: string;
  readonly foreground: string;
  readonly node: string;
  readonly border: string;
}

export interface MermaidRenderer {
  /**
   * @returns the drawing as SVG source
   * @throws Error with the parser's words where the source is no Mermaid
   */
  render(source: string, colours: MermaidColours): Promise<string>;
}

let loading: Promise<MermaidRenderer> | undefined;

/** Loads Mermaid when it is first asked for: it is larger than the rest of the page. */
export function loadMermaid(): Promise<MermaidRenderer> {
  loading ??= new Promise<MermaidRenderer>((resolve, reject) => {
    const own = document.querySelector<HTMLScriptElement>('script[src$="/panel.js"]');
    const script = document.createElement('script');
    script.nonce = own?.nonce ?? '';
    script.src = new URL('mermaid.js', own?.src ?? document.baseURI).href;
    script.addEventListener('load', () => {
      if (window.pixelscribeMermaid) resolve(window.pixelscribeMermaid);
      else reject(new Error('Mermaid did not start.'));
    });
    script.addEventListener('error', () => reject(new Error('Mermaid could not be loaded.')));
    document.head.append(script);
  });
  return loading;
}

/** The theme's colours as they are now. */
export function themeColours(): MermaidColours {
  const { classList } = document.body;
  const styles = getComputedStyle(document.body);
  const colour = (...names: readonly string[]): string => {
    const value = names.map((name) => styles.getPropertyValue(name).trim()).find((one) => one !== '');
    return value ?? styles.color;
  };
  const foreground = colour('--vscode-editor-foreground', '--vscode-foreground');
  return {
    dark: classList.contains('vscode-dark') || classList.contains('vscode-high-contrast'),
    background: colour('--vscode-editor-background'),
    foreground,
    node: colour('--vscode-editorWidget-background', '--vscode-editor-background'),
    border: colour('--vscode-contrastBorder', '--vscode-descriptionForeground', '--vscode-editor-foreground'),
  };
}

/**
 * The drawing as elements. Its style sheet comes apart, and style attributes are set through the style object: the
 * policy allows both, but neither within markup.
 */
export function drawingOf(svg: string): { readonly element: SVGSVGElement; readonly css: string } {
  let css = '';
  const markup = svg
    .replace(/<style[^>]*>([\s\S]*?)<\/style>/g, (_, rules: string) => {
      css += rules;
      return '';
    })
    .replace(/<[^<>]*>/g, (tag) => tag.replace(/ style="/g, ' data-style="'));
  const template = document.createElement('template');
  template.innerHTML = markup;
  const element = template.content.querySelector('svg');
  if (!element) throw new Error('Mermaid drew nothing.');
  // The policy lets no script run and nothing load; what could still lead away from the page goes.
  for (const active of element.querySelectorAll('script, foreignObject, image, use, animate, set'))
    active.remove();
  for (const one of [element, ...element.querySelectorAll('*')])
    for (const { name } of [...one.attributes])
      if (/^on|^(?:xlink:)?href$/i.test(name)) one.removeAttribute(name);
  for (const styled of element.querySelectorAll<SVGElement | HTMLElement>('[data-style]')) restyle(styled);
  if (element.dataset.style) restyle(element);
  showCodes(element);
  return { element, css };
}

/** Of the private use area: no label has them. */
const PRIVATE = 0xe000;

/**
 * Labels drawn as SVG text would show Mermaid's character codes (`#35;`) as they are written. They are drawn as one
 * character each that Mermaid does not know, and get their own back in the drawing.
 */
export function hideCodes(source: string): string {
  return source.replace(/#(\d{1,3});/g, (_, code: string) => String.fromCodePoint(PRIVATE + Number(code)));
}

function showCodes(root: Element): void {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    text.data = text.data.replace(/[\ue000-\ue3e7]/g, (one) =>
      String.fromCodePoint((one.codePointAt(0) ?? PRIVATE) - PRIVATE),
    );
  }
}

function restyle(element: SVGElement | HTMLElement): void {
  element.style.cssText = element.dataset.style ?? '';
  delete element.dataset.style;
}
