import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layOut, rowText, toRows } from '../../../src/engine/ocr/rows';
import { fixedPitch, spaced } from '../../../src/engine/ocr/spacing';
import { fixedPitchText, proseText } from './fragments';

describe('spaces in fixed-pitch text', () => {
  it('finds the width of a character cell', () => {
    const { glyphs } = fixedPitchText('const answer = compute(left, right);', 0, 0, 8.43);
    assert.ok(Math.abs(fixedPitch(glyphs, 20)!.pitchPx - 8.43) < 0.05);
  });

  it('does not see cells in proportional text', () => {
    const chars = [...'Thequickbrownfoxjumpsoverthelazydog'];
    const width = new Map([...'ijlft'].map((char) => [char, 4]));
    let x = 0;
    const glyphs = chars.map((char, i) => {
      const left = x;
      x += (width.get(char) ?? (/[mwT]/.test(char) ? 13 : 9)) + (i % 5 === 4 ? 5 : 0);
      return { ...fixedPitchText(char, 0, 0).glyphs[0]!, left, right: x - 1 };
    });
    assert.equal(fixedPitch(glyphs, 20), undefined);
  });

  it('gives back any text with its runs of spaces', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9_=(){}[\]<>.:;'"|/*+-]{1,12}$/);
    const gap = fc.integer({ min: 1, max: 12 }).map((n) => ' '.repeat(n));
    fc.assert(
      fc.property(fc.array(fc.tuple(word, gap), { minLength: 1, maxLength: 12 }), (words) => {
        const text = words.flat().join('').trimEnd();
        const { glyphs } = fixedPitchText(text, 0, 0);
        assert.equal(spaced(glyphs, 20, 8), text);
      }),
    );
  });

  it('does not part two colons', () => {
    assert.equal(spaced(fixedPitchText('std::vector', 0, 0).glyphs, 20, 8), 'std::vector');
  });
});

describe('rows of a column', () => {
  it('keeps indentation and blank lines of code', () => {
    const source = ['function f() {', '    if (x) {', '        return 1;', '    }', '', '    return 2;', '}'];
    const fragments = source.flatMap((line, row) =>
      line === '' ? [] : [fixedPitchText(line.trim(), line.search(/\S/), row)],
    );
    const text = layOut(toRows(fragments))
      .map(({ row, indent, blankBefore }) => '\n'.repeat(blankBefore) + ' '.repeat(indent) + rowText(row))
      .join('\n');
    assert.equal(text, source.join('\n'));
  });

  it('joins the cells of a terminal listing on their character cells', () => {
    const cells = [
      fixedPitchText('-rw-r--r--', 0, 0),
      fixedPitchText('1 root', 12, 0),
      fixedPitchText('4096', 22, 0),
    ];
    assert.equal(rowText(toRows(cells)[0]!), '-rw-r--r--  1 root    4096');
  });

  it('does not let a tall headline swallow two rows of small text beside it', () => {
    const headline = { ...proseText('Headline', 0, 200, 30), heightPx: 60 };
    const rows = toRows([
      headline,
      proseText('small one', 300, 400, 16),
      proseText('small two', 300, 400, 44),
    ]);
    assert.equal(rows.length, 3);
  });
});
