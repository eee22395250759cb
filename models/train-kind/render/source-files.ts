/** Source files that are on this machine anyway: packages, headers, system scripts. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { npmDir } from '../paths';

const PATTERN =
  /\.(js|ts|py|c|h|cpp|hpp|cc|sh|css|scss|html|json|yaml|yml|md|pl|pm|lua|tcl|vim|php|sql|xml|cmake|rs|go)$/;
const ROOTS = ['/usr/include', '/usr/share', '/usr/lib/python3', '/usr/lib/node_modules', npmDir];

let files: string[] | undefined;

/** At most 150 files of each extension, so that no language crowds out the others. */
export function sourceFiles(): string[] {
  if (files) return files;
  const found = execFileSync(
    'find',
    [
      ...ROOTS.filter((r) => existsSync(r)),
      '-type',
      'f',
      '-size',
      '+2k',
      '-size',
      '-120k',
      '-not',
      '-name',
      '*.min.*',
    ],
    { maxBuffer: 1 << 29, encoding: 'utf8' },
  )
    .split('\n')
    .filter((f) => PATTERN.test(f) && !/\/(locale|icons|nls|doc)\//.test(f))
    .sort();
  const byKind = new Map<string, string[]>();
  for (const file of found) {
    const kind = PATTERN.exec(file)![1]!;
    const list = byKind.get(kind) ?? [];
    list.push(file);
    byKind.set(kind, list);
  }
  files = [...byKind.values()].flatMap((list) => {
    const step = Math.max(1, Math.floor(list.length / 150));
    return list.filter((_, i) => i % step === 0).slice(0, 150);
  });
  return files;
}
