// The strings that are to be translated: `node scripts/l10n.mjs` writes l10n/bundle.l10n.json from the sources.
//
// Translators copy it to l10n/bundle.l10n.LANGUAGE.json, and package.nls.json to package.nls.LANGUAGE.json.
// (`@vscode/l10n-dev export` finds calls of vscode.l10n only; the words of our pages are asked of an `l10n` they are given.)
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from '@babel/parser';

const root = fileURLToPath(new URL('..', import.meta.url));
export const BUNDLE = path.join(root, 'l10n', 'bundle.l10n.json');

/**
 * The messages of all calls of `l10n.t` below src/, sorted, each as its own translation.
 *
 * @throws Error with file and line of a call whose message is no literal: nobody could translate it
 */
export function collectStrings() {
  const messages = new Set();
  const files = readdirSync(path.join(root, 'src'), { recursive: true }).filter((name) =>
    name.endsWith('.ts'),
  );
  for (const name of files) {
    const file = path.join(root, 'src', name);
    const text = readFileSync(file, 'utf8');
    if (!text.includes('l10n.t(')) continue;
    const { program } = parse(text, { sourceType: 'module', plugins: ['typescript'] });
    for (const call of calls(program)) messages.add(messageOf(call, file));
  }
  return Object.fromEntries([...messages].sort().map((message) => [message, message]));
}

/** All calls of `l10n.t(…)` and `vscode.l10n.t(…)` below a node. */
function* calls(node) {
  if (Array.isArray(node)) for (const one of node) yield* calls(one);
  if (typeof node?.type !== 'string') return;
  if (node.type === 'CallExpression' && isTranslation(node.callee)) yield node;
  for (const child of Object.values(node)) if (typeof child === 'object') yield* calls(child);
}

function isTranslation({ type, object, property }) {
  if (type !== 'MemberExpression' || property.name !== 't') return false;
  return (object.type === 'MemberExpression' ? object.property : object).name === 'l10n';
}

function messageOf({ arguments: [message], loc }, file) {
  if (message?.type === 'StringLiteral') return message.value;
  throw new Error(`${file}:${loc.start.line}: the message of l10n.t must be a literal.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const strings = collectStrings();
  mkdirSync(path.dirname(BUNDLE), { recursive: true });
  writeFileSync(BUNDLE, `${JSON.stringify(strings, undefined, 2)}\n`);
  console.log(`${Object.keys(strings).length} strings in ${path.relative(process.cwd(), BUNDLE)}`);
}
