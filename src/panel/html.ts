/** The page around the panel's script. */
import type { PanelStrings } from './strings';

export interface PageParts {
  /** Fresh for every page. */
  readonly nonce: string;
  /** `webview.cspSource`. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly language: string;
  readonly strings: PanelStrings;
}

/** Nothing may load but our script, our style sheet and the picture; nothing inline runs or styles. */
export function panelHtml({ nonce, cspSource, scriptUri, styleUri, language, strings }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data: blob:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${attribute(styleUri)}">
  <title>${attribute(strings.results)}</title>
</head>
<body>
  <div id="root" data-pixelscribe-panel data-strings="${attribute(JSON.stringify(strings))}"></div>
  <script nonce="${nonce}" src="${attribute(scriptUri)}"></script>
</body>
</html>`;
}

function attribute(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
