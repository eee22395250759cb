/** Which programming language text is written in, by the tokens that set languages apart. */

import { LANGUAGES, type Language } from './code-language-signs';

function scoreOf(language: Language, text: string): number {
  return language.signs.reduce(
    (sum, [pattern, weight]) => sum + weight * Math.min(3, text.match(pattern)?.length ?? 0),
    0,
  );
}

// biome-ignore format: a table
const BY_EXTENSION: Readonly<Record<string, string>> = {
  ts: 'TypeScript', tsx: 'TypeScript', js: 'JavaScript', jsx: 'JavaScript', mjs: 'JavaScript', cjs: 'JavaScript',
  py: 'Python', rs: 'Rust', go: 'Go', java: 'Java', cs: 'C#', cpp: 'C++', cc: 'C++', cxx: 'C++', hpp: 'C++', c: 'C', h: 'C',
  kt: 'Kotlin', kts: 'Kotlin', swift: 'Swift', rb: 'Ruby', php: 'PHP', sh: 'Shell script', bash: 'Shell script',
  ps1: 'PowerShell', sql: 'SQL', html: 'HTML', htm: 'HTML', css: 'CSS', scss: 'CSS', json: 'JSON', yml: 'YAML',
  yaml: 'YAML', xml: 'XML', lua: 'Lua', pl: 'Perl', pm: 'Perl', r: 'R', md: 'Markdown',
};

/** The language that belongs to a file's ending, if it is one of those told apart here. */
export const languageOfFile = (name: string): string | undefined =>
  BY_EXTENSION[name.split('.').pop()!.toLowerCase()];

/**
 * The language of a piece of code, undefined where too little speaks for any.
 *
 * @param fileName A name shown beside the code; its ending counts as much as several tokens.
 */
export function detectLanguage(text: string, fileName?: string): string | undefined {
  const named = fileName ? languageOfFile(fileName) : undefined;
  const scored = LANGUAGES.map((language) => ({
    name: language.name,
    score: scoreOf(language, text) + (language.name === named ? 6 : 0),
  })).sort((a, b) => b.score - a.score);
  const [first, second] = scored;
  // A name on a tab is wrong where the text speaks clearly for another language: tabs hide other tabs' text.
  if (named && first!.name !== named && first!.score < 12) return named;
  if (first!.score < 4 || first!.score < 1.15 * second!.score) return undefined;
  return first!.name;
}

/** How much lines read like code of any language, roughly tokens per line, 0 to about 3. */
export function codeScore(lines: readonly string[]): number {
  if (lines.length === 0) return 0;
  const text = lines.join('\n');
  const best = Math.max(...LANGUAGES.map((language) => scoreOf(language, text)));
  const endings = lines.filter((line) => /[;{}]$|^\s*[})\]]+[;,]?$|^(?:\/\/|\/\*|\*|#)\s/.test(line)).length;
  return Math.min(3, best / 8 + (2 * endings) / lines.length);
}
