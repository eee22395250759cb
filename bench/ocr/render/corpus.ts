/** Real code and prose to render, from the packages this project already installs and from Python. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface SourceFile {
  readonly name: string;
  readonly language: string;
  readonly lines: readonly string[];
}

const LANGUAGES: Readonly<Record<string, string>> = {
  '.ts': 'typescript',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.py': 'python',
  '.css': 'css',
  '.json': 'json',
};

/** Characters that screenshots of code and of English prose contain; other lines are not rendered. */
const PLAIN = /^[\x20-\x7e]*$/;

function walk(folder: string, depth: number, found: string[]): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) walk(path, depth - 1, found);
    else if (entry.isFile()) found.push(path);
  }
}

function readCode(path: string): SourceFile | undefined {
  const extension = /\.[a-z]+$/.exec(path)?.[0] ?? '';
  const language = LANGUAGES[extension];
  if (!language || /\.min\.|\.map$/.test(path)) return undefined;
  const { size } = statSync(path);
  if (size < 3_000 || size > 200_000) return undefined;
  const lines = readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.replaceAll('\t', '    ').trimEnd());
  const plain = lines.filter((line) => PLAIN.test(line));
  if (plain.length < 0.98 * lines.length || lines.some((line) => line.length > 400)) return undefined;
  return { name: path.split('/').at(-1)!, language, lines: plain };
}

function readProse(path: string): string[] {
  return readFileSync(path, 'utf8')
    .replace(/```[\s\S]*?```/g, '')
    .split(/\n\s*\n/)
    .map((paragraph) =>
      paragraph
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replace(/[`*_#>|]/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter(
      (paragraph) => PLAIN.test(paragraph) && /^[A-Z]/.test(paragraph) && !/https?:|<|\{/.test(paragraph),
    )
    .filter(
      (paragraph) => paragraph.length > 120 && paragraph.length < 900 && paragraph.split(' ').length > 15,
    );
}

export interface Corpus {
  readonly code: readonly SourceFile[];
  readonly prose: readonly string[];
}

/** Source files and paragraphs below the folders, in a fixed order. */
function readCorpus(folders: readonly string[], depth: number): Corpus {
  const files: string[] = [];
  for (const folder of folders) walk(folder, depth, files);
  const code = files.map((file) =>
    /\.d\.ts$/.test(file) && files.length > 4000 ? undefined : readCode(file),
  );
  const prose = files
    .filter((file) => /(readme|changelog|contributing|history)[^/]*\.(md|txt)$/i.test(file))
    .flatMap(readProse);
  return { code: code.filter((file) => file !== undefined), prose: [...new Set(prose)] };
}

/** The text the pipeline is tuned on: packages of this project. */
export function tuningCorpus(root: string): Corpus {
  const packages = [
    'mocha',
    'sharp',
    'fast-check',
    'vscode-jsonrpc',
    'playwright-core',
    'katex',
    'esbuild',
    'bmp-ts',
  ];
  return readCorpus(
    packages.map((name) => join(root, 'node_modules', name)),
    5,
  );
}

/** Text of its own for the held-out pictures: Python's library and the benchmark's own packages. */
export function heldOutCorpus(root: string): Corpus {
  const python = execFileSync('python3', ['-c', 'import os; print(os.path.dirname(os.__file__))'], {
    encoding: 'utf8',
  }).trim();
  const own = join(root, 'bench', 'ocr', 'node_modules');
  const library = readCorpus([python], 0);
  const packages = readCorpus(
    [
      'tesseract.js',
      'highlight.js',
      '@gutenye',
      'sharp',
      'bmp-js',
      'color',
      'detect-libc',
      'semver',
      'node-fetch',
    ].map((name) => join(own, name)),
    3,
  );
  return {
    code: [...library.code, ...packages.code],
    prose: [...packages.prose, ...docstrings(library.code)],
  };
}

/** Paragraphs of English out of comments, for corpora with few Markdown files. */
function docstrings(files: readonly SourceFile[]): string[] {
  const paragraphs: string[] = [];
  for (const file of files) {
    const comments = file.lines.filter(
      (line) => /^\s*#\s|^ {4}[A-Z]?[a-z]+ [a-z]+ /.test(line) && !/[=({]/.test(line),
    );
    for (let i = 0; i + 6 < comments.length; i += 7) {
      const text = comments
        .slice(i, i + 5)
        .map((line) => line.replace(/^\s*#?\s*/, ''))
        .join(' ');
      if (/^[A-Z]/.test(text) && !/["`_<>]/.test(text) && text.length > 150) paragraphs.push(text);
    }
  }
  return paragraphs;
}
