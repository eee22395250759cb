import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TextLine } from '../../../src/protocol';
import { layOut } from '../../../webview/text-layout';

const polygon = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
] as const;
const line = (text: string): TextLine => ({ text, confidence: 1, polygon });

/** The rows as text again. */
function written(text: string, texts: string[]): string {
  const rows = layOut({ text, lines: texts.map(line) });
  return rows.map((row) => row.map((piece) => piece.gap + texts[piece.line]!.trim()).join('')).join('\n');
}

describe('laying out lines of text', () => {
  it('keeps indentation and blank lines', () => {
    const code = 'def f():\n    if x:\n        return 1\n\nf()';
    assert.equal(written(code, ['def f():', 'if x:', 'return 1', 'f()']), code);
  });

  it('keeps the columns of a table in one row', () => {
    const table = 'Name   Stock\nBolt      12\nNut     1300';
    assert.equal(written(table, ['Name', 'Stock', 'Bolt', '12', 'Nut', '1300']), table);
    assert.equal(layOut({ text: table, lines: ['Name', 'Stock', 'Bolt', '12'].map(line) })[0]?.length, 2);
  });

  it('gives lines that the text words differently rows of their own and finds back', () => {
    assert.equal(written('  a\nwords\n  c', ['a', 'other', 'c']), '  a\nother\n  c');
  });

  it('shows every line exactly once, whatever the text says', () => {
    const words = fc.array(fc.constantFrom('a', 'b', ' a', 'a b', '', 'ab'), { maxLength: 12 });
    const text = fc.array(fc.constantFrom('a', 'b', 'ab', ' ', '  ', '\n', '\n\n'), { maxLength: 30 });
    fc.assert(
      fc.property(words, text, (texts, parts) => {
        const rows = layOut({ text: parts.join(''), lines: texts.map(line) });
        assert.deepEqual(
          rows.flat().map((piece) => piece.line),
          texts.map((_, index) => index),
        );
      }),
    );
  });

  it('has no rows for a picture without text', () => {
    assert.deepEqual(layOut({ text: '', lines: [] }), []);
  });
});
