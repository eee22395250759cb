import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import sharp from 'sharp';
import * as ask from '../../../src/cli/ask';
import * as predict from '../../../src/cli/predict';
import { decodeImage } from '../../../src/engine/image/decode';
import { answer, descriptionPrompt, writeDescription } from '../../../src/engine/tasks/answer';
import { VisionLanguageModel } from '../../../src/engine/vlm';
import { FIXTURES } from './golden';

describe('questions from the command line', () => {
  const modelDir = join(FIXTURES, 'public');
  let dir: string;
  let image: string;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'vlm-cli-'));
    image = join(dir, 'shot.png');
    const create = { width: 320, height: 200, channels: 3 as const, background: '#8ac' };
    await sharp({ create }).png().toFile(image);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  function io() {
    const out = { stdout: '', stderr: '' };
    const into = (name: keyof typeof out) => ({
      write: (text: string) => {
        out[name] += text;
      },
    });
    return { out, stdin: new PassThrough(), stdout: into('stdout'), stderr: into('stderr') };
  }

  it('predict answers with the same words for the same seed, in either spelling of its options', async () => {
    const base = [
      '--model-path',
      modelDir,
      '--image-file',
      image,
      '--prompt',
      'What are these?',
      '--seed',
      '5',
    ];
    const answers: string[] = [];
    for (const spelling of [
      ['--top_p', '0.9', '--num_beams', '1', '--max-new-tokens', '12'],
      ['--top-p=0.9', '--num-beams=1', '--max-new-tokens=12'],
    ]) {
      const terminal = io();
      assert.equal(await predict.run([...base, ...spelling], terminal), 0, terminal.out.stderr);
      answers.push(terminal.out.stdout);
    }
    assert.ok(answers[0]!.trim().length > 0);
    assert.equal(answers[0], answers[1]);
    const beams = io();
    assert.equal(
      await predict.run([...base, '--num_beams', '3', '--load-4bit', '--max-new-tokens', '8'], beams),
      0,
    );
    assert.ok(beams.out.stdout.endsWith('\n'));
  });

  it('predict explains wrong command lines and unconverted checkpoints', async () => {
    for (const [argv, message] of [
      [['--image-file', image], /--model-path is missing/],
      [['--model-path', modelDir], /--image-file is missing/],
      [
        ['--model-path', modelDir, '--image-file', image, '--temperature', 'warm'],
        /--temperature must be a number/,
      ],
      [
        ['--model-path', modelDir, '--image-file', image, '--num_beams', '1.5'],
        /--num_beams must be a whole number/,
      ],
      [['--nonsense'], /nonsense/],
    ] as const) {
      const terminal = io();
      assert.equal(await predict.run(argv, terminal), 2);
      assert.match(terminal.out.stderr, message);
    }
    const checkpoint = join(dir, 'checkpoint');
    mkdirSync(checkpoint);
    cpSync(join(modelDir, 'config.json'), join(checkpoint, 'config.json'));
    writeFileSync(join(checkpoint, 'model.safetensors'), '');
    const terminal = io();
    assert.equal(await predict.run(['--model-path', checkpoint, '--image-file', image], terminal), 1);
    assert.match(terminal.out.stderr, /model-missing: .* has to be converted once/);
  });

  it('ask answers every question, as text or JSON', async () => {
    const options = ['--model', modelDir, '--quality', 'fast', '--max-new-tokens', '6', '--temperature', '0'];
    const text = io();
    assert.equal(await ask.run([...options, image, 'What is this?', 'Why?'], text), 0, text.out.stderr);
    const json = io();
    assert.equal(await ask.run([...options, '--json', image, 'What is this?', 'Why?'], json), 0);
    const results = json.out.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      results.map((r) => [r.file, r.question, r.widthPx, r.heightPx]),
      [
        [image, 'What is this?', 320, 200],
        [image, 'Why?', 320, 200],
      ],
    );
    assert.ok(results.every((r) => r.tokens <= 6 && r.firstTokenMs >= 0));
    // Characters that were cut off in the middle are not streamed.
    assert.ok(text.out.stdout.includes(results[0].text.replace(/\uFFFD+$/, '')));
  });

  it('ask tunes once when told and answers as tuned from then on', async () => {
    const own = join(dir, 'tuned');
    cpSync(modelDir, own, { recursive: true });
    const options = ['--model', own, '--max-new-tokens', '2', image, 'What?'];
    const first = io();
    assert.equal(await ask.run(['--tune', ...options], first), 0, first.out.stderr);
    assert.match(first.out.stderr, /measuring: language model q4/);
    const { tuning } = JSON.parse(readFileSync(join(own, 'tuning.json'), 'utf8'));
    assert.equal(tuning.quality, 'best');
    for (const argv of [['--tune', ...options], options]) {
      const again = io();
      assert.equal(await ask.run(argv, again), 0);
      assert.equal(again.out.stderr, '');
    }
  });

  it('ask says how to get a model when none is installed, and names bad files', async () => {
    const none = io();
    const bundledDir = join(FIXTURES, '..', '..', '..', 'models');
    assert.equal(await ask.run(['--models-dir', dir, image, 'What?'], none, { bundledDir }), 1);
    assert.match(none.out.stderr, /model-missing: No vision-language model is installed.*models list/);
    const missing = io();
    assert.equal(await ask.run(['--model', modelDir, join(dir, 'no.png'), 'What?'], missing), 1);
    assert.match(missing.out.stderr, /file-not-found/);
    const usage = io();
    assert.equal(await ask.run([image], usage), 2);
    assert.match(usage.out.stderr, /no question was asked/);
  });

  it('writes alt text and a description of one reading of the picture', async () => {
    const model = await VisionLanguageModel.load(modelDir, { threads: 1 });
    try {
      const facts = [{ label: 'Kind', value: 'terminal' }];
      const options = { maxNewTokens: 12, temperature: 0 };
      const features = await model.encodeImage(await decodeImage({ path: image }), { quality: 'fast' });
      const short = await writeDescription(features, model, facts, options);
      assert.deepEqual(Object.keys(short), ['sentence']);
      const both = await writeDescription(features, model, facts, { ...options, long: 'description' });
      assert.equal(both.sentence, short.sentence);
      assert.ok(both.longDescription && both.longDescription !== both.sentence);
      const prompt = descriptionPrompt('alt-text', facts);
      const alone = await answer({ path: image }, prompt, model, 'tiny', { ...options, quality: 'fast' });
      assert.equal(alone.text, short.sentence);
    } finally {
      await model.dispose();
    }
  });

  it('puts measured facts into prompts, shortened', () => {
    const prompt = descriptionPrompt('alt-text', [
      { label: 'Kind', value: 'terminal' },
      { label: 'Text', value: `a\nb ${'x'.repeat(500)}` },
    ]);
    assert.match(prompt, /^Write alt text.*\nMeasured in the image:\n- Kind: terminal\n- Text: a b x+…$/s);
    assert.ok(prompt.length < 550);
    assert.doesNotMatch(descriptionPrompt('diagram'), /Measured/);
  });
});
