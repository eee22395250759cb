import type { Fact } from '../../../protocol';
import { buttonText, URL_TEXT } from '../patterns';
import {
  type Findings,
  headingOf,
  isQuotable,
  prominent,
  type Scene,
  type SceneLine,
  usualHeight,
} from '../scene';
import { list, quote } from '../wording';

/** The heading, the navigation, the address and what else stands out on a page or in a program's window. */
export function readWebPage(scene: Scene): Findings {
  const lines = scene.lines.filter(isQuotable);
  const heading = withoutGlyphs(headingOf(scene));
  const address = addressOf(lines, scene.heightPx);
  const navigation = navigationOf(scene);
  const buttons = [
    ...new Set(
      scene.rows
        .flat()
        .map((cell) => buttonText(cell.text))
        .filter((text) => text !== undefined),
    ),
  ];
  const headings = subheadings(scene, heading);
  const opening = scene.rows
    .flat()
    .find((cell) => isQuotable(cell) && cell.text.split(' ').length >= 7 && !heading?.includes(cell.text));
  const site = address
    ? address
        .replace(/^https?:\/\//, '')
        .replace(/^www\./, '')
        .split('/')[0]
    : undefined;

  const a = site ? `Screenshot of a web page at ${site}` : 'Screenshot of a web page';
  const wordings: string[] = [];
  const nav = navigation.length > 2 ? `, with navigation to ${list(navigation, 4)}` : '';
  if (heading) {
    const headed = `${a} headed ${quote(heading, 70)}`;
    if (headings.length > 0) {
      wordings.push(
        `${headed}, with the section${headings.length > 1 ? 's' : ''} ${list(
          headings.map((h) => quote(h, 30)),
          3,
        )}`,
      );
      wordings.push(`${headed}, with the section ${quote(headings[0]!, 30)}`);
    }
    wordings.push(`${headed}${nav}`);
    if (opening) wordings.push(`${headed}; its text begins with ${quote(opening.text, 60)}`);
    wordings.push(headed, `Screenshot of a web page headed ${quote(heading, 100)}`);
  } else {
    const shown = prominent(scene, 3).map((line) => quote(line.text, 40));
    wordings.push(...(nav ? [`${a}${nav}`] : []));
    if (opening) wordings.push(`${a} with text that begins ${quote(opening.text, 70)}`);
    if (shown.length > 0)
      wordings.push(`${a} with the text ${list(shown)}`, `${a} with the text ${shown[0]}`);
    wordings.push(a);
  }
  const details = [
    ...(headings.length > 0
      ? [
          `Its sections are ${list(
            headings.map((h) => quote(h, 60)),
            6,
          )}.`,
        ]
      : []),
    ...(navigation.length > 1 ? [`Navigation: ${list(navigation, 8)}.`] : []),
    ...(opening ? [`The text begins with ${quote(opening.text, 160)}.`] : []),
    ...(buttons.length > 0 ? [`Buttons: ${list(buttons, 6)}.`] : []),
  ];
  const facts: Fact[] = [];
  if (heading) facts.push({ label: 'Heading', value: heading });
  if (address) facts.push({ label: 'Address', value: address });
  if (headings.length > 0) facts.push({ label: 'Sections', value: headings.join(', ') });
  if (navigation.length > 1) facts.push({ label: 'Navigation', value: navigation.join(', ') });
  if (buttons.length > 0) facts.push({ label: 'Buttons', value: buttons.join(', ') });
  return { altTexts: wordings, details, facts };
}

/** What stands in a browser's address bar. */
function addressOf(lines: readonly SceneLine[], heightPx: number): string | undefined {
  for (const line of lines) {
    if (line.box.y > 0.15 * heightPx) continue;
    const match = URL_TEXT.exec(line.text);
    if (match) return match[0].replace(/[)\],;]+$/, '');
  }
  return undefined;
}

/** Short texts side by side near the top. */
function navigationOf(scene: Scene): string[] {
  const rows = scene.rows
    .filter((row) => row[0]!.box.y < 0.25 * scene.heightPx && row[0]!.box.height < 2 * usualHeight(scene))
    .map((row) =>
      row
        .filter((cell) => isQuotable(cell) && /^\p{L}[\p{L} &'-]{1,23}$/u.test(cell.text))
        .map((cell) => cell.text),
    );
  const longest = rows.reduce((best, row) => (row.length > best.length ? row : best), []);
  return longest.length >= 3 ? longest.filter((text) => !/^(?:File|Edit|View|Help|Search)$/.test(text)) : [];
}

/** Lines taller than the running text, but lower than the heading. */
function subheadings(scene: Scene, heading: string | undefined): string[] {
  const usual = usualHeight(scene);
  return scene.rows
    .filter((row) => row.length <= 3)
    .flat()
    .filter(
      (cell) =>
        isQuotable(cell) &&
        cell.box.height > 1.18 * usual &&
        cell.text.length <= 60 &&
        /\p{L}{3}/u.test(cell.text),
    )
    .map((cell) => withoutGlyphs(cell.text)!)
    .filter((text) => text.length >= 4 && !heading?.includes(text) && !buttonText(text))
    .slice(0, 6);
}

/** Icons beside a heading are read as single letters, digits or signs. */
function withoutGlyphs(text: string | undefined): string | undefined {
  return text
    ?.replace(/^(?:[QO≡☰●*]\s+|\[\W?\]\s*|[≡☰]\s*)+/u, '')
    .replace(/(?:\s+[QO0i¶])+$/u, '')
    .trim();
}
