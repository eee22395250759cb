/** JSX and TSX, read with Babel's parser. */
import { type ParserPlugin, parse, parseExpression } from '@babel/parser';
import { findMarkupBlocks } from '../markup-blocks';
import { findMarkupImages } from '../markup-images';
import type { LanguageSupport } from '../types';
import { findImports, findJsx, type ScriptNode } from './jsx-tree';

const DIALECTS: readonly (readonly ParserPlugin[])[] = [
  ['jsx', 'typescript', 'decorators', 'explicitResourceManagement'],
  ['jsx', 'flow', 'decorators'],
];

export const jsx: LanguageSupport = {
  parse(text) {
    const program = parseScript(text);
    if (!program) return { references: [], blocks: [] };
    const roots = findJsx(program, { text, imports: findImports(program), style: {} });
    return {
      references: findMarkupImages(roots, { text, braces: false, textBraces: true, fragments: true }),
      blocks: roots.flatMap((root) => findMarkupBlocks([root])),
    };
  },
};

/** The program's node; undefined where the text is no script in any dialect, as happens while people type. */
export function parseScript(text: string): ScriptNode | undefined {
  for (const plugins of DIALECTS) {
    try {
      const file = parse(text, {
        sourceType: 'module',
        errorRecovery: true,
        allowReturnOutsideFunction: true,
        plugins: [...plugins],
      });
      return file.program as unknown as ScriptNode;
    } catch {
      // The next dialect may read it.
    }
  }
  return undefined;
}

/** An expression inside a template; its offsets start at `offset`. */
export function parseTemplateExpression(source: string, offset: number): ScriptNode | undefined {
  try {
    const options = {
      plugins: ['typescript'] satisfies ParserPlugin[],
      startIndex: offset,
      startLine: 1,
      startColumn: offset,
    };
    return parseExpression(source, options) as unknown as ScriptNode;
  } catch {
    return undefined;
  }
}
