import assert from 'node:assert/strict';
import { latexConstraint } from '../../../src/engine/formula/constraint';

const VOCABULARY = ['<pad>', '<eos>', '{', '}', 'x', '\\frac', '\\left(', '\\right)', '_'];
const EOS = 1;
const ids = (formula: string) => formula.split(' ').map((token) => VOCABULARY.indexOf(token));
const allowed = (formula: string, maxTokens = 50) => {
  const mask = latexConstraint(VOCABULARY, EOS, maxTokens)(formula === '' ? [] : ids(formula))!;
  return VOCABULARY.filter((_, id) => mask[id]);
};

describe('latexConstraint', () => {
  it('begins with an atom, never with the end or a special token', () => {
    assert.deepEqual(allowed(''), ['{', 'x', '\\frac', '\\left(', '_']);
  });

  it('ends only a formula that is complete', () => {
    assert.ok(allowed('x').includes('<eos>'));
    assert.ok(!allowed('\\left( x').includes('<eos>'));
  });

  it('asks for the arguments of a command', () => {
    assert.deepEqual(allowed('\\frac'), ['{']);
    assert.deepEqual(allowed('\\frac { x }'), ['{']);
  });

  it('leaves room to close what is open', () => {
    assert.deepEqual(allowed('\\left( { x', 5), ['}']);
    assert.deepEqual(allowed('\\left( { x }', 5), ['\\right)']);
    assert.ok(!allowed('x', 5).includes('\\frac'), 'a fraction takes five tokens');
  });
});
