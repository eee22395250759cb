/** Mermaid, in a script of its own that is loaded for the first diagram. */
import mermaid from 'mermaid';
import type { MermaidColours, MermaidRenderer } from './renderer';

declare global {
  interface Window {
    pixelscribeMermaid?: MermaidRenderer;
  }
}

const nonce = (document.currentScript as HTMLScriptElement | null)?.nonce ?? '';
let drawings = 0;

window.pixelscribeMermaid = {
  async render(source, colours) {
    mermaid.initialize({
      startOnLoad: false,
      // Its own cleaning parses inline styles, which the page's policy refuses; `drawingOf` cleans instead.
      securityLevel: 'loose',
      suppressErrorRendering: true,
      theme: 'base',
      themeVariables: themeOf(colours),
      htmlLabels: false,
      flowchart: { htmlLabels: false, useMaxWidth: false },
    });
    keepToPolicy();
    drawings++;
    return (await mermaid.render(`diagram-${drawings}`, source)).svg;
  },
};

function themeOf({ dark, background, foreground, node, border }: MermaidColours) {
  return {
    darkMode: dark,
    background,
    fontFamily: 'sans-serif',
    primaryColor: node,
    primaryTextColor: foreground,
    primaryBorderColor: border,
    secondaryColor: background,
    tertiaryColor: background,
    tertiaryBorderColor: border,
    tertiaryTextColor: foreground,
    lineColor: foreground,
    textColor: foreground,
    titleColor: foreground,
    edgeLabelBackground: background,
    clusterBkg: background,
    clusterBorder: border,
  };
}

let kept = false;

/**
 * Mermaid measures its drawing with inline styles, which the page's policy refuses. Its style sheets get the script's
 * nonce, and style attributes are set through the style object, which the policy allows.
 */
function keepToPolicy(): void {
  if (kept) return;
  kept = true;
  const setAttribute = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (this: Element, name: string, value: string): void {
    if (name === 'style' && (this instanceof HTMLElement || this instanceof SVGElement))
      this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
  const createElement = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = createElement(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
