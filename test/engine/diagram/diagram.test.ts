import assert from 'node:assert/strict';
import { join } from 'node:path';
import sharp from 'sharp';
import { IMAGE_COMMANDS, runImageCommand } from '../../../src/cli/images';
import { TextReader } from '../../../src/engine/ocr';
import { createTasks } from '../../../src/engine/tasks';
import { readDiagram } from '../../../src/engine/tasks/diagram';
import type { DiagramResult } from '../../../src/protocol';

const MODELS = join(__dirname, '..', '..', '..', 'models');
const TERMINAL = join(__dirname, '..', '..', 'fixtures', 'pictures', 'terminal-npm-error.png');
const picture = (name: string): string => join(__dirname, 'pictures', name);

/** Edges as "from > to", by label. */
function edgesOf({ nodes, edges }: DiagramResult): string[] {
  const name = new Map(nodes.map(({ id, label }) => [id, label]));
  const sign = { none: '-', forward: '>', both: '<>' };
  return edges.map(({ from, to, arrow }) => `${name.get(from)} ${sign[arrow]} ${name.get(to)}`).sort();
}

describe('diagrams with text extraction', function () {
  this.timeout(60_000);
  const reader = new TextReader(MODELS);
  const signal = new AbortController().signal;
  after(() => reader.dispose());

  it('reads a flowchart drawn by Mermaid', async () => {
    const result = await readDiagram({ path: picture('mermaid-flowchart.png') }, reader, signal);
    assert.equal(result.type, 'flowchart');
    assert.ok(result.nodes.every(({ shape }) => shape === 'rectangle'));
    assert.deepEqual(edgesOf(result), [
      'Deploy the invoice and load it > Worker',
      'Message bus > Database',
      'Worker > Compile job',
      'session_order <> Event log',
      'session_order > Deploy the invoice and load it',
      'session_order > Message bus',
    ]);
  });

  it('reads a drawing without arrow heads', async () => {
    const result = await readDiagram({ path: picture('graphviz-undirected.png') }, reader, signal);
    assert.deepEqual(edgesOf(result), [
      'Kafka - Store account',
      'Mail server - Kafka',
      'Mail server - Store account',
      'Store account - Write cart',
      'Write cart - Monitoring',
    ]);
    assert.deepEqual(result.edges.map(({ label }) => label).filter(Boolean), ['false']);
    assert.equal(result.nodes.find(({ label }) => label === 'Kafka')?.shape, 'ellipse');
    assert.ok(result.edges.every(({ arrow }) => arrow === 'none'));
  });

  it('reads the labels of connectors that run along their letters', async () => {
    const result = await readDiagram({ path: picture('graphviz-labels.png') }, reader, signal);
    assert.deepEqual(
      result.edges
        .map(({ label }) => label)
        .filter(Boolean)
        .sort(),
      ['HTTP', 'depends on', 'sends', 'writes', 'yes'],
    );
  });

  it('reads a sequence diagram drawn by Mermaid', async () => {
    const result = await readDiagram({ path: picture('mermaid-sequence.png') }, reader, signal);
    assert.equal(result.type, 'sequence');
    assert.deepEqual(
      result.nodes.map(({ label }) => label),
      ['Web server', 'Model'],
    );
    const lines = result.mermaid.split('\n').map((line) => line.trim());
    const first = lines.indexOf('p1->>p2: getUser(id)');
    assert.deepEqual(lines.slice(first, first + 5), [
      'p1->>p2: getUser(id)',
      'p2->>p1: Fetch token',
      'p1->>p2: Update profile',
      'Note right of p1: Only for admins',
      'p2-->>p1: session id',
    ]);
    assert.equal(result.edges.length, 17);
    assert.ok(lines.includes('p1->>p1: Retry'));
    assert.match(result.outline, /^Model replies to Web server: session id\.$/m);
  });

  it('reads a class diagram drawn by Mermaid', async () => {
    const result = await readDiagram({ path: picture('mermaid-class.png') }, reader, signal);
    assert.equal(result.type, 'class');
    const animal = result.classes?.classes.find(({ id }) => id === 'Animal');
    assert.equal(animal?.stereotype, 'interface');
    assert.deepEqual(animal?.attributes, ['+String name', '+int age']);
    const lines = result.mermaid.split('\n').map((line) => line.trim());
    assert.equal(lines[0], 'classDiagram');
    for (const line of [
      '#List~Animal~ animals',
      '+quack(times) void',
      'class Ticket',
      'Duck ..|> Animal',
      'Ticket --* Farm',
      'Visitor --> Ticket : buys',
    ])
      assert.ok(lines.includes(line), `${line} in\n${result.mermaid}`);
    assert.match(result.mermaid, /Animal "0\.\.\*" --o (?:"1" )?Farm : keeps/);
  });

  it('reads an entity diagram drawn by Mermaid', async () => {
    const result = await readDiagram({ path: picture('mermaid-entity.png') }, reader, signal);
    assert.equal(result.type, 'entity');
    const order = result.entities?.entities.find(({ id }) => id === 'ORDER');
    assert.deepEqual(order?.attributes, [
      { type: 'int', name: 'id', keys: ['PK'], comment: '' },
      { type: 'int', name: 'customer_id', keys: ['FK'], comment: '' },
      { type: 'date', name: 'placed_at', keys: [], comment: 'in UTC' },
    ]);
    const lines = result.mermaid.split('\n').map((line) => line.trim());
    assert.equal(lines[0], 'erDiagram');
    assert.ok(lines.includes('CUSTOMER ||--o{ ORDER : "places"'), result.mermaid);
    assert.ok(lines.includes('ORDER ||--|{ LINE_ITEM : "contains"'), result.mermaid);
    assert.match(result.outline, /^Exactly one CUSTOMER to any number of ORDER \(places\)\.$/m);
  });

  it('finds no diagram in a page of text', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="500" height="160"><rect width="100%" height="100%" fill="white"/><g font-family="sans-serif" font-size="18"><text x="20" y="40">The quick brown fox jumps</text><text x="20" y="70">over the lazy dog and rests</text><text x="20" y="100">in the shade of a tree.</text></g></svg>`;
    const bytes = await sharp(Buffer.from(svg)).png().toBuffer();
    const result = await readDiagram({ bytes, name: 'page.png' }, reader, signal);
    assert.equal(result.type, 'none');
    assert.equal(result.outline, 'No diagram found.');
  });

  it('prints Mermaid from the command line and fails for what is no picture', async () => {
    const written = { out: '', err: '' };
    const io = {
      stdin: process.stdin,
      stdout: {
        write: (text: string) => {
          written.out += text;
        },
      },
      stderr: {
        write: (text: string) => {
          written.err += text;
        },
      },
    };
    const run = (...argv: string[]) =>
      runImageCommand(IMAGE_COMMANDS.diagram, argv, io, () =>
        createTasks({ bundled: MODELS, installed: join(MODELS, 'none') }),
      );
    const code = await run(picture('graphviz-undirected.png'), picture('missing.png'), TERMINAL);
    assert.equal(code, 1);
    assert.match(written.out, /^%% .*graphviz-undirected\.png\nflowchart (TD|LR)\n/);
    assert.match(written.err, /file-not-found/);
    assert.match(written.err, /no-diagram-found: .*terminal-npm-error\.png: no diagram found/);
    assert.equal(await run('--json', '--outline', 'x.png'), 2);
    assert.match(written.err, /choose one of --json and --outline/);
  });
});
