/** The page around a panel's script. */

export interface PageParts {
  /** Names the page's root: `data-pixelscribe-panel`, `data-pixelscribe-review`. */
  readonly page: 'panel' | 'review';
  readonly title: string;
  /** Fresh for every page. */
  readonly nonce: string;
  /** `webview.cspSource`. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly language: string;
  /** The page's words. */
  readonly strings: object;
}

/** Nothing may load but our script, our style sheet and the picture; nothing inline runs or styles without the nonce. */
export function panelHtml(parts: PageParts): string {
  const { page, title, nonce, cspSource, scriptUri, styleUri, language, strings } = parts;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
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
  <title>${attribute(title)}</title>
</head>
<body>
  <div id="root" data-pixelscribe-${page} data-strings="${attribute(JSON.stringify(strings))}"></div>
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
