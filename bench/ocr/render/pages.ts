/** HTML pages that look like what people take screenshots of. Blocks (`data-block`) stand in reading order. */
import hljs from 'highlight.js';
import type { Corpus } from './corpus';
import type { Random } from './random';

export interface PageStyle {
  readonly mono: string;
  readonly sans: string;
  readonly sizePx: number;
  readonly dark: boolean;
  readonly widthPx: number;
  readonly heightPx: number;
}

export const KINDS = [
  'code',
  'terminal',
  'article',
  'docs',
  'columns',
  'table',
  'ide',
  'dialog',
  'snippet',
] as const;
export type Kind = (typeof KINDS)[number];

interface Theme {
  readonly background: string;
  readonly foreground: string;
  readonly panel: string;
  readonly faint: string;
  readonly accent: string;
  readonly border: string;
  readonly comment: string;
  readonly text: string;
  readonly keyword: string;
  readonly number: string;
  readonly title: string;
}

const DARK: readonly Theme[] = [
  {
    background: '#1e1e1e',
    foreground: '#d4d4d4',
    panel: '#252526',
    faint: '#858585',
    accent: '#4daafc',
    border: '#3c3c3c',
    comment: '#6a9955',
    text: '#ce9178',
    keyword: '#569cd6',
    number: '#b5cea8',
    title: '#dcdcaa',
  },
  {
    background: '#0d1117',
    foreground: '#e6edf3',
    panel: '#161b22',
    faint: '#7d8590',
    accent: '#2f81f7',
    border: '#30363d',
    comment: '#8b949e',
    text: '#a5d6ff',
    keyword: '#ff7b72',
    number: '#79c0ff',
    title: '#d2a8ff',
  },
  {
    background: '#282a36',
    foreground: '#f8f8f2',
    panel: '#21222c',
    faint: '#6272a4',
    accent: '#bd93f9',
    border: '#44475a',
    comment: '#6272a4',
    text: '#f1fa8c',
    keyword: '#ff79c6',
    number: '#bd93f9',
    title: '#50fa7b',
  },
  {
    background: '#300a24',
    foreground: '#eeeeec',
    panel: '#3b1230',
    faint: '#ad7fa8',
    accent: '#729fcf',
    border: '#5c3556',
    comment: '#8ae234',
    text: '#fce94f',
    keyword: '#729fcf',
    number: '#34e2e2',
    title: '#ad7fa8',
  },
];
const LIGHT: readonly Theme[] = [
  {
    background: '#ffffff',
    foreground: '#1f1f1f',
    panel: '#f8f8f8',
    faint: '#6e7681',
    accent: '#005fb8',
    border: '#e5e5e5',
    comment: '#008000',
    text: '#a31515',
    keyword: '#0000ff',
    number: '#098658',
    title: '#795e26',
  },
  {
    background: '#fdf6e3',
    foreground: '#586e75',
    panel: '#eee8d5',
    faint: '#93a1a1',
    accent: '#268bd2',
    border: '#d3cbb7',
    comment: '#93a1a1',
    text: '#2aa198',
    keyword: '#859900',
    number: '#d33682',
    title: '#268bd2',
  },
  {
    background: '#fafafa',
    foreground: '#24292f',
    panel: '#f0f0f0',
    faint: '#57606a',
    accent: '#0969da',
    border: '#d0d7de',
    comment: '#6e7781',
    text: '#0a3069',
    keyword: '#cf222e',
    number: '#0550ae',
    title: '#8250df',
  },
];

const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function highlighted(lines: readonly string[], language: string): string[] {
  const marked = hljs.highlight(lines.join('\n'), { language }).value;
  // Spans that run over a line's end are closed and opened again, so that each line stands alone.
  const open: string[] = [];
  return marked.split('\n').map((line) => {
    const start = open.join('');
    for (const tag of line.match(/<span[^>]*>|<\/span>/g) ?? []) {
      if (tag === '</span>') open.pop();
      else open.push(tag);
    }
    return start + line + '</span>'.repeat(open.length);
  });
}

class PageWriter {
  readonly theme: Theme;
  readonly lineHeight: number;
  constructor(
    private readonly corpus: Corpus,
    private readonly random: Random,
    private readonly style: PageStyle,
  ) {
    this.theme = random.pick(style.dark ? DARK : LIGHT);
    this.lineHeight = Math.round(style.sizePx * (1.25 + random.next() * 0.25));
  }

  /** A run of consecutive lines of a real file, cut at `columns`. */
  private codeLines(
    count: number,
    columns: number,
  ): { lines: string[]; language: string; name: string; first: number } {
    const { random } = this;
    for (;;) {
      const file = random.pick(this.corpus.code);
      if (file.language === 'json' && random.next() < 0.7) continue;
      const first = random.int(0, Math.max(0, file.lines.length - count));
      const lines = file.lines.slice(first, first + count).map((line) => line.slice(0, columns).trimEnd());
      if (lines.filter((line) => line.trim().length > 3).length < 0.6 * lines.length) continue;
      if (new Set(lines).size < 0.5 * lines.length || lines.some((line) => /[^\s]{60}/.test(line))) continue;
      return { lines, language: file.language, name: file.name, first: first + 1 };
    }
  }

  /** An editor: line numbers, indentation, colours. */
  code(rows: number, columns: number, numbers: boolean): string {
    const { lines, language, first } = this.codeLines(rows, columns);
    const gutter = String(first + rows).length + 1;
    const body = highlighted(lines, language).map((line, i) => {
      const number = numbers ? `<span class="ln" style="width:${gutter + 1}ch">${first + i}</span>` : '';
      return `<div class="row" style="height:${this.lineHeight}px;line-height:${this.lineHeight}px">${number}<span>${line}</span></div>`;
    });
    return `<div class="mono pre" data-block>${body.join('')}</div>`;
  }

  private rows(heightPx: number): number {
    return Math.max(3, Math.floor(heightPx / this.lineHeight));
  }

  private columns(widthPx: number): number {
    return Math.max(20, Math.floor(widthPx / (this.style.sizePx * 0.62)) - 6);
  }

  paragraph(): string {
    return this.random.pick(this.corpus.prose);
  }

  sentence(words: number): string {
    const all = this.paragraph().split(' ');
    return all
      .slice(0, words)
      .join(' ')
      .replace(/[,;:]$/, '');
  }

  terminalLines(rows: number, columns: number): string[] {
    const { random } = this;
    const out: string[] = [];
    const user = random.pick(['ana@build', 'dev@laptop', 'root@ci-7', 'user@host']);
    const prompt = (command: string): void => {
      out.push(
        `<b style="color:${this.theme.title}">${user}</b>:<span style="color:${this.theme.accent}">~/work/app</span>$ ${html(command)}`,
      );
    };
    const plain = (text: string): void => void out.push(html(text.slice(0, columns)));
    while (out.length < rows) {
      switch (random.int(0, 6)) {
        case 0: {
          prompt('ls -la src');
          plain(`total ${random.int(20, 900)}`);
          for (let i = random.int(4, 10); i > 0; i--) {
            const file = random.pick(this.corpus.code).name;
            const day = String(random.int(1, 28)).padStart(2);
            plain(
              `-rw-r--r--  1 ${random.pick(['root', 'ana', 'dev'])} staff ${String(random.int(100, 99999)).padStart(7)} Nov ${day} ${String(random.int(0, 23)).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')} ${file}`,
            );
          }
          break;
        }
        case 1: {
          prompt('git log --oneline -8');
          for (let i = 0; i < 8; i++) {
            const hash = Array.from({ length: 7 }, () => random.pick([...'0123456789abcdef'])).join('');
            out.push(
              `<span style="color:${this.theme.number}">${hash}</span> ${html(this.sentence(random.int(4, 9)).slice(0, columns - 9))}`,
            );
          }
          break;
        }
        case 2: {
          prompt('npm test');
          for (let i = random.int(4, 9); i > 0; i--) {
            const ok = random.next() < 0.8;
            out.push(
              `  <span style="color:${ok ? this.theme.comment : '#f14c4c'}">${ok ? '\u2713' : '1)'}</span> ${html(this.sentence(random.int(4, 8)).slice(0, columns - 20))} (${random.int(2, 900)}ms)`,
            );
          }
          plain(`  ${random.int(2, 99)} passing (${random.int(1, 9)}s)`);
          break;
        }
        case 3: {
          prompt(`node ${random.pick(this.corpus.code).name}`);
          out.push(
            `<span style="color:#f14c4c">TypeError: Cannot read properties of undefined (reading '${random.pick(['length', 'map', 'name', 'data'])}')</span>`,
          );
          for (let i = random.int(3, 7); i > 0; i--) {
            plain(
              `    at ${random.pick(['Object.<anonymous>', 'Module._compile', 'processTicksAndRejections', 'async run', 'Function.load'])} (/home/dev/app/${random.pick(this.corpus.code).name}:${random.int(1, 900)}:${random.int(1, 60)})`,
            );
          }
          break;
        }
        case 4: {
          prompt('docker ps');
          plain('CONTAINER ID   IMAGE            COMMAND          STATUS         PORTS');
          for (let i = random.int(2, 5); i > 0; i--) {
            const id = Array.from({ length: 12 }, () => random.pick([...'0123456789abcdef'])).join('');
            plain(
              `${id}   ${random.pick(['postgres:16.2', 'redis:7-alpine', 'nginx:latest']).padEnd(14)}   "${random.pick(['entrypoint.sh', 'npm start', 'nginx -g'])}"   Up ${random.int(2, 50)} hours    0.0.0.0:${random.int(1000, 9999)}->${random.int(80, 9999)}/tcp`,
            );
          }
          break;
        }
        case 5: {
          prompt('df -h');
          plain('Filesystem      Size  Used Avail Use% Mounted on');
          for (const device of ['/dev/sda1', 'tmpfs', '/dev/nvme0n1p2']) {
            plain(
              `${device.padEnd(14)}  ${random.int(10, 900)}G  ${random.int(10, 99)}G  ${random.int(10, 99)}G  ${random.int(1, 99)}% ${random.pick(['/', '/home', '/boot/efi', '/var/lib'])}`,
            );
          }
          break;
        }
        default: {
          const { lines } = this.codeLines(random.int(4, 9), columns);
          prompt('git diff');
          for (const line of lines) {
            const added = random.next() < 0.5;
            out.push(
              `<span style="color:${added ? this.theme.comment : '#f14c4c'}">${added ? '+' : '-'} ${html(line.slice(0, columns - 2))}</span>`,
            );
          }
        }
      }
    }
    return out.slice(0, rows);
  }

  terminal(rows: number, columns: number): string {
    const rowStyle = `height:${this.lineHeight}px;line-height:${this.lineHeight}px`;
    const body = this.terminalLines(rows, columns).map(
      (line) => `<div class="row" style="${rowStyle}">${line}</div>`,
    );
    return `<div class="mono pre" data-block>${body.join('')}</div>`;
  }

  prose(paragraphs: number): string {
    const { random, style } = this;
    const parts = [`<h1 data-block data-hide>${html(this.sentence(6))}</h1>`];
    for (let i = 0; i < paragraphs; i++) {
      if (i > 0 && random.next() < 0.3) parts.push(`<h2 data-block data-hide>${html(this.sentence(5))}</h2>`);
      if (random.next() < 0.2) {
        const items = Array.from(
          { length: 3 },
          () => `<li data-block data-hide>\u2022 ${html(this.sentence(12))}</li>`,
        );
        parts.push(`<ul style="list-style:none;padding-left:1em">${items.join('')}</ul>`);
      } else {
        const words = html(this.paragraph())
          .split(' ')
          .map((word) =>
            random.next() < 0.03 && /^\w+$/.test(word)
              ? `<a>${word}</a>`
              : random.next() < 0.02 && /^\w+$/.test(word)
                ? `<b>${word}</b>`
                : word,
          );
        parts.push(
          `<p data-block data-hide style="line-height:${(1.4 + random.next() * 0.3) * style.sizePx}px">${words.join(' ')}</p>`,
        );
      }
    }
    return parts.join('');
  }

  table(rows: number): string {
    const { random } = this;
    const heads = ['Name', 'Version', 'Size', 'Downloads', 'Updated', 'License'];
    const cell = (i: number): string => {
      switch (i) {
        case 0:
          return random.pick(this.corpus.code).name;
        case 1:
          return `${random.int(0, 20)}.${random.int(0, 40)}.${random.int(0, 9)}`;
        case 2:
          return `${(random.next() * 900).toFixed(1)} kB`;
        case 3:
          return random.int(1000, 9_999_999).toLocaleString('en-US');
        case 4:
          return `2025-${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`;
        default:
          return random.pick(['MIT', 'Apache-2.0', 'BSD-3-Clause', 'ISC']);
      }
    };
    const body = Array.from(
      { length: rows },
      () =>
        `<tr data-block data-hide>${heads.map((_, i) => `<td class="${i === 2 || i === 3 ? 'right' : ''}">${html(cell(i))}</td>`).join('')}</tr>`,
    );
    return `<table><tr data-block>${heads.map((head, i) => `<th class="${i === 2 || i === 3 ? 'right' : ''}">${head}</th>`).join('')}</tr>${body.join('')}</table>`;
  }

  list(items: readonly string[], className: string): string {
    return `<div class="${className}" data-block>${items.map((item) => `<div>${html(item)}</div>`).join('')}</div>`;
  }

  names(count: number): string[] {
    return [
      ...new Set(Array.from({ length: count * 2 }, () => this.random.pick(this.corpus.code).name)),
    ].slice(0, count);
  }

  page(kind: Kind): string {
    const { style, random } = this;
    const { widthPx: w, heightPx: h } = style;
    switch (kind) {
      case 'code':
        return `<div class="pad">${this.code(this.rows(h - 24), this.columns(w), random.next() < 0.7)}</div>`;
      case 'snippet':
        return `<div class="pad">${this.code(this.rows(h - 24), Math.min(90, this.columns(w)), false)}</div>`;
      case 'terminal':
        return `<div class="pad">${this.terminal(this.rows(h - 24), this.columns(w))}</div>`;
      case 'article':
        return `<nav data-block>${['Home', 'Guide', 'Reference', 'Blog', 'Community'].map((name) => `<a>${name}</a>`).join('')}</nav><main style="max-width:${46 * style.sizePx}px">${this.prose(14)}</main>`;
      case 'docs':
        return `<div class="split"><aside>${this.list(['Getting started', 'Installation', 'Configuration', ...this.names(8)], 'side')}</aside><main>${this.prose(3)}${`<div class="box" data-hide>${this.code(6, Math.min(70, this.columns(w - 320)), false)}</div>`}${this.prose(8)}</main></div>`;
      case 'columns':
        return `<div class="split even"><main>${this.prose(10)}</main><main>${this.prose(10)}</main></div>`;
      case 'table':
        return `<main><h1 data-block>${html(this.sentence(4))}</h1><p data-block>${html(this.sentence(16))}</p>${this.table(Math.floor((h - 200) / (style.sizePx * 2.4)))}</main>`;
      case 'ide': {
        const bar = style.sizePx * 2;
        const terminalRows = 8;
        const editorHeight = h - 2 * bar - terminalRows * this.lineHeight - 60;
        return `<div class="ide"><aside style="width:${16 * style.sizePx}px">${this.list(['EXPLORER', ...this.names(Math.min(18, Math.floor((h - 80) / (style.sizePx * 1.7))))], 'side')}</aside><section><div class="bar" data-block>${this.names(
          3,
        )
          .map((name) => `<span>${name}</span>`)
          .join(
            '',
          )}</div><div style="height:${editorHeight}px;overflow:hidden">${this.code(this.rows(editorHeight - 8), this.columns(w - 18 * style.sizePx), true)}</div><div class="panel"><div class="bar" data-block><span>PROBLEMS</span><span>OUTPUT</span><span>TERMINAL</span></div>${this.terminal(terminalRows, this.columns(w - 18 * style.sizePx))}</div></section></div>`;
      }
      case 'dialog':
        return `<div class="dialog"><h2 data-block>${html(this.sentence(4))}</h2><p data-block>${html(this.paragraph().slice(0, 200).replace(/ \S*$/, ''))}</p>${['Name', 'E-mail address', 'Project folder', 'Access token'].map((label) => `<div class="field"><label data-block>${label}</label><div class="input" data-block>${html(this.random.pick(this.corpus.code).name)}</div></div>`).join('')}<div class="buttons" data-block><button>Cancel</button><button class="primary">Save changes</button></div></div>`;
    }
  }

  css(): string {
    const { theme, style } = this;
    return `*{box-sizing:border-box}body{margin:0;background:${theme.background};color:${theme.foreground};font:${style.sizePx}px ${style.sans};width:${style.widthPx}px;height:${style.heightPx}px;overflow:hidden}
.mono,code{font-family:${style.mono};font-variant-ligatures:none}.pre .row{white-space:pre;overflow:hidden}.ln{display:inline-block;text-align:right;padding-right:1ch;color:${theme.faint}}.pad{padding:12px}
h1{font-size:1.9em;margin:.5em 0}h2{font-size:1.4em;margin:.8em 0 .4em}p{margin:.6em 0}a{color:${theme.accent}}
nav{background:${theme.panel};padding:.8em 1.5em;border-bottom:1px solid ${theme.border}}nav a{margin-right:2em}main{padding:.6em 1.5em;margin:0 auto}
.split{display:flex;height:100%}.split aside{width:240px;background:${theme.panel};padding:1em;flex:none}.split.even main{width:50%;flex:none}.side div{line-height:1.7}
.box{background:${theme.panel};border:1px solid ${theme.border};border-radius:6px;padding:1em}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.5em .9em;border-bottom:1px solid ${theme.border}}.right{text-align:right}
.ide{display:flex;height:100%}.ide aside{background:${theme.panel};padding:.6em 1.2em;flex:none}.ide section{flex:1;display:flex;flex-direction:column;min-width:0}.bar{background:${theme.panel};height:${2 * style.sizePx}px;line-height:${2 * style.sizePx}px}.bar span{margin:0 1.4em}.panel{border-top:1px solid ${theme.border};padding-left:12px;margin-top:auto}
.dialog{position:absolute;left:15%;top:12%;width:60%;background:${theme.panel};border:1px solid ${theme.border};border-radius:8px;padding:1.5em;box-shadow:0 4px 20px #0006}.field{margin:1em 0}.input{border:1px solid ${theme.border};background:${theme.background};padding:.4em .7em;margin-top:.3em;border-radius:3px}.buttons{text-align:right}button{font:inherit;color:${theme.foreground};background:${theme.background};border:1px solid ${theme.border};padding:.4em 1.2em;margin-left:1em;border-radius:4px}.primary{background:${theme.accent};color:#fff}
.hljs-comment,.hljs-quote{color:${theme.comment}}.hljs-string,.hljs-regexp{color:${theme.text}}.hljs-keyword,.hljs-literal,.hljs-tag{color:${theme.keyword}}.hljs-number,.hljs-attr{color:${theme.number}}.hljs-title,.hljs-name,.hljs-built_in{color:${theme.title}}`;
  }
}

/** A whole page of the kind, with its styles. */
export function writePage(
  kind: Kind,
  corpus: Corpus,
  random: Random,
  style: PageStyle,
  fontCss: string,
): string {
  const writer = new PageWriter(corpus, random, style);
  return `<!doctype html><html><head><meta charset="utf-8"><style>${fontCss}${writer.css()}</style></head><body>${writer.page(kind)}</body></html>`;
}
