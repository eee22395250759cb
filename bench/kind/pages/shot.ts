/** What a held-out picture is taken of: a page of HTML, or an address, and what of it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages of models/train-kind/package.json. */
export const npmDir = process.env.KIND_NPM ?? join(__dirname, '../../../models/train-kind/node_modules');
/** Where rustdoc's pages are, if anywhere. */
export const rustDocs = process.env.RUST_DOCS ?? '';

export interface Shot {
  readonly name: string;
  readonly html?: string;
  readonly url?: string;
  readonly size: readonly [number, number];
  readonly selector?: string;
  readonly ready?: string;
}

export const css = (path: string) => `<link rel="stylesheet" href="/npm/${path}">`;
export const js = (path: string) => `<script src="/npm/${path}"></script>`;

export function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
