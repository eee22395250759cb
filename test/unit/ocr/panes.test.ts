import assert from 'node:assert/strict';
import type { Fragment } from '../../../src/engine/ocr/page';
import { cutIntoPanes, type SeparatorProbe } from '../../../src/engine/ocr/panes';
import { rowText, toRows } from '../../../src/engine/ocr/rows';
import { fixedPitchText, proseText } from './fragments';

const noBorder: SeparatorProbe = () => 0;
const borderAt =
  (x: number): SeparatorProbe =>
  (left, right) =>
    left <= x && right >= x ? 1 : 0;

function read(fragments: readonly Fragment[], separator: SeparatorProbe = noBorder): string[] {
  return cutIntoPanes(fragments, separator).flatMap((pane) => toRows(pane).map(rowText));
}

const words = (name: string, i: number): string => `${name}${i}loremipsumdolorsitametconsectetur`;

describe('reading order', () => {
  it('reads two columns of prose one after the other, whose lines are not level', () => {
    const left = Array.from({ length: 8 }, (_, i) => proseText(words('a', i), 0, 300, 10 + i * 24));
    const right = Array.from({ length: 8 }, (_, i) => proseText(words('b', i), 340, 640, 20 + i * 24));
    const order = read(left.flatMap((fragment, i) => [right[i]!, fragment]));
    assert.deepEqual(
      order.map((line) => line.slice(0, 2)).join(' '),
      'a0 a1 a2 a3 a4 a5 a6 a7 b0 b1 b2 b3 b4 b5 b6 b7',
    );
  });

  it('reads two columns of prose one after the other, whose lines are level', () => {
    const row = (i: number) => [
      proseText(words('a', i), 0, 300, 10 + i * 24),
      proseText(words('b', i), 340, 640, 10 + i * 24),
    ];
    const order = read(Array.from({ length: 8 }, (_, i) => row(i)).flat());
    assert.equal(order[1]!.slice(0, 2), 'a1');
    assert.equal(order[8]!.slice(0, 2), 'b0');
  });

  it('reads a headline over two columns first', () => {
    const headline = proseText('Headline over both of the columns', 0, 640, -40);
    const left = Array.from({ length: 6 }, (_, i) => proseText(words('a', i), 0, 300, 10 + i * 24));
    const right = Array.from({ length: 6 }, (_, i) => proseText(words('b', i), 340, 640, 20 + i * 24));
    const order = read([...right, ...left, headline]);
    assert.deepEqual(
      [order[0]!.slice(0, 4), order[1]!.slice(0, 2), order[7]!.slice(0, 2)],
      ['Head', 'a0', 'b0'],
    );
  });

  it('reads a table across', () => {
    const table = Array.from({ length: 6 }, (_, i) => [
      proseText(`name${i}`, 0, 60, 10 + i * 30),
      proseText(`1.${i}`, 200, 230, 10 + i * 30),
      proseText('MIT', 400, 430, 10 + i * 30),
    ]).flat();
    assert.equal(read(table)[2]!.replace(/\s+/g, ' '), 'name2 1.2 MIT');
  });

  it('reads the rows of a terminal listing across', () => {
    const rows = Array.from({ length: 10 }, (_, i) => [
      fixedPitchText('CONTAINERID', 0, i),
      fixedPitchText('nginx:latest', 20, i),
      fixedPitchText('0.0.0.0:80->80/tcp', 50, i),
    ]).flat();
    assert.equal(read(rows).length, 10);
  });

  it('reads panes with a border between one after the other, though their lines are level', () => {
    const left = Array.from({ length: 8 }, (_, i) => fixedPitchText(`leftPane(argument${i});`, i % 3, i));
    const right = Array.from({ length: 8 }, (_, i) =>
      fixedPitchText(`rightPane(argument${i});`, 40 + (i % 2), i),
    );
    const order = read([...left, ...right], borderAt(300));
    assert.equal(order[7], 'leftPane(argument7);');
    assert.equal(order[8], 'rightPane(argument0);');
  });

  it("keeps an editor's line numbers with their lines, though a border runs beside them", () => {
    const numbers = Array.from({ length: 8 }, (_, i) => fixedPitchText(String(i + 1), 0, i));
    const code = Array.from({ length: 8 }, (_, i) => fixedPitchText('const value = compute(input);', 5, i));
    assert.equal(read([...numbers, ...code], borderAt(20))[0], '1    const value = compute(input);');
  });
});
