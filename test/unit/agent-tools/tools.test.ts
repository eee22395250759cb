import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT_TOOLS, type ImageReader, runTool, TOOL_INPUT } from '../../../src/agent-tools/tools';
import { PixelScribeError } from '../../../src/errors';
import type { LatexResult } from '../../../src/protocol';

const FIXTURES = join(__dirname, '../../fixtures/formulas');
const policy = { roots: [FIXTURES], allowOutside: false };
const tool = AGENT_TOOLS.find(({ name }) => name === 'image_to_latex')!;

/** An engine that answers with one formula, or fails. */
function engine(answer: Partial<LatexResult> | Error): ImageReader {
  const unused = () => Promise.reject(new Error('not asked for'));
  return {
    describe: unused,
    extractText: unused,
    diagram: unused,
    latex: async () => {
      if (answer instanceof Error) throw answer;
      const result = { latex: 'x^{2}', confidence: 0.9, tokens: [], alternatives: [] };
      return { ...result, widthPx: 10, heightPx: 10, model: 'm', ms: 1, ...answer };
    },
  };
}
const run = (answer: Partial<LatexResult> | Error, path: unknown = join(FIXTURES, '9.png')) =>
  runTool(tool, { path }, engine(answer), policy, new AbortController().signal);

describe('image_to_latex', () => {
  it('gives the LaTeX, its confidence and other readings', async () => {
    const alternatives = [{ latex: 'x^{3}', confidence: 0.2 }];
    assert.equal(
      await run({ alternatives }),
      'LaTeX: x^{2}\n\nConfidence that all of it is right: 0.90\n\nOther readings:\n- x^{3} (0.20)',
    );
  });

  it('tells the model to warn of a doubtful one', async () => {
    assert.match(await run({ confidence: 0.2 }), /doubtful: tell the user to compare/);
  });

  it('says what to do where there is no formula', async () => {
    const none = new PixelScribeError('no-formula-found', 'No formula was found. Crop the picture.');
    await assert.rejects(run(none), { code: 'no-formula-found', message: /use extract_image_text/ });
  });

  it('passes other errors on', async () => {
    const cut = new PixelScribeError('image-truncated', 'a.png is cut off.');
    await assert.rejects(run(cut), { code: 'image-truncated', message: 'a.png is cut off.' });
  });

  it('asks a person first, naming the file, and wants a path', async () => {
    assert.match(tool.confirmation('/pictures/a.png'), /\/pictures\/a\.png on this machine/);
    await assert.rejects(run({}, 7), { message: /image_to_latex needs/ });
  });
});

describe('the tools in package.json', () => {
  it('are those of the code', () => {
    const manifest = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as {
      contributes: { languageModelTools: { name: string; modelDescription: string; inputSchema: unknown }[] };
    };
    assert.deepEqual(
      manifest.contributes.languageModelTools.map(({ name, modelDescription, inputSchema }) => ({
        name,
        modelDescription,
        inputSchema,
      })),
      AGENT_TOOLS.map(({ name, description }) => ({
        name: `pixelscribe_${name}`,
        modelDescription: description,
        inputSchema: { ...TOOL_INPUT, required: [...TOOL_INPUT.required] },
      })),
    );
  });
});
