import type { Fact } from '../../../protocol';
import { isNumeric } from '../patterns';
import { type Findings, headingOf, isQuotable, type Scene, type SceneLine, usualHeight } from '../scene';
import { capitalised, list, quote } from '../wording';

interface Labels {
  readonly title?: string;
  readonly xAxis?: string;
  readonly yAxis?: string;
  readonly names: readonly string[];
  readonly numbers: readonly number[];
}

/** The title, what stands along the axes, the range of the numbers, and the names in the legend or of categories. */
export function readChart(scene: Scene): Findings {
  const { title, xAxis, yAxis, names, numbers } = labelsOf(scene);
  const range = numbers.length >= 3 ? ([Math.min(...numbers), Math.max(...numbers)] as const) : undefined;
  const named = title ? `Chart titled ${quote(title, 70)}` : 'Chart';
  const axes =
    xAxis && yAxis
      ? `, ${quote(yAxis, 40)} against ${quote(xAxis, 40)}`
      : xAxis || yAxis
        ? `, with the axis ${quote((xAxis ?? yAxis)!, 40)}`
        : '';
  const labelled = names.length > 0 ? ` with the labels ${list(names, 5)}` : '';
  const fewer = names.length > 0 ? ` with the labels ${list(names, 3)}` : '';
  const numbered = range ? `numbers from ${format(range[0])} to ${format(range[1])}` : '';
  const and = numbered ? `${names.length > 0 || axes ? ' and' : ' with'} ${numbered}` : '';
  const join = (labels: string): string => (axes && labels ? `,${labels}` : labels);
  const wordings = [
    `${named}${axes}${join(labelled)}${and}`,
    `${named}${axes}${join(fewer)}${and}`,
    `${named}${axes}${numbered ? `${axes ? ' and' : ' with'} ${numbered}` : ''}`,
    `${named}${fewer}`,
    `${named}${axes}`,
    named,
  ];
  const details = [
    ...(xAxis ? [`The horizontal axis is labelled ${quote(xAxis, 80)}.`] : []),
    ...(yAxis ? [`The vertical axis is labelled ${quote(yAxis, 80)}.`] : []),
    ...(names.length > 0 ? [`Labels: ${list(names, 12)}.`] : []),
    ...(range ? [`${capitalised(numbered)} can be read along the axes or in the chart.`] : []),
  ];
  const facts: Fact[] = [];
  if (title) facts.push({ label: 'Title', value: title });
  if (xAxis) facts.push({ label: 'Horizontal axis', value: xAxis });
  if (yAxis) facts.push({ label: 'Vertical axis', value: yAxis });
  if (names.length > 0) facts.push({ label: 'Labels', value: names.join(', ') });
  if (range) facts.push({ label: 'Numbers', value: `${format(range[0])} to ${format(range[1])}` });
  return { altTexts: wordings, details, facts };
}

const format = (n: number): string => n.toLocaleString('en-GB', { maximumFractionDigits: 4 });

/** A label such as "1,500", "20%" or "−0.5" as a number; undefined for dates, times and names. */
export function labelValue(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/^[$€£¥]\s*/, '')
    .replace(/[−–]/g, '-')
    .replace(/,(?=\d{3}\b)/g, '');
  const match = /^(-?\d+(?:\.\d+)?)\s*(%|k|K|M|B)?$/.exec(plain);
  if (!match) return undefined;
  const scale = { k: 1e3, K: 1e3, M: 1e6, B: 1e9 }[match[2] ?? ''] ?? 1;
  return Number(match[1]) * scale;
}

function labelsOf(scene: Scene): Labels {
  const lines = scene.lines.filter(isQuotable);
  const usual = usualHeight(scene);
  const title = titleOf(scene, lines, usual);
  const rest = lines.filter((line) => line.text !== title);
  const upright = rest.find(
    (line) => /\p{L}{2}/u.test(line.text) && line.text.length > 3 && line.box.height > 1.5 * line.box.width,
  );
  const bottom = Math.max(0, ...rest.map((line) => line.box.y + line.box.height));
  const below = rest.find(
    (line) =>
      line !== upright &&
      /\p{L}{2}/u.test(line.text) &&
      line.box.y > 0.75 * scene.heightPx &&
      line.box.y + line.box.height > bottom - 1.2 * usual &&
      isAlone(scene, line) &&
      Math.abs(line.box.x + line.box.width / 2 - scene.widthPx / 2) < 0.2 * scene.widthPx &&
      // An axis label stands under numbers or names, alone on its row.
      rest.some((other) => other !== line && other.box.y < line.box.y && other.box.y > 0.6 * scene.heightPx),
  );
  const used = [title, upright?.text, below?.text];
  const texts = scene.rows
    .flat()
    .filter((cell) => isQuotable(cell) && !used.includes(cell.text) && !title?.includes(cell.text))
    .map((cell) => cell.text);
  const numbers = withoutYears(
    texts
      .flatMap((text) => text.split(' '))
      .map(labelValue)
      .filter((n) => n !== undefined),
  );
  const names = texts.filter((text) => /\p{L}{2}/u.test(text) && !isNumeric(text) && text.length <= 30);
  return { title, xAxis: below?.text, yAxis: upright?.text, names: [...new Set(names)], numbers };
}

/** The tallest line near the top, else a lone line of words at the very top. */
function titleOf(scene: Scene, lines: readonly SceneLine[], usual: number): string | undefined {
  const heading = headingOf(scene, 0.3);
  if (heading) return heading;
  const top = [...lines]
    .sort((a, b) => a.box.y - b.box.y)
    .find(
      (line) =>
        line.box.y < 0.15 * scene.heightPx &&
        line.box.width > line.box.height &&
        line.heightPx > 0.9 * usual &&
        isAlone(scene, line) &&
        /\p{L}{3}/u.test(line.text),
    );
  if (!top) return undefined;
  const alone = isAlone(scene, top);
  const centred = Math.abs(top.box.x + top.box.width / 2 - scene.widthPx / 2) < 0.15 * scene.widthPx;
  return alone && (centred || top.text.split(' ').length > 1) ? top.text : undefined;
}

/** Whether a line is one cell, and the only one of its row. */
const isAlone = (scene: Scene, line: SceneLine): boolean =>
  scene.rows.some(
    (row) =>
      row.length === 1 &&
      Math.abs(row[0]!.box.y - line.box.y) < 0.5 * line.box.height &&
      row[0]!.box.width > 0.8 * line.box.width,
  );

/** Years name categories or dates beside other numbers. */
function withoutYears(numbers: readonly number[]): number[] {
  const others = numbers.filter((n) => !(Number.isInteger(n) && n >= 1900 && n <= 2100));
  return others.length >= 3 ? others : [...numbers];
}
