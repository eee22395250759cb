import type { Fact } from '../../../protocol';
import { detectLanguage } from '../code-language';
import { EDITOR_CHROME, FILE_NAME, MENU_BAR } from '../patterns';
import { type Findings, isQuotable, type Scene } from '../scene';
import { count, list, quote, withArticle } from '../wording';
import { failureOf } from './terminal';

/** What is defined in the visible code. Group 1 is the name. */
const DEFINITIONS: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  {
    what: 'class',
    pattern:
      /^(?:export\s+|default\s+|public\s+|private\s+|internal\s+|abstract\s+|final\s+|sealed\s+|data\s+|static\s+)*class\s+([A-Za-z_]\w+)/,
  },
  { what: 'interface', pattern: /^(?:export\s+|public\s+)*interface\s+([A-Za-z_]\w+)/ },
  {
    what: 'struct',
    pattern: /^(?:pub(?:\([a-z]+\))?\s+|typedef\s+)*struct\s+([A-Za-z_]\w+)\s*(?:<.*>)?\s*[{;]/,
  },
  { what: 'struct', pattern: /^type\s+([A-Za-z_]\w+)\s+struct\b/ },
  { what: 'enum', pattern: /^(?:export\s+|pub\s+|public\s+)*enum\s+(?:class\s+)?([A-Za-z_]\w+)/ },
  { what: 'table', pattern: /^CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?[`"[]?([A-Za-z_]\w+)/i },
  {
    what: 'function',
    pattern: /^(?:export\s+|default\s+|async\s+)*function\s*\*?\s*([A-Za-z_$][\w$]+)\s*\(/,
  },
  { what: 'function', pattern: /^(?:async\s+)?def\s+([A-Za-z_]\w+)\s*\(?/ },
  { what: 'function', pattern: /^(?:pub(?:\([a-z]+\))?\s+|const\s+|async\s+|unsafe\s+)*fn\s+([A-Za-z_]\w+)/ },
  { what: 'function', pattern: /^func\s+(?:\([^)]*\)\s*)?([A-Za-z_]\w+)\s*\(/ },
  {
    what: 'function',
    pattern: /^(?:suspend\s+|override\s+|private\s+|inline\s+)*fun\s+(?:[\w<>]+\.)?([A-Za-z_]\w+)\s*\(/,
  },
  {
    what: 'function',
    pattern: /^(?:export\s+)?const\s+([A-Za-z_$][\w$]+)\s*(?::[^=]+)?=\s*(?:async\s*)?\(?[\w\s,:{}]*\)?\s*=>/,
  },
  {
    what: 'function',
    pattern:
      /^(?:static\s+|inline\s+|extern\s+|unsigned\s+|const\s+)*(?:void|int|char|long|double|float|bool|size_t)\s+\*?([A-Za-z_]\w+)\s*\([^;]*$/,
  },
  {
    what: 'function',
    pattern:
      /^(?:public\s+|private\s+|protected\s+|static\s+|final\s+|override\s+|async\s+)+[\w<>[\],.?]+\s+([A-Za-z_]\w+)\s*\([^;]*$/,
  },
  { what: 'function', pattern: /^sub\s+([A-Za-z_]\w+)\s*\{?$/ },
];

interface Definition {
  readonly what: string;
  readonly name: string;
}

/** The language, the file, what the code defines, and what the editor around it shows. */
export function readCode(scene: Scene): Findings {
  const quotable = scene.lines.filter(isQuotable);
  const file = fileOf(scene);
  const code = quotable.map((line) => line.source.text).join('\n');
  const language = detectLanguage(code, file);
  const definitions = definitionsOf(quotable.map((line) => line.text));
  const inEditor = quotable.some((line) => EDITOR_CHROME.test(line.text) || MENU_BAR.test(line.text));
  const first = quotable.find(
    (line) =>
      /[A-Za-z]{3}/.test(line.text) &&
      !EDITOR_CHROME.test(line.text) &&
      !MENU_BAR.test(line.text) &&
      line.text.length > 8 &&
      // Beside the code an editor shows names of files and symbols, a word or two each.
      (!inEditor || line.text.split(' ').length >= 4),
  );

  const thing = language
    ? `${language}${/script$/.test(language) && language.includes(' ') ? '' : ' code'}`
    : inEditor && definitions.length === 0
      ? 'text'
      : 'code';
  const place = inEditor ? (thing === 'text' ? ' in an editor' : ' in a code editor') : '';
  const named = file ? ` from the file ${quote(file, 40)}` : '';
  const head = `Screenshot of ${thing.startsWith('Shell') ? withArticle(thing.toLowerCase()) : thing}`;
  const wordings =
    definitions.length > 0
      ? [4, 3, 2, 1].flatMap((most) => [
          `${head}${named}${place} that defines ${definitionList(definitions, most)}`,
          `${head}${named || place} that defines ${definitionList(definitions, most)}`,
        ])
      : [];
  if (first) {
    wordings.push(
      `${head}${named}${place}, beginning with ${quote(first.text, 60)}`,
      `${head}, beginning with ${quote(first.text, 60)}`,
    );
  }
  const lines =
    scene.lines.length > 0
      ? `, ${count(scene.lines.length, 'line')} of text`
      : ', without text that could be read';
  wordings.push(`${head}${named}${place}${lines}`);

  const problem = failureOf(
    scene.lines.filter((line) => line.confidence > 0.85 && !/[{};]$/.test(line.text)),
  );
  const details = [
    `It shows ${count(scene.lines.length, 'line')} of text${inEditor ? ', in an editor window' : ''}.`,
    ...(definitions.length > 0 ? [`The code defines ${definitionList(definitions, 8)}.`] : []),
    ...(first ? [`The first line of text is ${quote(first.text, 100)}.`] : []),
    ...(inEditor && problem && errorish(problem.line.text)
      ? [`A message reads ${quote(problem.line.text, 120)}.`]
      : []),
  ];
  const facts: Fact[] = [];
  if (language) facts.push({ label: 'Language', value: language });
  if (file) facts.push({ label: 'File', value: file });
  for (const d of definitions.slice(0, 6))
    facts.push({ label: d.what.charAt(0).toUpperCase() + d.what.slice(1), value: d.name });
  return { altTexts: wordings, details, facts };
}

const errorish = (text: string): boolean => /error|failed|cannot|ERR!/i.test(text);

/** A file name from a tab or title, seen near the top; names inside code do not count. */
function fileOf(scene: Scene): string | undefined {
  for (const line of scene.lines) {
    if (line.box.y > 0.2 * scene.heightPx || !isQuotable(line)) continue;
    if (/\b(?:import|require|from|include|use)\b|[;(){}=<>]/.test(line.text)) continue;
    const name = FILE_NAME.exec(line.text)?.[1];
    if (name) return name;
  }
  return undefined;
}

function definitionsOf(lines: readonly string[]): Definition[] {
  const found: Definition[] = [];
  for (const line of lines) {
    const text = line.replace(/^\d{1,5}\s+/, '').trim();
    for (const { what, pattern } of DEFINITIONS) {
      const name = pattern.exec(text)?.[1];
      if (name && name.length > 1 && !found.some((d) => d.name === name)) {
        if (!/^(?:if|for|while|switch|return|else|new|catch)$/.test(name)) found.push({ what, name });
        break;
      }
    }
  }
  return found;
}

/** "the class Cache and the functions get and put". */
function definitionList(definitions: readonly Definition[], most: number): string {
  const shown = definitions.slice(0, most);
  const rest = definitions.length - shown.length;
  const groups = new Map<string, string[]>();
  for (const { what, name } of shown) groups.set(what, [...(groups.get(what) ?? []), name]);
  const plural = (what: string, n: number): string =>
    n === 1 ? what : what === 'class' ? 'classes' : `${what}s`;
  const parts = [...groups].map(([what, names]) => `the ${plural(what, names.length)} ${list(names, 9)}`);
  return list(rest > 0 ? [...parts, `${rest} more`] : parts, 9);
}
