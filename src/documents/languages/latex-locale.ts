/** The language of a LaTeX document: its metadata, babel or polyglossia. */

const BABEL: Readonly<Record<string, string>> = {
  ngerman: 'de',
  german: 'de',
  naustrian: 'de-AT',
  french: 'fr',
  francais: 'fr',
  english: 'en',
  american: 'en-US',
  british: 'en-GB',
  spanish: 'es',
  italian: 'it',
  portuguese: 'pt',
  brazilian: 'pt-BR',
  brazil: 'pt-BR',
  dutch: 'nl',
  polish: 'pl',
  russian: 'ru',
  ukrainian: 'uk',
  swedish: 'sv',
  danish: 'da',
  norsk: 'nb',
  finnish: 'fi',
  czech: 'cs',
  turkish: 'tr',
  japanese: 'ja',
  chinese: 'zh',
  korean: 'ko',
};

/** Babel's main language is the last of its options. */
export function findLocale(text: string): string | undefined {
  const metadata = /\\DocumentMetadata\s*\{[^}]*\blang\s*=\s*\{?([A-Za-z-]+)/.exec(text);
  if (metadata) return metadata[1];
  const names = /\\usepackage\s*\[([^\]]*)\]\s*\{babel\}/.exec(text)?.[1]?.split(',') ?? [];
  const main = names
    .find((name) => name.trim().startsWith('main='))
    ?.trim()
    .slice('main='.length);
  const polyglossia = /\\set(?:main|default)language(?:\[[^\]]*\])?\{(\w+)\}/.exec(text)?.[1];
  return BABEL[main ?? polyglossia ?? names.at(-1)?.trim() ?? ''];
}
