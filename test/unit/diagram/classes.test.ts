import assert from 'node:assert/strict';
import sharp from 'sharp';
import { analyseDiagram } from '../../../src/engine/diagram';
import { toClassDiagram } from '../../../src/engine/diagram/classes/mermaid';
import { identifiers } from '../../../src/engine/diagram/classes/names';
import type { Raster } from '../../../src/engine/image/raster';
import type { TextLine } from '../../../src/protocol';

const EM = 14;

async function picture(body: string, ink = '#000000', page = '#ffffff'): Promise<Raster> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="520" height="420"><rect width="100%" height="100%" fill="${page}"/><g fill="none" stroke="${ink}" stroke-width="1.5">${body}</g></svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}

/** A line of text of 14 px from a point on, as text extraction would tell it; it is not drawn. */
function words(text: string, x: number, y: number): TextLine {
  const [x1, y0, y1] = [x + text.length * EM * 0.5, y - EM * 0.65, y + EM * 0.65];
  const polygon = [
    { x, y: y0 },
    { x: x1, y: y0 },
    { x: x1, y: y1 },
    { x, y: y1 },
  ] as const;
  return { text, confidence: 0.98, polygon };
}

/** A class 140 px wide with compartments of 30, 30 and 30 px. */
const ruled = (x: number, y: number): string =>
  `<rect x="${x}" y="${y}" width="140" height="90"/><path d="M${x} ${y + 30} h140 m-140 30 h140"/>`;
/** Two of them, one above the other, 100 px apart. */
const BOTH = ruled(40, 20) + ruled(40, 210);
const NAMES = [words('Animal', 90, 35), words('Duck', 95, 225)];
const MEMBERS = [words('+age: int', 50, 65), words('+eat()', 50, 95), words('+swim()', 50, 285)];
const TEXT = [...NAMES, ...MEMBERS];

async function relationOf(line: string, more: readonly TextLine[] = []): Promise<string> {
  const result = await analyseDiagram(await picture(BOTH + line), [...TEXT, ...more]);
  assert.equal(result?.type, 'class');
  return result.mermaid.trimEnd().split('\n').at(-1)!.trim();
}

describe('class diagrams', () => {
  it('reads names, attributes and methods, and what inherits from what', async () => {
    const raster = await picture(`${BOTH}<path d="M110 210 V126 M110 110 l-8 16 h16 z"/>`);
    const result = await analyseDiagram(raster, TEXT);
    assert.equal(result?.type, 'class');
    assert.equal(
      result.mermaid,
      'classDiagram\n  class Animal {\n    +age: int\n    +eat()\n  }\n  class Duck {\n    +swim()\n  }\n  Duck --|> Animal\n',
    );
    assert.equal(
      result.outline,
      'A class diagram of 2 classes and 1 relation.\nAnimal: attributes +age: int; methods +eat().\nDuck: methods +swim().\nDuck inherits from Animal.',
    );
    const [top, bottom] = result.nodes;
    assert.ok(Math.abs(top!.polygon[0]!.y - 20) < 3 && Math.abs(bottom!.polygon[2]!.y - 300) < 3);
  });

  it('tells the kinds of relations apart by line and head', async () => {
    const dashed = 'stroke-dasharray="5 4"';
    assert.equal(
      await relationOf(`<path d="M110 210 V126" ${dashed}/><path d="M110 110 l-8 16 h16 z"/>`),
      'Duck ..|> Animal',
    );
    assert.equal(
      await relationOf('<path d="M110 210 V128 M110 110 l-6 9 l6 9 l6 -9 z"/>'),
      'Duck --o Animal',
    );
    assert.equal(
      await relationOf('<path d="M110 210 V128"/><path d="M110 110 l-6 9 l6 9 l6 -9 z" fill="black"/>'),
      'Duck --* Animal',
    );
    assert.equal(
      await relationOf('<path d="M110 110 V200"/><path d="M110 210 l-5 -10 h10 z" fill="black"/>'),
      'Animal --> Duck',
    );
    assert.equal(
      await relationOf(`<path d="M110 110 V209" ${dashed}/><path d="M103 199 l7 10 l7 -10"/>`),
      'Animal ..> Duck',
    );
    assert.equal(await relationOf('<path d="M110 110 V210"/>'), 'Animal -- Duck');
  });

  it('reads multiplicities and labels', async () => {
    const line = '<path d="M110 110 V210"/>';
    const said = [words('1', 118, 122), words('0..*', 118, 198), words('owns', 118, 160)];
    assert.equal(await relationOf(line, said), 'Animal "1" -- "0..*" Duck : owns');
  });

  it('reads light lines on a dark page', async () => {
    const raster = await picture(
      `${BOTH}<path d="M110 210 V126 M110 110 l-8 16 h16 z"/>`,
      '#dddddd',
      '#222222',
    );
    assert.match((await analyseDiagram(raster, TEXT))?.mermaid ?? '', /\n {2}Duck --\|> Animal\n$/);
  });

  it('is sure of a single class only where its members look like members', async () => {
    const one = await picture(ruled(40, 20));
    assert.equal((await analyseDiagram(one, [NAMES[0]!, MEMBERS[0]!, MEMBERS[1]!]))?.type, 'class');
    assert.equal(
      await analyseDiagram(one, [NAMES[0]!, words('Monday', 50, 65), words('Open', 50, 95)]),
      undefined,
    );
  });

  it('leaves flowcharts alone', async () => {
    const boxes = [20, 210].map((y) => `<rect x="40" y="${y}" width="140" height="90"/>`).join('');
    const raster = await picture(`${boxes}<path d="M110 110 V200 M103 198 l7 12 l7 -12"/>`);
    const result = await analyseDiagram(raster, [words('Animal', 90, 65), words('Duck', 95, 255)]);
    assert.equal(result?.type, 'flowchart');
  });

  it('writes members that Mermaid takes', () => {
    const polygon = [{ x: 0, y: 0 }];
    const node = { id: 'A', label: 'A {1}', shape: 'rectangle', polygon, confidence: 1 } as const;
    const attributes = ['+map: Map<K, V>', 'less < more', '{x}'];
    const one = { id: 'A', stereotype: '', attributes, methods: ['run() : void', '()'] };
    assert.deepEqual(toClassDiagram('TD', [node], [], { classes: [one], relations: [] }).split('\n'), [
      'classDiagram',
      '  class A["A #123;1#125;"] {',
      '    +map: Map~K, V~',
      '    less #60; more',
      '    #123;x#125;',
      '    run() void',
      '    _()',
      '  }',
      '',
    ]);
  });

  it('writes names that Mermaid takes', () => {
    assert.deepEqual(identifiers(['Order line', 'class', 'Order line', 'Größe', '日本'], 'Class'), [
      'Order_line',
      'Class2',
      'Order_line_3',
      'Gro_e',
      'Class5',
    ]);
  });
});

describe('entity diagrams', () => {
  /** A table with a title and two rows, the first of them with its key in a third column. */
  const table = (x: number, y: number): string =>
    `<rect x="${x}" y="${y}" width="180" height="90"/><path d="M${x} ${y + 30} h180 m-180 30 h180 M${x + 60} ${y + 30} v60 M${x + 130} ${y + 30} v60"/>`;
  const TEXTS = [
    words('ORDER', 100, 35),
    ...[words('int', 48, 65), words('id', 108, 65), words('PK', 178, 65)],
    ...[words('date', 48, 95), words('placed_at', 106, 95)],
    words('ITEM', 100, 225),
    ...[words('int', 48, 255), words('order_id', 106, 255), words('FK', 178, 255)],
    ...[words('float', 48, 285), words('price', 108, 285)],
  ];
  const tables = table(40, 20) + table(40, 210);
  const bars = (y: number): string => `M122 ${y} h16 m-16 6 h16`;

  it('reads columns with types and keys, and how many take part', async () => {
    const line = `<path d="M130 110 V210 ${bars(118)} M121 210 L130 194 L139 210 M122 190 h16"/>`;
    const result = await analyseDiagram(await picture(tables + line), [
      ...TEXTS,
      words('contains', 146, 160),
    ]);
    assert.equal(result?.type, 'entity');
    assert.equal(
      result.mermaid,
      'erDiagram\n  ORDER {\n    int id PK\n    date placed_at\n  }\n  ITEM {\n    int order_id FK\n    float price\n  }\n  ORDER ||--|{ ITEM : "contains"\n',
    );
    assert.match(result.outline, /\nExactly one ORDER to one or more ITEM \(contains\)\.$/);
    assert.deepEqual(result.entities?.entities[0]?.attributes[0], {
      type: 'int',
      name: 'id',
      keys: ['PK'],
      comment: '',
    });
  });

  it('reads rings and dashed lines', async () => {
    const feet = `${bars(118)} M121 210 L130 194 L139 210`;
    const line = `<path d="M130 110 V182" stroke-dasharray="8 6"/><path d="${feet} M130 194 v16"/><circle cx="130" cy="188" r="6"/>`;
    const result = await analyseDiagram(await picture(tables + line), TEXTS);
    assert.match(result?.mermaid ?? '', /\n {2}ORDER \|\|\.\.o\{ ITEM : ""\n$/);
  });
});
