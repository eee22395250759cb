import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  loadTokenizer,
  TextStreamer,
  type TextTokenizer,
  WordLevelTokenizer,
} from '../../../src/engine/vlm/tokenizer';

describe('text as tokens arrive', () => {
  let tokenizer: TextTokenizer;
  before(async () => {
    tokenizer = await loadTokenizer(join(__dirname, '..', '..', 'fixtures', 'vlm', 'public'));
  });

  it('holds characters back until they are complete, and loses nothing over long texts', () => {
    const sentence = 'Größe 🙂🙃 日本語の文字: α + β = γ. ';
    for (const text of [sentence, sentence.repeat(20)]) {
      const ids = tokenizer.encode(text);
      const streamer = new TextStreamer(tokenizer);
      const pieces = ids.map((id) => streamer.push(id));
      assert.ok(pieces.every((piece) => !piece.includes('\uFFFD')));
      assert.ok(pieces.includes(''), 'some token is the middle of a character');
      assert.equal(pieces.join('') + streamer.flush(), text);
    }
  });

  it('shows at the end what stayed incomplete', () => {
    const ids = tokenizer.encode('🙂').slice(0, -1);
    const streamer = new TextStreamer(tokenizer);
    assert.equal(ids.map((id) => streamer.push(id)).join(''), '');
    assert.match(streamer.flush(), /^\uFFFD+$/);
    assert.equal(streamer.flush(), '');
  });

  it('keeps the spaces between words of a word-level vocabulary', () => {
    const words = new WordLevelTokenizer({
      model: { type: 'WordLevel', vocab: { '\\frac': 3, '{': 4, x: 5, '}': 6 } },
      added_tokens: [{ id: 2, content: '<eos>', special: true }],
    });
    const ids = words.encode('\\frac { x } { x }');
    assert.deepEqual(ids, [3, 4, 5, 6, 4, 5, 6]);
    assert.equal(words.decode([...ids, 2]), '\\frac { x } { x }');
    const streamer = new TextStreamer(words);
    const long = Array.from({ length: 40 }, () => ids).flat();
    assert.equal(long.map((id) => streamer.push(id)).join(''), words.decode(long));
    assert.throws(() => words.encode('y'), /no token 'y'/);
  });
});
