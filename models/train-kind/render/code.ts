/** Code: bare snippets, snippet cards and whole editor windows, coloured by highlight.js in many themes. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { npmDir } from '../paths';
import { chance, escapeHtml, type Generator, int, MONO, pick, type Rng, SANS, times, word } from './random';
import { sourceFiles } from './source-files';
import { terminalText } from './terminal';

const hljs = createRequire(join(npmDir, 'x.js'))('highlight.js');
const STYLES = readdirSync(join(npmDir, 'highlight.js/styles')).filter((f) => f.endsWith('.min.css'));

function snippet(rng: Rng, lines: number): { name: string; code: string } {
  const file = pick(rng, sourceFiles());
  const all = readFileSync(file, 'utf8').replaceAll('\t', '    ').split('\n');
  const start = int(rng, 0, Math.max(0, all.length - lines));
  const code = all
    .slice(start, start + lines)
    .map((l) => l.slice(0, 160))
    .join('\n');
  return { name: file.split('/').pop()!, code };
}

function highlighted(name: string, code: string): string {
  const language = name.split('.').pop()!;
  if (hljs.getLanguage(language)) return hljs.highlight(code, { language, ignoreIllegals: true }).value;
  return escapeHtml(code);
}

/** One block per line, with line numbers if wanted. */
function editor(rng: Rng, html: string, fontPx: number, numbers: boolean): string {
  const lineHeight = pick(rng, [1.2, 1.35, 1.5]);
  const count = html.split('\n').length;
  const first = chance(rng, 0.5) ? 1 : int(rng, 1, 900);
  const gutter = numbers
    ? `<pre style="text-align:right;opacity:.5;margin:0;padding:0 12px 0 10px;font:inherit">${times(count, (i) => first + i).join('\n')}</pre>`
    : '';
  return `<div class="hljs" style="display:flex;font:${fontPx}px/${lineHeight} '${pick(rng, MONO)}';flex:1;overflow:hidden;padding:6px">${gutter}<pre style="margin:0;font:inherit">${html}</pre></div>`;
}

export const codePage: Generator = (rng) => {
  const css = readFileSync(join(npmDir, 'highlight.js/styles', pick(rng, STYLES)), 'utf8');
  const dark = /\.hljs\{[^}]*background:#([0-4]|000)/.test(css);
  const fontPx = int(rng, 11, 18);
  const layout = pick(rng, ['bare', 'bare', 'card', 'ide', 'ide', 'ide']);
  const widthPx = layout === 'bare' ? int(rng, 420, 1300) : int(rng, 760, 1920);
  const heightPx = layout === 'bare' ? int(rng, 160, 900) : int(rng, 480, 1080);
  const sample = snippet(rng, Math.ceil(heightPx / (fontPx * 1.2)));
  const code = editor(
    rng,
    highlighted(sample.name, sample.code),
    fontPx,
    layout === 'ide' || chance(rng, 0.4),
  );
  const frame = `<style>${css}html,body{margin:0;height:100vh;overflow:hidden}body{display:flex;flex-direction:column}pre{tab-size:4}</style>`;
  if (layout === 'bare') return { source: 'hljs-bare', html: `${frame}${code}`, widthPx, heightPx };
  if (layout === 'card') {
    const mac = ['#ff5f57', '#febc2e', '#28c840'];
    return {
      source: 'hljs-card',
      html: `${frame}<body style="background:linear-gradient(${int(rng, 0, 180)}deg,hsl(${int(rng, 0, 360)} 70% 60%),hsl(${int(rng, 0, 360)} 70% 50%));padding:${int(rng, 20, 70)}px;box-sizing:border-box"><div class="hljs" style="flex:1;display:flex;flex-direction:column;border-radius:10px;overflow:hidden;box-shadow:0 12px 40px #0006"><div style="padding:12px">${mac.map((c) => `<span style="display:inline-block;width:12px;height:12px;border-radius:6px;background:${c};margin-right:8px"></span>`).join('')}</div>${code}</div></body>`,
      widthPx,
      heightPx,
    };
  }
  return { source: 'hljs-ide', html: `${frame}${ide(rng, sample.name, code, dark)}`, widthPx, heightPx };
};

/** A window with activity bar, file tree, tabs, status bar and sometimes a terminal or minimap. */
function ide(rng: Rng, name: string, code: string, dark: boolean): string {
  const side = dark
    ? pick(rng, ['#252526', '#21252b', '#1e1f29', '#181818'])
    : pick(rng, ['#f3f3f3', '#f8f8f8', '#eee']);
  const bar = dark ? pick(rng, ['#333', '#181818', '#2c2c2c']) : pick(rng, ['#2c2c2c', '#f8f8f8', '#ddd']);
  const ink = dark ? '#bbb' : '#444';
  const status = pick(rng, ['#007acc', '#181818', '#68217a', '#f8f8f8', '#21252b', '#16825d']);
  const px = int(rng, 11, 14);
  const tree = times(int(rng, 8, 30), () => {
    const folder = chance(rng, 0.3);
    return `<div style="padding:2px 0 2px ${int(rng, 0, 3) * 12}px;white-space:nowrap">${folder ? '▸ ' : ''}${word(rng)}${folder ? '' : `.${pick(rng, ['ts', 'py', 'json', 'md', 'c', 'css'])}`}</div>`;
  }).join('');
  const tabs = times(int(rng, 1, 5), (i) => {
    return `<div style="padding:8px 14px;background:${i === 0 ? 'transparent' : '#8882'};border-right:1px solid #8883">${i === 0 ? escapeHtml(name) : `${word(rng)}.${pick(rng, ['ts', 'py', 'js'])}`} ×</div>`;
  }).join('');
  const menu = chance(rng, 0.6)
    ? `<div style="background:${bar};color:${bar.startsWith('#f') || bar === '#ddd' ? '#333' : '#ccc'};padding:6px 10px;display:flex;gap:14px">${'File,Edit,Selection,View,Go,Run,Terminal,Help'
        .split(',')
        .slice(0, int(rng, 3, 8))
        .join(' &nbsp; ')}<span style="margin:auto">${escapeHtml(name)} - ${word(rng)}</span></div>`
    : '';
  const panel = chance(rng, 0.3)
    ? `<div style="height:${int(rng, 90, 240)}px;border-top:1px solid #8886;padding:6px 12px;overflow:hidden"><div style="font-size:11px;letter-spacing:.5px;padding-bottom:6px">PROBLEMS &nbsp; OUTPUT &nbsp; <u>TERMINAL</u></div><pre style="margin:0;font:${px}px/1.3 '${pick(rng, MONO)}'">${escapeHtml(terminalText(rng, 14))}</pre></div>`
    : '';
  const icons = times(
    6,
    () =>
      `<div style="width:22px;height:22px;border:2px solid #999;border-radius:${int(rng, 0, 11)}px;margin:13px auto"></div>`,
  ).join('');
  return `<body class="hljs" style="padding:0;font:${px}px '${pick(rng, SANS)}';color:${ink}">${menu}<div style="flex:1;display:flex;overflow:hidden">
  ${chance(rng, 0.8) ? `<div style="width:48px;background:${bar}">${icons}</div>` : ''}
  ${chance(rng, 0.8) ? `<div style="width:${int(rng, 150, 300)}px;background:${side};padding:8px;overflow:hidden"><div style="font-size:11px;padding-bottom:8px">EXPLORER</div>${tree}</div>` : ''}
  <div style="flex:1;display:flex;flex-direction:column;overflow:hidden"><div style="display:flex;background:${side}">${tabs}</div>${code}${panel}</div></div>
  <div style="background:${status};color:${status === '#f8f8f8' ? '#333' : '#fff'};padding:3px 10px;font-size:12px">⎇ main &nbsp; ⊗ ${int(rng, 0, 9)} ⚠ ${int(rng, 0, 9)} <span style="float:right">Ln ${int(rng, 1, 400)}, Col ${int(rng, 1, 80)} &nbsp; Spaces: 2 &nbsp; UTF-8 &nbsp; LF</span></div></body>`;
}
