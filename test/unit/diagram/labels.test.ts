import assert from 'node:assert/strict';
import {
  isDashLike,
  isHead,
  toTextBoxes,
  withoutBrackets,
  withoutOutline,
} from '../../../src/engine/diagram/labels';
import type { Quad } from '../../../src/protocol';

const quad = (x0: number, x1: number): Quad => [
  { x: x0, y: 0 },
  { x: x1, y: 0 },
  { x: x1, y: 20 },
  { x: x0, y: 20 },
];
const word = (text: string, x0: number, x1: number) => ({ text, confidence: 0.9, polygon: quad(x0, x1) });

/** Font size in which the words of the tests are 20 pixels high. */
const EM = 12;

describe('labels of a diagram', () => {
  it('cuts a row of text where the spaces are wide', () => {
    const words = [word('Load', 0, 40), word('balancer', 46, 120), word('Worker', 200, 260)];
    const boxes = toTextBoxes([{ ...word('Load balancer Worker', 0, 260), words }]);
    assert.deepEqual(
      boxes.map(({ text, box }) => [text, box.x0, box.x1]),
      [
        ['Load balancer', 0, 120],
        ['Worker', 200, 260],
      ],
    );
  });

  it('drops outlines that were read as characters', () => {
    const words = [word('(', 0, 5), word('Kafka', 10, 60), word('|', 66, 68)];
    assert.deepEqual(
      toTextBoxes([{ ...word('( Kafka |', 0, 68), words }]).map(({ text }) => text),
      ['Kafka'],
    );
    assert.deepEqual(toTextBoxes([word('→', 0, 9)]), []);
  });

  it('drops a bracket without its partner, and keeps a pair', () => {
    assert.equal(withoutOutline('(Validate queue'), 'Validate queue');
    assert.equal(withoutOutline('< Main |'), 'Main');
    assert.equal(withoutOutline('call(x)'), 'call(x)');
    assert.equal(withoutBrackets('(Start)'), 'Start');
    assert.equal(withoutBrackets('f(x)'), 'f(x)');
  });

  it('takes an l among capitals for an I, and no word for capitals', () => {
    const text = (read: string) => toTextBoxes([word(read, 0, 100)]).map((box) => box.text);
    assert.deepEqual(text('Cl runner'), ['CI runner']);
    assert.deepEqual(text('APl gateway'), ['API gateway']);
    assert.deepEqual(text('All calls'), ['All calls']);
    assert.deepEqual(text('Url list'), ['Url list']);
  });

  it('tells dashes from the letters they are read as', () => {
    const dash = (text: string, width: number) => {
      const [box] = toTextBoxes([word(text, 0, width)]);
      return box !== undefined && isDashLike(box, EM);
    };
    assert.equal(dash('I', 8), true);
    assert.equal(dash('1', 5), true);
    assert.equal(dash('1', 11), false);
    assert.equal(dash('In', 12), false);
  });

  it('tells heads and pieces of line from letters by their height', () => {
    const low = (text: string, height: number) => ({
      text,
      confidence: 0.7,
      box: { x0: 0, y0: 0, x1: 9, y1: height },
    });
    assert.equal(isHead(low('7', EM), EM), true);
    assert.equal(isHead(low('7', 1.6 * EM), EM), false);
    assert.equal(isHead(low('no', EM), EM), false);
    assert.equal(isDashLike(low('D', 0.5 * EM), EM), true);
    assert.equal(isDashLike(low('D', EM), EM), false);
  });
});
