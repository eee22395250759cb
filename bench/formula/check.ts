/** Does this runtime read what the reference runtime in Python reads from the same files? */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { LatexState } from '../../src/engine/formula/grammar';
import { canonicalTokens } from '../../src/engine/formula/hypothesis';
import { ModelReader } from '../../src/engine/formula/model-reader';
import { open, picturesBelow, spread } from './sets';

const PICTURES = 5;

/** One JSON line a picture. */
const REFERENCE = `
import json, sys
from pathlib import Path
from PIL import Image
from runtime import FormulaRuntime
runtime = FormulaRuntime(Path(sys.argv[1]))
for file in sys.argv[2:]:
    answer = runtime(Image.open(file))
    print(json.dumps({"tokens": answer.tokens}))
`;

/**
 * The reference decodes greedily and without a grammar: where its answer breaks the grammar, the tokens before that are
 * compared.
 *
 * @param python a Python with models/train/requirements.txt
 * @throws where the two differ
 */
export async function checkAgainstPython(
  python: string,
  model: string,
  folder: string,
  root: string,
): Promise<void> {
  const files = spread(picturesBelow(folder), PICTURES);
  const output = execFileSync(python, ['-c', REFERENCE, model, ...files], {
    cwd: join(root, 'models', 'train'),
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: join(root, 'models', 'train') },
  });
  const expected = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { tokens: string[] });
  const reader = new ModelReader(model);
  let differing = 0;
  for (const [i, file] of files.entries()) {
    const draft = await reader.examine(await open(file));
    const ours = draft?.hypotheses[0];
    const comparable = untilGrammarBreaks(expected[i]!.tokens);
    const tokens = (ours ? canonicalTokens(ours) : []).slice(
      0,
      comparable.length < expected[i]!.tokens.length ? comparable.length : undefined,
    );
    const same = tokens.join(' ') === comparable.join(' ');
    if (!same) differing++;
    console.log(
      `${file}: ${same ? 'the same' : 'DIFFERS'}, ${comparable.length} of ${expected[i]!.tokens.length} tokens compared`,
    );
    if (!same) console.log(`  ours   ${tokens.join(' ')}\n  theirs ${comparable.join(' ')}`);
  }
  await reader.dispose();
  if (differing > 0) throw new Error(`${differing} of ${files.length} pictures are read differently.`);
}

function untilGrammarBreaks(tokens: readonly string[]): string[] {
  let state: LatexState | undefined = LatexState.start;
  const allowed: string[] = [];
  for (const token of tokens) {
    state = state.push(token);
    if (!state) break;
    allowed.push(token);
  }
  return allowed;
}
