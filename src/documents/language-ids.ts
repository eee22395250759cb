/** Which language family a document belongs to. */
import type { DocumentLanguage } from './types';

const BY_EXTENSION: Readonly<Record<string, DocumentLanguage>> = {
  md: 'markdown',
  markdown: 'markdown',
  mkd: 'markdown',
  mdown: 'markdown',
  qmd: 'markdown',
  rmd: 'markdown',
  mdx: 'mdx',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  shtml: 'html',
  jsx: 'jsx',
  tsx: 'jsx',
  vue: 'vue',
  svelte: 'svelte',
  adoc: 'asciidoc',
  asciidoc: 'asciidoc',
  asc: 'asciidoc',
  rst: 'restructuredtext',
  rest: 'restructuredtext',
  typ: 'typst',
  tex: 'latex',
  ltx: 'latex',
  org: 'org',
  ipynb: 'jupyter',
};

/** VS Code's language identifiers, built in and those of the usual extensions. */
const BY_LANGUAGE_ID: Readonly<Record<string, DocumentLanguage>> = {
  markdown: 'markdown',
  quarto: 'markdown',
  rmd: 'markdown',
  prompt: 'markdown',
  mdx: 'mdx',
  html: 'html',
  'django-html': 'html',
  handlebars: 'html',
  razor: 'html',
  php: 'html',
  javascriptreact: 'jsx',
  typescriptreact: 'jsx',
  javascript: 'jsx',
  vue: 'vue',
  'vue-html': 'vue',
  svelte: 'svelte',
  asciidoc: 'asciidoc',
  restructuredtext: 'restructuredtext',
  typst: 'typst',
  'typst-code': 'typst',
  latex: 'latex',
  tex: 'latex',
  org: 'org',
  'org-mode': 'org',
};

export const DOCUMENT_EXTENSIONS: readonly string[] = Object.keys(BY_EXTENSION);
export const DOCUMENT_LANGUAGE_IDS: readonly string[] = Object.keys(BY_LANGUAGE_ID);

export function documentLanguageOfPath(path: string): DocumentLanguage | undefined {
  return BY_EXTENSION[/\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''];
}

/** A notebook's cells are documents of their own in VS Code; its file is JSON. */
export function documentLanguage(languageId: string, path: string): DocumentLanguage | undefined {
  if (/\.ipynb$/i.test(path) && /^json/.test(languageId)) return 'jupyter';
  return (
    BY_LANGUAGE_ID[languageId] ?? (languageId === 'plaintext' ? documentLanguageOfPath(path) : undefined)
  );
}
