/** Terminals: prompts, listings, builds, tests, logs and errors in many colour schemes and window frames. */
import {
  chance,
  escapeHtml,
  type Generator,
  int,
  MONO,
  name,
  pick,
  type Rng,
  sentence,
  times,
  word,
} from './random';

const prompt = (rng: Rng): string =>
  pick(rng, [
    `${name(rng).split(' ')[0]!.toLowerCase()}@${word(rng)}:~/${word(rng)}$ `,
    `$ `,
    `[root@${word(rng)} ${word(rng)}]# `,
    `➜  ${word(rng)} git:(main) ✗ `,
    `PS C:\\Users\\${name(rng).split(' ')[0]}\\${word(rng)}> `,
    `C:\\${word(rng)}\\${word(rng)}>`,
    `~/${word(rng)} ❯ `,
    `% `,
    `>>> `,
  ]);

const hex = (rng: Rng, n: number): string => times(n, () => pick(rng, [...'0123456789abcdef'])).join('');
const path = (rng: Rng): string =>
  `${word(rng)}/${word(rng)}.${pick(rng, ['ts', 'py', 'c', 'go', 'rs', 'json'])}`;

const BLOCKS: ((rng: Rng) => string[])[] = [
  (rng) => [
    'ls -la',
    `total ${int(rng, 20, 900)}`,
    ...times(
      int(rng, 5, 14),
      () =>
        `${pick(rng, ['-rw-r--r--', 'drwxr-xr-x', '-rwxr-xr-x'])} ${int(rng, 1, 9)} root root ${String(int(rng, 20, 90000)).padStart(6)} ${pick(rng, ['Jan', 'Mar', 'Sep'])} ${String(int(rng, 1, 28)).padStart(2)} 1${int(rng, 0, 9)}:${int(rng, 10, 59)} ${word(rng)}${chance(rng, 0.5) ? '.txt' : ''}`,
    ),
  ],
  (rng) => [
    'git status',
    'On branch main',
    `Your branch is ahead of 'origin/main' by ${int(rng, 1, 9)} commits.`,
    '',
    'Changes not staged for commit:',
    ...times(int(rng, 2, 7), () => `        modified:   ${path(rng)}`),
    '',
    'no changes added to commit (use "git add" and/or "git commit -a")',
  ],
  (rng) => [
    'git log --oneline',
    ...times(int(rng, 5, 15), () => `${hex(rng, 7)} ${sentence(rng, 3, 8).slice(0, -1)}`),
  ],
  (rng) => [
    'npm test',
    '',
    `> ${word(rng)}@1.${int(rng, 0, 20)}.0 test`,
    '> mocha',
    '',
    ...times(
      int(rng, 4, 12),
      () =>
        `  ${pick(rng, ['✔', '✓', '✗', '1)'])} ${sentence(rng, 3, 8).slice(0, -1).toLowerCase()} (${int(rng, 1, 90)}ms)`,
    ),
    '',
    `  ${int(rng, 3, 90)} passing (${int(rng, 1, 9)}s)`,
  ],
  (rng) => [
    'npm install',
    ...times(
      int(rng, 1, 4),
      () =>
        `npm ${pick(rng, ['WARN deprecated', 'ERR! code', 'warn', 'ERR!'])} ${word(rng)}@${int(rng, 0, 9)}.${int(rng, 0, 30)}.1: ${sentence(rng, 4, 10)}`,
    ),
    '',
    `added ${int(rng, 20, 900)} packages, and audited ${int(rng, 100, 999)} packages in ${int(rng, 2, 40)}s`,
  ],
  (rng) => [
    `python ${word(rng)}.py`,
    'Traceback (most recent call last):',
    ...times(
      int(rng, 2, 5),
      () =>
        `  File "/home/${word(rng)}/${path(rng)}", line ${int(rng, 3, 400)}, in ${word(rng)}\n    ${word(rng)} = ${word(rng)}.${word(rng)}(${word(rng)})`,
    ),
    `${pick(rng, ['ValueError', 'KeyError', 'TypeError', 'ModuleNotFoundError'])}: ${sentence(rng, 3, 8)}`,
  ],
  (rng) => [
    `make -j8`,
    ...times(
      int(rng, 4, 14),
      () =>
        `${pick(rng, ['gcc -O2 -Wall -c', 'cc -o', '[ 42%] Building CXX object', 'LD', '  CC     '])} ${path(rng)}`,
    ),
    pick(rng, ['make: *** [Makefile:12: all] Error 2', `[100%] Built target ${word(rng)}`]),
  ],
  (rng) => [
    'docker ps',
    'CONTAINER ID   IMAGE          COMMAND                  STATUS         PORTS',
    ...times(
      int(rng, 2, 8),
      () =>
        `${hex(rng, 12)}   ${word(rng).padEnd(14)} "${word(rng)} -c ${word(rng)}"   Up ${int(rng, 2, 50)} hours   0.0.0.0:${int(rng, 1000, 9000)}->80/tcp`,
    ),
  ],
  (rng) => [
    `tail -f /var/log/${word(rng)}.log`,
    ...times(
      int(rng, 6, 20),
      () =>
        `2026-0${int(rng, 1, 9)}-1${int(rng, 0, 9)} ${int(rng, 10, 23)}:${int(rng, 10, 59)}:${int(rng, 10, 59)} [${pick(rng, ['INFO', 'WARN', 'ERROR', 'DEBUG'])}] ${word(rng)}.${word(rng)}: ${sentence(rng, 4, 10)}`,
    ),
  ],
  (rng) => [
    'df -h',
    'Filesystem      Size  Used Avail Use% Mounted on',
    ...times(
      int(rng, 3, 9),
      () =>
        `/dev/sda${int(rng, 1, 9)}       ${int(rng, 10, 99)}G  ${int(rng, 1, 9)}.${int(rng, 1, 9)}G   ${int(rng, 10, 99)}G  ${int(rng, 1, 99)}% /${word(rng)}`,
    ),
  ],
  (rng) => [
    `${word(rng)} --help`,
    `Usage: ${word(rng)} [OPTIONS] COMMAND [ARGS]...`,
    '',
    'Options:',
    ...times(
      int(rng, 4, 12),
      () => `  -${pick(rng, [...'abcdefg'])}, --${word(rng).padEnd(12)} ${sentence(rng, 3, 8)}`,
    ),
  ],
  (rng) => [`cat ${word(rng)}.txt`, ...times(int(rng, 3, 9), () => sentence(rng, 5, 14))],
  (rng) => [
    `ping ${word(rng)}.example.com`,
    ...times(
      int(rng, 3, 10),
      (i) =>
        `64 bytes from 10.0.${int(rng, 0, 9)}.${int(rng, 1, 99)}: icmp_seq=${i + 1} ttl=64 time=${int(rng, 1, 40)}.${int(rng, 1, 9)} ms`,
    ),
  ],
];

/** Plain text of a session, at least `lines` long unless the screen is left part empty. */
export function terminalText(rng: Rng, lines: number): string {
  const mark = prompt(rng);
  const out: string[] = [];
  const full = chance(rng, 0.6) ? lines : int(rng, 3, lines);
  while (out.length < full)
    out.push(...pick(rng, BLOCKS)(rng).map((line, i) => (i === 0 ? mark + line : line)));
  out.push(mark);
  return out.slice(chance(rng, 0.5) ? 0 : -lines).join('\n');
}

const SCHEMES = [
  ['#000', '#ddd'],
  ['#0c0c0c', '#ccc'],
  ['#1e1e1e', '#d4d4d4'],
  ['#012456', '#eee'],
  ['#300a24', '#eee'],
  ['#002b36', '#93a1a1'],
  ['#282a36', '#f8f8f2'],
  ['#282c34', '#abb2bf'],
  ['#fdf6e3', '#657b83'],
  ['#fff', '#222'],
  ['#000', '#3f3'],
  ['#2e3440', '#d8dee9'],
  ['#1d1f21', '#c5c8c6'],
  ['#f5f5f5', '#333'],
] as const;
const INKS = [
  '#5af78e',
  '#ff5c57',
  '#f3f99d',
  '#57c7ff',
  '#ff6ac1',
  '#9aedfe',
  '#2aa198',
  '#b58900',
  '#cb4b16',
];

/** Colours prompts, marks, paths and levels the way programs do. */
function coloured(rng: Rng, text: string): string {
  const [a, b, c] = [pick(rng, INKS), pick(rng, INKS), pick(rng, INKS)];
  const plain = chance(rng, 0.25);
  return escapeHtml(text)
    .split('\n')
    .map((line) => {
      if (plain) return line;
      if (/[$#%❯➜]|PS |C:\\/.test(line.slice(0, 40)))
        return line.replace(/^(\S+)/, `<b style="color:${a}">$1</b>`);
      return line
        .replace(/(ERR!|ERROR|Error|✗|modified:.*|\w+Error)/, `<span style="color:#f55">$1</span>`)
        .replace(/(✔|✓|INFO|Up \d+ hours|passing)/, `<span style="color:${b}">$1</span>`)
        .replace(/^([0-9a-f]{7}) /, `<span style="color:${c}">$1</span> `);
    })
    .join('\n');
}

export const terminalPage: Generator = (rng) => {
  const [background, ink] = pick(rng, SCHEMES);
  const fontPx = int(rng, 11, 18);
  const widthPx = int(rng, 400, 1500);
  const heightPx = int(rng, 180, 960);
  const text = coloured(rng, terminalText(rng, Math.floor(heightPx / (fontPx * 1.35))));
  const pre = `<pre style="margin:0;padding:${int(rng, 2, 16)}px;flex:1;overflow:hidden;background:${background};color:${ink};font:${fontPx}px/${pick(rng, [1.15, 1.25, 1.4])} '${pick(rng, MONO)}'">${text}${chance(rng, 0.6) ? `<span style="background:${ink}">&nbsp;</span>` : ''}</pre>`;
  const frame = pick(rng, ['none', 'none', 'mac', 'linux', 'windows']);
  const label = `${name(rng).split(' ')[0]!.toLowerCase()}@${word(rng)}: ~`;
  const bars: Record<string, string> = {
    none: '',
    mac: `<div style="background:${pick(rng, ['#e8e6e8', '#3a3a3c'])};padding:9px;text-align:center;font:13px Lato;color:#888">${['#ff5f57', '#febc2e', '#28c840'].map((c) => `<span style="float:left;width:12px;height:12px;border-radius:6px;background:${c};margin-right:8px"></span>`).join('')}${label} — bash — 80×24</div>`,
    linux: `<div style="background:${pick(rng, ['#2c2c2c', '#ebebeb', '#3c3b37'])};padding:9px;text-align:center;font:bold 13px Noto Sans;color:#999">${label}<span style="float:right">— □ ✕</span></div><div style="background:#4443;padding:4px 10px;font:13px Noto Sans;color:#777">File &nbsp; Edit &nbsp; View &nbsp; Search &nbsp; Terminal &nbsp; Help</div>`,
    windows: `<div style="background:${pick(rng, ['#fff', '#202020'])};padding:7px 10px;font:12px Open Sans,Noto Sans;color:#888">▣ ${pick(rng, ['Command Prompt', 'Windows PowerShell', 'Administrator: PowerShell'])}<span style="float:right">— &nbsp; □ &nbsp; ✕</span></div>`,
  };
  return {
    source: `pre-${frame}`,
    html: `<style>html,body{margin:0;height:100vh}body{display:flex;flex-direction:column;background:${background}}</style>${bars[frame]}${pre}`,
    widthPx,
    heightPx,
  };
};
