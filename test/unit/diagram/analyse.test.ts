import assert from 'node:assert/strict';
import sharp from 'sharp';
import { analyseDiagram } from '../../../src/engine/diagram';
import type { Raster } from '../../../src/engine/image/raster';
import type { Quad, TextLine } from '../../../src/protocol';

interface Words {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

const EM = 14;

/** Draws shapes as SVG; the text is not drawn but told, as text extraction would. */
async function picture(body: string, width = 420, height = 300, background = '#ffffff'): Promise<Raster> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${background}"/>${body}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}

/** A line of text of 14 px centred on a point. */
function line({ text, x, y }: Words): TextLine {
  const half = (text.length * EM * 0.55) / 2;
  const [x0, x1, y0, y1] = [x - half, x + half, y - EM * 0.65, y + EM * 0.65];
  return {
    text,
    confidence: 0.98,
    polygon: [
      { x: x0, y: y0 },
      { x: x1, y: y0 },
      { x: x1, y: y1 },
      { x: x0, y: y1 },
    ],
  };
}

const box = (x: number, y: number, more = 'fill="none" stroke="black"'): string =>
  `<rect x="${x - 50.5}" y="${y - 20.5}" width="101" height="41" ${more}/>`;
const down = (x: number, y0: number, y1: number, more = ''): string =>
  `<path d="M${x} ${y0} V${y1 - 9}" stroke="black" stroke-width="1.5" fill="none" ${more}/><path d="M${x} ${y1} l-5 -9 h10 z"/>`;

describe('diagram analysis', () => {
  it('takes neither half of a label’s background for a node, which the line parts', async () => {
    const patch = '<rect x="182" y="146" width="56" height="24" fill="#e8e8e8"/>';
    const raster = await picture(`${box(210, 60)}${box(210, 260)}${patch}${down(210, 81, 239)}`, 420, 320);
    const text = [
      { text: 'Start', x: 210, y: 60 },
      { text: 'timeout', x: 210, y: 158 },
      { text: 'Wait', x: 210, y: 260 },
    ].map(line);
    const diagram = await analyseDiagram(raster, text);
    assert.deepEqual(
      diagram?.nodes.map(({ label }) => label),
      ['Start', 'Wait'],
    );
    assert.deepEqual(
      diagram?.edges.map(({ label }) => label),
      ['timeout'],
    );
  });

  it('takes a filled circle that is just larger than its letter for a node', async () => {
    const raster = await picture(
      `${box(210, 60)}${down(210, 81, 227)}<circle cx="210" cy="240" r="13" fill="#ececff" stroke="black"/>`,
    );
    const text = [
      { text: 'Start', x: 210, y: 60 },
      { text: 'A', x: 210, y: 240 },
    ].map(line);
    const high = text.map(({ polygon, ...rest }) => ({
      ...rest,
      polygon: polygon.map(({ x, y }, i) => ({ x, y: i < 2 ? y - 2.4 : y + 2.4 })) as unknown as Quad,
    }));
    const diagram = await analyseDiagram(raster, high);
    assert.deepEqual(
      diagram?.nodes.map(({ label, shape }) => `${label} ${shape}`),
      ['Start rectangle', 'A circle'],
    );
  });

  it('tells lines that cross by their thickness, though one of them has no head', async () => {
    const raster = await picture(
      box(80, 150) +
        box(340, 150) +
        box(210, 40) +
        box(210, 260) +
        '<path d="M130 150 H290" stroke="black" stroke-width="1.2"/>' +
        '<path d="M210 60 V230" stroke="black" stroke-width="4"/><path d="M210 239 l-6 -10 h12 z"/>',
    );
    const diagram = await analyseDiagram(
      raster,
      [
        { text: 'Left', x: 80, y: 150 },
        { text: 'Right', x: 340, y: 150 },
        { text: 'Top', x: 210, y: 40 },
        { text: 'Bottom', x: 210, y: 260 },
      ].map(line),
    );
    const name = new Map(diagram?.nodes.map(({ id, label }) => [id, label]));
    assert.deepEqual(
      diagram?.edges.map(({ from, to, arrow }) => `${name.get(from)} ${arrow} ${name.get(to)}`).sort(),
      ['Left none Right', 'Top forward Bottom'],
    );
  });

  it('reads two boxes and the arrow between them', async () => {
    const raster = await picture(box(100, 40) + box(100, 160) + down(100, 60, 140));
    const lines = [
      { text: 'Start', x: 100, y: 40 },
      { text: 'Finish', x: 100, y: 160 },
    ].map(line);
    const result = await analyseDiagram(raster, lines);
    assert.ok(result);
    assert.deepEqual(
      result.nodes.map(({ label, shape }) => [label, shape]),
      [
        ['Start', 'rectangle'],
        ['Finish', 'rectangle'],
      ],
    );
    assert.deepEqual(
      result.edges.map(({ from, to, arrow, style }) => [from, to, arrow, style]),
      [['n1', 'n2', 'forward', 'solid']],
    );
    assert.equal(result.mermaid, 'flowchart TD\n  n1["Start"]\n  n2["Finish"]\n  n1 --> n2\n');
  });

  it('takes the head, not the reading order, for the direction', async () => {
    const raster = await picture(
      `${box(100, 40)}${box(100, 160)}<path d="M100 140 V69" stroke="black" fill="none"/><path d="M100 60 l-5 9 h10 z"/>`,
    );
    const result = await analyseDiagram(
      raster,
      [
        { text: 'Upper', x: 100, y: 40 },
        { text: 'Lower', x: 100, y: 160 },
      ].map(line),
    );
    assert.deepEqual(
      result?.edges.map(({ from, to, arrow }) => [from, to, arrow]),
      [['n2', 'n1', 'forward']],
    );
  });

  it('reads light lines and filled shapes on a dark background', async () => {
    const raster = await picture(
      `${box(100, 40, 'fill="#2d2d30" stroke="#9cdcfe"')}${box(300, 40, 'fill="#2d2d30" stroke="#9cdcfe"')}<path d="M150 40 H241" stroke="#ddd" stroke-width="2"/><path d="M250 40 l-9 -5 v10 z" fill="#ddd"/>`,
      420,
      90,
      '#1e1e1e',
    );
    const result = await analyseDiagram(
      raster,
      [
        { text: 'Left', x: 100, y: 40 },
        { text: 'Right', x: 300, y: 40 },
      ].map(line),
    );
    assert.equal(result?.direction, 'LR');
    assert.deepEqual(
      result?.edges.map(({ from, to, arrow }) => [from, to, arrow]),
      [['n1', 'n2', 'forward']],
    );
  });

  it('keeps lines apart that cross', async () => {
    const raster = await picture(
      `${box(60, 40)}${box(340, 40)}${box(60, 240)}${box(340, 240)}<path d="M80 60 L320 219 M320 60 L80 219" stroke="black" stroke-width="1.5"/>`,
    );
    const result = await analyseDiagram(
      raster,
      [
        { text: 'A one', x: 60, y: 40 },
        { text: 'B two', x: 340, y: 40 },
        { text: 'C three', x: 60, y: 240 },
        { text: 'D four', x: 340, y: 240 },
      ].map(line),
    );
    const name = new Map(result?.nodes.map(({ id, label }) => [id, label[0]]));
    assert.deepEqual(result?.edges.map(({ from, to }) => `${name.get(from)}${name.get(to)}`).sort(), [
      'AD',
      'BC',
    ]);
    assert.ok(result?.edges.every(({ arrow }) => arrow === 'none'));
  });

  it('follows dashed lines and gives the label to its line', async () => {
    const raster = await picture(
      `${box(100, 40)}${box(300, 40)}${box(100, 200)}${box(300, 200)}${down(100, 60, 180, 'stroke-dasharray="5 4"')}${down(300, 60, 180)}`,
    );
    const result = await analyseDiagram(
      raster,
      [
        { text: 'A', x: 100, y: 40 },
        { text: 'B', x: 300, y: 40 },
        { text: 'C', x: 100, y: 200 },
        { text: 'D', x: 300, y: 200 },
        { text: 'maybe', x: 130, y: 120 },
      ].map(line),
    );
    assert.deepEqual(
      result?.edges.map(({ label, style }) => [label, style]),
      [
        ['maybe', 'dashed'],
        ['', 'solid'],
      ],
    );
  });

  it('tells a group from the nodes in it', async () => {
    const raster = await picture(
      `<rect x="20.5" y="10.5" width="160" height="210" fill="#ffffde" stroke="#aaaa33"/>${box(100, 70, 'fill="#ececff" stroke="#9370db"')}${box(100, 180, 'fill="#ececff" stroke="#9370db"')}${box(320, 180, 'fill="#ececff" stroke="#9370db"')}${down(100, 90, 160)}<path d="M150 180 H261" stroke="black"/><path d="M270 180 l-9 -5 v10 z"/>`,
    );
    const result = await analyseDiagram(
      raster,
      [
        { text: 'Core', x: 100, y: 26 },
        { text: 'In', x: 100, y: 70 },
        { text: 'Out', x: 100, y: 180 },
        { text: 'User', x: 320, y: 180 },
      ].map(line),
    );
    assert.deepEqual(
      result?.groups.map(({ label, nodes }) => [label, nodes.length]),
      [['Core', 2]],
    );
    assert.equal(result?.edges.length, 2);
  });

  it('finds dark shapes whose light letters leave little of the fill', async () => {
    const letters = (x: number, y: number): string =>
      [-30, -20, -10, 0, 10, 20, 30]
        .map((dx) => `<rect x="${x + dx - 3}" y="${y - 7}" width="5" height="14" fill="white"/>`)
        .join('');
    const dark = (x: number, y: number): string =>
      `<rect x="${x - 50}" y="${y - 14}" width="100" height="28" fill="#5b54b4"/>${letters(x, y)}`;
    const raster = await picture(dark(100, 40) + dark(100, 160) + down(100, 54, 146));
    const lines = [
      { text: 'Billing', x: 100, y: 40 },
      { text: 'Monitor', x: 100, y: 160 },
    ].map(line);
    const result = await analyseDiagram(raster, lines);
    assert.deepEqual(
      result?.nodes.map(({ label }) => label),
      ['Billing', 'Monitor'],
    );
    assert.deepEqual(
      result.edges.map(({ arrow }) => arrow),
      ['forward'],
    );
  });

  it('sees no head where two lines without heads leave from one point', async () => {
    const curve = (x: number): string =>
      `<path d="M210 60.5 C210 100 ${x} 100 ${x} 139.5" stroke="black" fill="none"/>`;
    const raster = await picture(box(210, 40) + box(130, 160) + box(290, 160) + curve(130) + curve(290));
    const lines = [
      { text: 'Main', x: 210, y: 40 },
      { text: 'Left', x: 130, y: 160 },
      { text: 'Right', x: 290, y: 160 },
    ].map(line);
    const result = await analyseDiagram(raster, lines);
    assert.deepEqual(
      result?.edges.map(({ from, to, arrow }) => `${from} ${arrow} ${to}`),
      ['n1 none n2', 'n1 none n3'],
    );
  });

  it('follows a line that branches off under a label', async () => {
    const branch =
      '<path d="M210 100 H90 V131" stroke="black" stroke-width="1.5" fill="none"/><path d="M90 140 l-5 -9 h10 z"/>';
    const cover = '<rect x="186" y="90" width="48" height="20" fill="white"/>';
    const raster = await picture(
      box(210, 40) + box(210, 160) + box(90, 160) + down(210, 60, 140) + branch + cover,
    );
    const lines = [
      { text: 'Main', x: 210, y: 40 },
      { text: 'Below', x: 210, y: 160 },
      { text: 'Beside', x: 90, y: 160 },
      { text: 'writes', x: 210, y: 100 },
    ].map(line);
    const result = await analyseDiagram(raster, lines);
    const name = new Map(result?.nodes.map(({ id, label }) => [id, label]));
    assert.deepEqual(result?.edges.map(({ from, to }) => `${name.get(from)} > ${name.get(to)}`).sort(), [
      'Main > Below',
      'Main > Beside',
    ]);
  });

  it('finds no diagram where there is only text, or nothing', async () => {
    assert.equal(await analyseDiagram(await picture(''), []), undefined);
    assert.equal(
      await analyseDiagram(await picture(box(100, 40)), [line({ text: 'Alone', x: 100, y: 40 })]),
      undefined,
    );
  });

  it('stops when it is cancelled', async () => {
    const raster = await picture(box(100, 40) + box(100, 160));
    await assert.rejects(analyseDiagram(raster, [line({ text: 'A', x: 100, y: 40 })], AbortSignal.abort()), {
      name: 'AbortError',
    });
  });

  it('follows slanting lines straight on where they cross, with heads or without', async () => {
    const raster = await picture(
      box(80, 40) +
        box(340, 40) +
        box(80, 260) +
        box(340, 260) +
        '<path d="M114 65 L306 235" stroke="black" stroke-width="1.5"/>' +
        '<path d="M310 61 L118 232" stroke="black" stroke-width="1.5"/><path d="M110 239 l4.5 -10 7 7.8 z"/>',
    );
    const lines = [
      { text: 'Client', x: 80, y: 40 },
      { text: 'Server', x: 340, y: 40 },
      { text: 'Cache', x: 80, y: 260 },
      { text: 'Queue', x: 340, y: 260 },
    ].map(line);
    const result = await analyseDiagram(raster, lines);
    const name = new Map(result?.nodes.map(({ id, label }) => [id, label]));
    assert.deepEqual(
      result?.edges.map(({ from, to, arrow }) => `${name.get(from)} ${arrow} ${name.get(to)}`).sort(),
      ['Client none Queue', 'Server forward Cache'],
    );
  });

  it('takes a filled diamond whole, and sees no head at the corner a line leaves from', async () => {
    const raster = await picture(
      '<polygon points="100,20 156,56 100,92 44,56" fill="#1f6feb"/>' +
        `<path d="M100 92 V130 H180 V171" stroke="black" stroke-width="1.5" fill="none"/><path d="M180 180 l-5 -9 h10 z"/>` +
        box(180, 201, 'fill="#1f6feb"'),
    );
    const lines = [
      { text: 'Paid?', x: 100, y: 56 },
      { text: 'Send', x: 180, y: 201 },
    ].map(line);
    const result = await analyseDiagram(raster, lines);
    assert.deepEqual(
      result?.nodes.map(({ shape }) => shape),
      ['diamond', 'rectangle'],
    );
    assert.deepEqual(
      result?.edges.map(({ arrow }) => arrow),
      ['forward'],
    );
  });
});
