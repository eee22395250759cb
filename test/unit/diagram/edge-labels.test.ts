import assert from 'node:assert/strict';
import type { Connector } from '../../../src/engine/diagram/connectors';
import { labelConnectors } from '../../../src/engine/diagram/edge-labels';
import { linePixels } from '../../../src/engine/diagram/grid';

const WIDTH = 400;
const EM = 12;

/** A level connector. */
const level = (x0: number, x1: number, y: number): Connector => ({
  from: 0,
  to: 1,
  arrow: 'forward',
  style: 'solid',
  confidence: 1,
  pixels: linePixels(x0, y, x1, y).map(([x]) => y * WIDTH + x),
});

const label = (text: string, x0: number, y0: number) => ({
  text,
  confidence: 1,
  box: { x0, y0, x1: x0 + 20, y1: y0 + 14 },
});

const labels = (connectors: readonly Connector[], y: number): (string | undefined)[] =>
  labelConnectors(connectors, [label('yes', 90, y)], WIDTH, EM).labels.map((own) => own?.text);

describe('the label of a connector', () => {
  it('stands at the nearest line', () => {
    assert.deepEqual(labels([level(10, 190, 100), level(10, 190, 140)], 104), ['yes', undefined]);
  });

  it('stands at the line whose middle is nearer, of two that are about as near', () => {
    // The second line is nearer by a pixel, but the label stands at the end of it.
    assert.deepEqual(labels([level(10, 190, 100), level(90, 390, 127)], 107), ['yes', undefined]);
  });

  it('is each of two rows that stand at lines of their own, and both where they stand at one', () => {
    const rows = [label('yes', 90, 100), label('no', 90, 116)];
    const told = (connectors: readonly Connector[]) =>
      labelConnectors(connectors, rows, WIDTH, EM).labels.map((own) => own?.text);
    assert.deepEqual(told([level(10, 190, 96), level(10, 190, 134)]), ['yes', 'no']);
    assert.deepEqual(told([level(10, 190, 134), level(10, 190, 160)]), ['yes no', undefined]);
  });

  it('is read without the pieces of its line', () => {
    for (const [read, meant] of [
      ['sends,', 'sends'],
      ['retry 3x;', 'retry 3x'],
      ['–yes.', 'yes'],
      ['fa|se', 'false'],
      ['a:b', 'a:b'],
    ]) {
      const {
        labels: [own],
      } = labelConnectors([level(10, 190, 100)], [label(read!, 90, 104)], WIDTH, EM);
      assert.equal(own?.text, meant);
    }
  });

  it('begins with a small letter where all labels do, and a capital looks the same', () => {
    const told = (...read: readonly (readonly [text: string, confidence: number])[]) => {
      const lines = read.map((_, i) => level(10, 190, 40 + 50 * i));
      const texts = read.map(([text, confidence], i) => ({ ...label(text, 90, 44 + 50 * i), confidence }));
      return labelConnectors(lines, texts, WIDTH, EM).labels.map((own) => own?.text);
    };
    const [reads, no] = [['reads', 1] as const, ['no', 1] as const];
    assert.deepEqual(told(['Calls', 0.96], reads, no), ['calls', 'reads', 'no']);
    assert.deepEqual(told(['Calls', 0.999], reads, no), ['Calls', 'reads', 'no']);
    assert.deepEqual(told(['Calls', 0.96], reads, ['Get', 1]), ['Calls', 'reads', 'Get']);
    assert.deepEqual(told(['Deploys', 0.96], reads, no), ['Deploys', 'reads', 'no']);
    assert.deepEqual(told(['OK', 0.96], reads, no), ['OK', 'reads', 'no']);
    assert.deepEqual(told(['readS', 0.96], ['JSON', 0.9]), ['reads', 'JSON']);
  });
});
