/** Results as the engine gives them, for pictures of the sample workspace. */
import { baseName } from '../../src/base-name';
import type { EntryView } from '../../src/panel/entries';
import type {
  DescribeResult,
  DiagramResult,
  LatexResult,
  Quad,
  TextLine,
  TextResult,
} from '../../src/protocol';
import type { RowView } from '../../src/review/messages';
import orderFlow from './order-flow.json';

export function box(left: number, top: number, right: number, bottom: number): Quad {
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}

const CODE = `import sqlite3
from pathlib import Path


def open_inventory(path: Path) -> sqlite3.Connection:
    """Open the warehouse database, creating its tables once."""
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TABLE IF NOT EXISTS items (sku TEXT PRIMARY KEY, stock INTEGER)"
    )
    return connection`;

/** Where the rows of `inventory-py.png` are, in its pixels. */
function codeLines(): TextLine[] {
  const lines: TextLine[] = [];
  for (const [row, written] of CODE.split('\n').entries()) {
    const text = written.trim();
    if (text === '') continue;
    const left = 59 + (written.length - text.length) * 8.4;
    const top = 44 + row * 20;
    const confidence = text === ')' ? 0.62 : 0.99;
    lines.push({ text, confidence, polygon: box(left, top, left + text.length * 8.4, top + 20) });
  }
  return lines;
}

export const described: DescribeResult = {
  widthPx: 900,
  heightPx: 560,
  model: 'PP-OCRv6 small',
  ms: 812,
  text: CODE,
  lines: codeLines(),
  altText: 'Screenshot of a code editor in a dark theme that shows the Python file inventory.py.',
  description:
    'A code editor in a dark theme shows inventory.py. The code is Python: it imports sqlite3 and defines open_inventory.',
  kind: 'code',
  kindConfidence: 0.973,
  facts: [
    { label: 'Kind', value: 'Code editor (97 % sure)' },
    { label: 'Language', value: 'Python' },
    { label: 'Size', value: '900 × 560 px, landscape' },
    { label: 'Theme', value: 'dark' },
  ],
};

/** A screenful of `count` short lines in columns. */
export function manyLines(count: number, widthPx = 3840, heightPx = 2160): TextResult {
  const columns = 20;
  const rows = Math.ceil(count / columns);
  const lines: TextLine[] = [];
  for (let index = 0; index < count; index++) {
    const left = (index % columns) * (widthPx / columns);
    const top = Math.floor(index / columns) * (heightPx / rows);
    lines.push({
      text: `entry ${index}`,
      confidence: 0.9,
      polygon: box(left, top, left + widthPx / columns - 20, top + heightPx / rows - 2),
    });
  }
  const text = lines.map((line) => line.text).join('\n');
  return { widthPx, heightPx, model: 'PP-OCRv6 small', ms: 1400, text, lines };
}

/** An entry of the panel; `file` is below the sample workspace. */
export function entry(file: string, fields: Partial<EntryView> = {}): EntryView {
  return {
    id: `describe:${file}`,
    source: `file:///workspace/${file}`,
    imageUri: `https://panel.test/workspace/${file}`,
    name: baseName({ path: file }),
    path: file,
    task: 'describe',
    state: 'working',
    ...fields,
  };
}

export const codeEntry = entry('screenshots/inventory-py.png', { state: 'done', result: described });

const flow = orderFlow as unknown as DiagramResult;

/** As the engine reads `order-flow.png`, but for one node it is made to be unsure of. */
export const flowResult: DiagramResult = {
  ...flow,
  nodes: flow.nodes.map((node) => (node.label === 'Send a reminder' ? { ...node, confidence: 0.55 } : node)),
};

export const flowEntry = entry('diagrams/order-flow.png', {
  task: 'diagram',
  state: 'done',
  result: flowResult,
});

/** A formula the model is fairly sure of, but for one token. */
export const formula: LatexResult = {
  widthPx: 509,
  heightPx: 95,
  model: 'PixelScribe formula',
  ms: 190,
  latex: '\\frac{dR}{dx}+\\alpha R=-3\\beta x^{-1}',
  confidence: 0.82,
  tokens: [
    ['\\frac{', 0.99],
    ['d', 0.98],
    ['R', 0.99],
    ['}{', 0.99],
    ['d', 0.99],
    ['x', 0.97],
    ['}', 0.99],
    ['+', 0.99],
    ['\\alpha', 0.43],
    ['R', 0.98],
    ['=', 0.99],
    ['-', 0.99],
    ['3', 0.99],
    ['\\beta', 0.95],
    ['x', 0.99],
    ['^{', 0.99],
    ['-', 0.9],
    ['1', 0.61],
    ['}', 0.99],
  ].map(([text, confidence]) => ({ text: String(text), confidence: Number(confidence) })),
  alternatives: [
    { latex: '\\frac{dR}{dx}+aR=-3\\beta x^{-1}', confidence: 0.31 },
    { latex: '\\frac{dR}{dx}+\\alpha R=-3\\beta x^{-4}', confidence: 0.12 },
    { latex: '\\frac{dB}{dx}+\\alpha R=-3\\beta x^{-1}', confidence: 0.05 },
  ],
};

export const formulaEntry = entry('formulas/expansion.png', {
  id: 'latex:formulas/expansion.png',
  task: 'latex',
  state: 'done',
  result: formula,
});

/** An image of the review, without alt text and with a proposal. */
export function reviewRow(name: string, fields: Partial<RowView> = {}): RowView {
  return {
    id: `file:///docs/guide.md#${name}`,
    documentName: 'docs/guide.md',
    line: 12,
    imageName: `${name}.png`,
    imageUri: 'https://panel.test/workspace/screenshots/failing-build.png',
    heading: 'Build',
    sentence: 'The build fails with this message:',
    problem: { code: 'missing-alt-text', message: `The image “${name}.png” has no alt text.` },
    present: { kind: 'none', text: '' },
    decorative: false,
    canSetAlt: true,
    canMarkDecorative: true,
    proposal: { kind: 'done', alt: `Screenshot of ${name}.`, decorative: false, confidence: 0.9 },
    decision: { kind: 'undecided' },
    ...fields,
  };
}
