import assert from 'node:assert/strict';
import { panelStrings } from '../../../src/panel/strings';
import { altTextAdvice, countCharacters } from '../../../webview/alt-text-advice';

const strings = panelStrings({ t: (message) => message });
const advise = (draft: string) => altTextAdvice(draft, strings);

describe('advice on alt text', () => {
  const good = 'Bar chart of museum visitors per weekday, with a peak of 1320 on Sunday.';

  it('accepts a sentence of the right length that ends with a period', () => {
    assert.deepEqual(advise(good), []);
    assert.deepEqual(advise(`  ${good}  `), []);
  });

  it('accepts "Screenshot of" and "Diagram that shows"', () => {
    assert.deepEqual(advise('Screenshot of a terminal in which the build fails with two errors.'), []);
    assert.deepEqual(advise('Diagram that shows a browser, a web server and a database.'), []);
  });

  it('advises against words that only say it is a picture', () => {
    for (const prefix of [
      'Image of',
      'an image of',
      'A picture of',
      'Photo of',
      'This is an image showing',
    ]) {
      const [first] = advise(`${prefix} a red cup of coffee on a wooden table, seen from above.`);
      assert.ok(first?.includes(prefix), `${prefix}: ${first}`);
    }
    assert.deepEqual(advise('Imagery of the north coast, taken by satellite in May 2026.'), []);
  });

  it('counts what a reader counts, at both ends of the range', () => {
    assert.equal(countCharacters('  naïve 👍🏽  '), 8);
    assert.deepEqual(advise(`${'a'.repeat(39)}.`), []);
    assert.deepEqual(advise(`${'a'.repeat(38)}.`), [strings.adviceShort]);
    assert.deepEqual(advise(`${'a'.repeat(149)}.`), []);
    assert.deepEqual(advise(`${'a'.repeat(150)}.`), [strings.adviceLong]);
  });

  it('asks for a period and for one line', () => {
    assert.deepEqual(advise(good.slice(0, -1)), [strings.advicePeriod]);
    assert.deepEqual(advise(`${good.slice(0, -1)}!”`), []);
    assert.deepEqual(advise(good.replace(', ', ',\n')), [strings.adviceLineBreak]);
  });

  it('explains what empty alt text means, and spots a file name', () => {
    assert.deepEqual(advise('   '), [strings.adviceEmpty]);
    assert.deepEqual(advise('IMG_2041-final.JPG'), [strings.adviceFileName]);
  });
});
