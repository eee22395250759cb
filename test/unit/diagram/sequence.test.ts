import assert from 'node:assert/strict';
import sharp from 'sharp';
import { analyseDiagram } from '../../../src/engine/diagram';
import type { Raster } from '../../../src/engine/image/raster';
import type { Diagram, TextLine } from '../../../src/protocol';

const EM = 14;
const [ALICE, BOB] = [100, 340];

async function picture(body: string, ink = '#000000', page = '#ffffff'): Promise<Raster> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="460" height="420"><rect width="100%" height="100%" fill="${page}"/><g fill="none" stroke="${ink}">${body}</g></svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}

/** A line of text of 14 px centred on a point, as text extraction would tell it; it is not drawn. */
function words(text: string, x: number, y: number): TextLine {
  const half = (text.length * EM * 0.55) / 2;
  const [x0, x1, y0, y1] = [x - half, x + half, y - EM * 0.65, y + EM * 0.65];
  const polygon = [
    { x: x0, y: y0 },
    { x: x1, y: y0 },
    { x: x1, y: y1 },
    { x: x0, y: y1 },
  ] as const;
  return { text, confidence: 0.98, polygon };
}

const participant = (x: number): string =>
  `<rect x="${x - 50}" y="20" width="100" height="40"/><path d="M${x} 60 V380"/>`;
const BOTH = participant(ALICE) + participant(BOB);
const NAMES = [words('Alice', ALICE, 40), words('Bob', BOB, 40)];

/** A line from one participant to the other with a filled head. */
function message(from: number, to: number, y: number, more = ''): string {
  const back = to > from ? to - 10 : to + 10;
  return `<path d="M${from} ${y} H${back}" stroke-width="1.5" ${more}/><path d="M${to} ${y} L${back} ${y - 5} v10 z" fill="black" stroke="none"/>`;
}

const DASHED = 'stroke-dasharray="3 3"';

function bodyOf(result: Diagram | undefined): string[] {
  assert.equal(result?.type, 'sequence');
  const lines = result.mermaid.trimEnd().split('\n');
  assert.deepEqual(lines.slice(0, 3), [
    'sequenceDiagram',
    '  participant p1 as Alice',
    '  participant p2 as Bob',
  ]);
  return lines.slice(3).map((line) => line.trim());
}

describe('sequence diagrams', () => {
  it('reads messages in order, with their direction and replies', async () => {
    const raster = await picture(BOTH + message(ALICE, BOB, 120) + message(BOB, ALICE, 180, DASHED));
    const result = await analyseDiagram(raster, [...NAMES, words('Hello', 220, 106), words('Hi', 220, 166)]);
    assert.deepEqual(bodyOf(result), ['p1->>p2: Hello', 'p2-->>p1: Hi']);
    assert.equal(
      result?.outline,
      'A sequence diagram of 2 participants and 2 messages.\nParticipants: Alice and Bob.\nAlice sends Bob: Hello.\nBob replies to Alice: Hi.',
    );
  });

  it('reads a lost message and one without a head', async () => {
    const cross = `<path d="M${ALICE} 120 H${BOB}"/><path d="M${BOB - 12} 115 l10 10 m0 -10 l-10 10" stroke-width="2"/>`;
    const raster = await picture(`${BOTH}${cross}<path d="M${ALICE} 180 H${BOB}"/>`);
    const result = await analyseDiagram(raster, [...NAMES, words('Ping', 220, 106), words('Line', 220, 166)]);
    assert.deepEqual(bodyOf(result), ['p1-xp2: Ping', 'p1->p2: Line']);
    assert.equal(result?.edges[1]?.arrow, 'none');
  });

  it('reads a message to oneself', async () => {
    const loop = `<path d="M${ALICE} 160 h40 v20 h-32" stroke-width="1.5"/><path d="M${ALICE} 180 l10 -5 v10 z" fill="black" stroke="none"/>`;
    const raster = await picture(BOTH + message(ALICE, BOB, 120) + loop);
    const result = await analyseDiagram(raster, [
      ...NAMES,
      words('Hello', 220, 106),
      words('Think', 130, 148),
    ]);
    assert.deepEqual(bodyOf(result), ['p1->>p2: Hello', 'p1->>p1: Think']);
    assert.match(result?.outline ?? '', /^Alice, to itself: Think\.$/m);
  });

  it('puts notes and frames around messages', async () => {
    const frame =
      '<rect x="85" y="90" width="270" height="110"/><path d="M85 90 h50 v18 h-50 z" fill="white"/>';
    const note = '<rect x="360" y="230" width="90" height="30" fill="#fff5ad"/>';
    const raster = await picture(
      BOTH + frame + message(ALICE, BOB, 160) + note + message(BOB, ALICE, 300, DASHED),
    );
    const result = await analyseDiagram(raster, [
      ...NAMES,
      words('loop', 108, 100),
      words('[each day]', 220, 102),
      words('Order', 220, 146),
      words('Waits', 405, 245),
      words('Done', 220, 286),
    ]);
    assert.deepEqual(bodyOf(result), [
      'loop each day',
      'p1->>p2: Order',
      'end',
      'Note right of p2: Waits',
      'p2-->>p1: Done',
    ]);
  });

  it('marks the time in which a participant is active', async () => {
    const bar = `<rect x="${BOB - 5}" y="122" width="10" height="78" fill="white"/>`;
    const raster = await picture(
      `${BOTH}${bar}${message(ALICE, BOB - 5, 120)}${message(BOB - 5, ALICE, 200, DASHED)}`,
    );
    const result = await analyseDiagram(raster, [
      ...NAMES,
      words('Ask', 220, 106),
      words('Answer', 220, 186),
    ]);
    assert.deepEqual(bodyOf(result), ['p1->>p2: Ask', 'activate p2', 'p2-->>p1: Answer', 'deactivate p2']);
  });

  it('keeps what would end a statement or begin a comment', async () => {
    const raster = await picture(BOTH + message(ALICE, BOB, 120));
    const result = await analyseDiagram(raster, [...NAMES, words('a; b #1', 220, 106)]);
    assert.deepEqual(bodyOf(result), ['p1->>p2: a#59; b #35;1']);
  });

  it('takes two boxes with one arrow down each for no conversation', async () => {
    const raster = await picture(
      `${BOTH}<rect x="50" y="380" width="100" height="30"/><rect x="290" y="380" width="100" height="30"/>`,
    );
    const result = await analyseDiagram(raster, [
      ...NAMES,
      words('Carol', ALICE, 395),
      words('Dan', BOB, 395),
    ]);
    assert.notEqual(result?.type, 'sequence');
  });
});
