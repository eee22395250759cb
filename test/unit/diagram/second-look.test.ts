import assert from 'node:assert/strict';
import sharp from 'sharp';
import { analyseDiagram } from '../../../src/engine/diagram';
import { cutOut } from '../../../src/engine/diagram/cut-out';
import type { ReadLine } from '../../../src/engine/diagram/labels';
import type { Raster } from '../../../src/engine/image/raster';
import type { Quad } from '../../../src/protocol';

async function picture(body: string, width = 420, height = 300): Promise<Raster> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="white"/>${body}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}

function quad(x0: number, y0: number, x1: number, y1: number): Quad {
  return [
    { x: x0, y: y0 },
    { x: x1, y: y0 },
    { x: x1, y: y1 },
    { x: x0, y: y1 },
  ];
}

/** Stems of 2 × 12 px, 6 px apart, in place of letters. */
const stems = (x: number, y: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `<rect x="${x + 6 * i}" y="${y}" width="2" height="12"/>`).join('');

const isBlack = (grey: Uint8Array, width: number) => (x: number, y: number) => grey[y * width + x]! < 128;

describe('cutting text out of a drawing', () => {
  const box = { x0: 20, y0: 20, x1: 99, y1: 43 };
  const area = { box, row: () => [box.x0, box.x1] as const };
  const text = { x0: 40, y0: 22, x1: 80, y1: 41 };

  it('leaves out a line that passes, and keeps the letters it touches', async () => {
    const raster = await picture(
      `${stems(46, 26, 5)}<path d="M36 0 L56 70" stroke="black" stroke-width="1.5"/>`,
    );
    const black = isBlack(cutOut(raster, area, 4, text)!, 80);
    // Above and below the letters, where there is nothing but the line.
    for (const y of [1, 2, 21, 22]) for (let x = 0; x < 80; x++) assert.ok(!black(x, y), `${x}, ${y}`);
    for (const stem of [2, 3, 4]) assert.ok(black(46 + 6 * stem - 20, 12), `stem ${stem}`);
  });

  it('leaves out a level line from edge to edge', async () => {
    const raster = await picture(`${stems(46, 23, 5)}<rect x="0" y="38" width="420" height="2"/>`);
    const black = isBlack(cutOut(raster, area, 4, text)!, 80);
    for (let x = 0; x < 80; x++) assert.ok(!black(x, 18) && !black(x, 19), `line at ${x}`);
    for (const stem of [0, 1, 2, 3, 4]) assert.ok(black(46 + 6 * stem - 20, 8), `stem ${stem}`);
  });

  it('leaves out the line that stops at a label, and the dashes beside it', async () => {
    const raster = await picture(
      `${stems(46, 26, 5)}<rect x="0" y="31" width="46" height="2"/><rect x="84" y="31" width="5" height="2"/>`,
    );
    const black = isBlack(cutOut(raster, area, 4, text)!, 80);
    for (let x = 0; x < 24; x++) assert.ok(!black(x, 12), `line at ${x}`);
    for (let x = 60; x < 80; x++) assert.ok(!black(x, 12), `dash at ${x}`);
    for (const stem of [0, 1, 2, 3, 4]) assert.ok(black(46 + 6 * stem - 20, 8), `stem ${stem}`);
  });

  it('keeps the strokes that a line crosses whole', async () => {
    const raster = await picture(`${stems(46, 23, 5)}<rect x="0" y="29" width="420" height="2"/>`);
    const black = isBlack(cutOut(raster, area, 4, text)!, 80);
    for (const stem of [0, 1, 2, 3, 4])
      for (let y = 3; y < 15; y++) assert.ok(black(46 + 6 * stem - 20, y), `stem ${stem}, row ${y}`);
    for (const x of [5, 70]) assert.ok(!black(x, 9) && !black(x, 10), `line at ${x}`);
  });

  it('keeps letters that stand out more than the line behind their ground', async () => {
    const raster = await picture(
      `<rect x="0" y="31" width="420" height="2" fill="#808080"/><g fill="black">${stems(46, 26, 3)}<rect x="66" y="31" width="8" height="2"/></g>`,
    );
    const black = isBlack(cutOut(raster, area, 4, text)!, 80);
    assert.ok(black(50, 11) && black(50, 12), 'a stroke along the line');
    for (const x of [5, 40, 70]) assert.ok(!black(x, 11) && !black(x, 12), `line at ${x}`);
  });

  it('leaves out a dashed line that runs through, and keeps letters beside it', async () => {
    const dashes = '<path d="M40 10 V60" stroke="black" stroke-width="2" stroke-dasharray="5 3"/>';
    const raster = await picture(`${stems(46, 26, 5)}${dashes}`);
    const black = isBlack(cutOut(raster, area, 4, text)!, 80);
    for (let y = 0; y < 24; y++) assert.ok(!black(19, y) && !black(20, y), `row ${y}`);
    for (const stem of [0, 1, 2, 3, 4]) assert.ok(black(46 + 6 * stem - 20, 12), `stem ${stem}`);
  });

  it('is black on white, whatever the colours are', async () => {
    const raster = await picture(
      `<rect width="420" height="300" fill="#203050"/><g fill="#e0e0ff">${stems(46, 26, 5)}</g>`,
    );
    const grey = cutOut(raster, area, 4, text)!;
    assert.equal(grey[0], 255);
    assert.ok(isBlack(grey, 80)(26, 12));
  });

  it('has nothing to show where there is no ink', async () => {
    assert.equal(cutOut(await picture(''), area, 4), undefined);
  });
});

/** Where the ink of two pieces of a sheet begins, from the left. */
function inkColumns({ data, widthPx, heightPx }: Raster): readonly [number, number] {
  const isInk = (x: number): boolean =>
    Array.from({ length: heightPx }, (_, y) => data[(y * widthPx + x) * 3]!).some((value) => value < 128);
  const columns = Array.from({ length: widthPx }, (_, x) => isInk(x));
  const first = columns.indexOf(true);
  return [first, columns.indexOf(true, first + 80)];
}

describe('a second look at doubtful text', () => {
  const node = (x: number, y: number): string =>
    `<rect x="${x}.5" y="${y}.5" width="110" height="40" fill="none" stroke="black"/>${stems(x + 38, y + 14, 6)}`;
  const drawing =
    node(40, 40) +
    node(40, 200) +
    '<path d="M95 81 V191" stroke="black" stroke-width="1.5"/><path d="M95 200 l-5 -9 h10 z"/>';
  const word = (text: string, x0: number, y: number, x1: number, confidence: number): ReadLine => {
    const words = [{ text, confidence, polygon: quad(x0, y, x1, y + 19) }];
    return { ...words[0]!, words };
  };
  const labels = (diagram: Awaited<ReturnType<typeof analyseDiagram>>) =>
    diagram?.nodes.map(({ label }) => label);

  it('is not taken where all was read surely', async () => {
    const read = [word('Start', 74, 50, 116, 0.999), word('End', 74, 210, 116, 0.999)];
    const diagram = await analyseDiagram(await picture(drawing), read, undefined, () =>
      assert.fail('read again'),
    );
    assert.deepEqual(labels(diagram), ['Start', 'End']);
  });

  it('parts a label beside a node from the text of the node, read as one', async () => {
    const raster = await picture(
      `${node(40, 40)}${node(40, 200)}${stems(14, 214, 3)}<path d="M10 60 H39 M10 60 V190 H95 V199" fill="none" stroke="black"/>`,
    );
    const row = { text: 'yes End', confidence: 0.99, polygon: quad(10, 210, 116, 229) };
    const words = [
      { ...row, text: 'yes', polygon: quad(10, 210, 37, 229) },
      { ...row, text: 'End', polygon: quad(44, 210, 116, 229) },
    ];
    const read = [word('Start', 74, 50, 116, 0.999), { ...row, words }];
    const diagram = await analyseDiagram(raster, read, undefined, async (sheet) => {
      const [first, second] = inkColumns(sheet);
      const y = sheet.heightPx / 2 - 10;
      return [word('yes', first, y, first + 30, 0.99), word('End', second, y, second + 60, 0.99)];
    });
    assert.deepEqual(labels(diagram), ['Start', 'End']);
    assert.deepEqual(
      diagram?.edges.map(({ label }) => label),
      ['yes'],
    );
  });

  it('finds the letters beside what was read surely in a shape', async () => {
    const read = [word('tar', 86, 50, 104, 0.999), word('End', 74, 210, 116, 0.999)];
    const again = async (sheet: Raster) => {
      const [first, second] = inkColumns(sheet);
      assert.equal(second, -1, 'a shape without more letters is read again');
      const row = sheet.heightPx / 2 - 10;
      return [word('Start', first, row, first + 60, 0.99)];
    };
    assert.deepEqual(labels(await analyseDiagram(await picture(drawing), read, undefined, again)), [
      'Start',
      'End',
    ]);
  });

  it('keeps what is read with more confidence', async () => {
    const read = [word('Stert', 74, 50, 116, 0.8), word('End', 74, 210, 116, 0.7)];
    const raster = await picture(drawing);
    const again = (confidence: number) => async (sheet: Raster) => {
      const [first, second] = inkColumns(sheet);
      const row = sheet.heightPx / 2 - 10;
      return [word('Start', first, row, first + 60, confidence), word('Ent', second, row, second + 60, 0.5)];
    };
    assert.deepEqual(labels(await analyseDiagram(raster, read, undefined, again(0.95))), ['Start', 'End']);
    assert.deepEqual(labels(await analyseDiagram(raster, read, undefined, again(0.6))), ['Stert', 'End']);
  });
});
