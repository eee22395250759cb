/** Whatever the model thinks, what is written parses: the shipped vocabulary under random logits. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import katex from 'katex';
import { latexConstraint } from '../../../src/engine/formula/constraint';
import { detokenise, splitToken } from '../../../src/engine/formula/tokens';
import { seededRandom } from '../../../src/engine/vlm/sampler';

const FORMULAS = Number(process.env.PIXELSCRIBE_FUZZ_FORMULAS ?? 60);
const END = 2;

function vocabulary(): (string | undefined)[] {
  const file = join(__dirname, '../../../models/formula/tokenizer.json');
  const { model } = JSON.parse(readFileSync(file, 'utf8')) as { model: { vocab: Record<string, number> } };
  const tokens: (string | undefined)[] = [];
  for (const [token, id] of Object.entries(model.vocab))
    tokens[id] = /^<.+>$/.test(token) ? undefined : token;
  return tokens;
}

describe('random logits under the grammar', () => {
  const tokens = vocabulary();
  for (const [room, endIsLikely] of [
    [12, false],
    [60, false],
    [60, true],
  ] as const) {
    it(`write what KaTeX parses, with room for ${room} tokens${endIsLikely ? ', ending early' : ''}`, () => {
      for (let seed = 1; seed <= FORMULAS; seed++) {
        const random = seededRandom(seed * 1000 + room);
        const allowed = latexConstraint(tokens, END, room);
        const written: number[] = [];
        while (written.length < room) {
          const mask = allowed(written)!;
          // Structure is what can break: tokens with braces, environments and delimiters get a head start.
          const logits = tokens.map((token) => random() + (/[{}\\]/.test(token ?? '') ? 0.3 : 0));
          if (endIsLikely) logits[END] = 0.9;
          let best = -1;
          for (let id = 0; id < tokens.length; id++) {
            if (mask[id] && (best < 0 || logits[id]! > logits[best]!)) best = id;
          }
          assert.ok(best >= 0, `nothing may follow ${written.map((id) => tokens[id]).join(' ')}`);
          if (best === END) break;
          written.push(best);
        }
        const latex = detokenise(written.flatMap((id) => splitToken(tokens[id] ?? '')));
        katex.renderToString(latex, { throwOnError: true, strict: false });
      }
    });
  }
});
