import type { Fact } from '../../../protocol';
import type { Cell, Row } from '../layout';
import { buttonText, errorWeight, fieldLabel } from '../patterns';
import { type Findings, headingOf, isQuotable, type Scene } from '../scene';
import { capitalised, count, list, quote } from '../wording';

interface Parts {
  readonly title?: string;
  readonly message: string;
  readonly buttons: readonly string[];
  readonly fields: readonly string[];
  /** Short texts that are neither: choices, check boxes, values. */
  readonly options: readonly string[];
}

/** A dialog's title, message and buttons, or a form's heading, fields and buttons. */
export function readDialog(scene: Scene): Findings {
  const { title, message, buttons, fields, options } = partsOf(scene);
  const form = fields.length >= 2;
  const failed =
    !form &&
    [title ?? '', message].some((text) => errorWeight(text) >= 4 || /^(?:error|fatal)\b/i.test(text));
  const noun = form ? 'Form' : failed ? 'Error dialog' : 'Dialog';
  const named = title ? `${noun} ${quote(title, 50)}` : noun;
  const pressed =
    buttons.length === 0 ? '' : `the button${buttons.length > 1 ? 's' : ''} ${list(buttons, 3)}`;
  const field = fields.length === 0 ? '' : `the field${fields.length > 1 ? 's' : ''} `;
  const wordings: string[] = [];
  if (message && !form) {
    const and = pressed ? `, with ${pressed}` : '';
    for (const max of [100, 80, 60, 45]) wordings.push(`${named}: ${quote(message, max)}${and}`);
    for (const max of [90, 60]) wordings.push(`${named}: ${quote(message, max)}`);
  }
  for (const most of [5, 4, 3, 2]) {
    const has = [
      ...(fields.length > 0 ? [`${field}${list(fields, most)}`] : []),
      ...(options.length > 0 && options.length <= 2 * most
        ? [
            list(
              options.map((o) => quote(o, 28)),
              most,
            ),
          ]
        : []),
      ...(pressed ? [pressed] : []),
    ];
    if (has.length > 0) wordings.push(`${named} with ${list(has)}`);
  }
  const has = [...(fields.length > 1 ? [count(fields.length, 'field')] : []), ...(pressed ? [pressed] : [])];
  wordings.push(has.length > 0 ? `${named} with ${list(has)}` : named);
  const details = [
    ...(message ? [`The text reads ${quote(message, 260)}.`] : []),
    ...(fields.length > 0
      ? [`${capitalised(count(fields.length, 'labelled field'))}: ${list(fields, 12)}.`]
      : []),
    ...(options.length > 0
      ? [
          `Other texts: ${list(
            options.map((o) => quote(o, 40)),
            8,
          )}.`,
        ]
      : []),
    ...(buttons.length > 0
      ? [`${buttons.length > 1 ? 'The buttons are' : 'The button is'} ${list(buttons, 8)}.`]
      : []),
  ];
  const facts: Fact[] = [];
  if (title) facts.push({ label: 'Title', value: title });
  if (message) facts.push({ label: 'Message', value: message });
  if (fields.length > 0) facts.push({ label: 'Fields', value: fields.join(', ') });
  if (options.length > 0) facts.push({ label: 'Options', value: options.join(', ') });
  if (buttons.length > 0) facts.push({ label: 'Buttons', value: buttons.join(', ') });
  return { altTexts: wordings, details, facts };
}

function partsOf(scene: Scene): Parts {
  // Buttons stand below the text they answer; the words of a title may be a button's too ("Export report").
  const isLow = ({ box }: Cell) => box.y > 0.3 * scene.heightPx;
  const rows = scene.rows
    .map((row) =>
      row
        .filter((cell) => isQuotable(cell) && /\p{L}{2}|\d/u.test(cell.text))
        .flatMap((cell) => (isLow(cell) ? apart(cell) : [cell])),
    )
    .filter((row) => row.length > 0);
  const title = titleOf(scene, rows);
  const buttons: string[] = [];
  const fields: string[] = [];
  const sentences: string[] = [];
  const options: string[] = [];
  for (const [index, row] of rows.entries()) {
    const low = index > 0 && isLow(row[0]!);
    for (const cell of row) {
      if (!low && title?.includes(cell.text)) continue;
      const button = low ? buttonText(cell.text) : undefined;
      const field = fieldLabel(cell.text);
      const open = sentences.length > 0 && !/[.!?:]$/.test(sentences.at(-1)!) && options.length === 0;
      if (button) buttons.push(button);
      else if (field) fields.push(field);
      else if (isSentence(cell.text) || open) sentences.push(cell.text);
      else options.push(cell.text.replace(/^[©®oO0ØVv✓☑☐]\s+(?=\p{L})/u, ''));
    }
  }
  // A title that is a whole sentence is the message's first: a dialog without title bar.
  const spoken = title !== undefined && /[.?!]$/.test(title) && title.split(' ').length >= 4;
  return {
    title: spoken ? undefined : title,
    message: (spoken ? [title, ...sentences] : sentences).join(' '),
    buttons: [...new Set(buttons)],
    fields: [...new Set(fields)],
    options: [...new Set(options)].filter((text) => text.length > 2),
  };
}

const isSentence = (text: string): boolean => text.split(' ').length >= 4 || /\p{L}{2}[.?!…]$/u.test(text);

/** The heading if there is one, else what stands alone at the top as in a title bar. */
function titleOf(scene: Scene, rows: readonly Row[]): string | undefined {
  const heading = headingOf(scene, 0.5);
  if (heading) return heading;
  const [top, next] = rows;
  const first = top?.[0];
  if (!first || !next || first.box.y > 0.3 * scene.heightPx || fieldLabel(first.text)) return undefined;
  return first.text.length <= 60 && top.length <= 2 ? first.text : undefined;
}

/** Buttons that stand so close that they were read as one text. */
function apart(cell: Cell): Cell[] {
  if (buttonText(cell.text)) return [cell];
  const words = cell.text.split(' ');
  const all = (parts: readonly string[]): boolean => parts.every((part) => buttonText(part) !== undefined);
  for (let i = 1; i < words.length; i++) {
    const parts = [words.slice(0, i).join(' '), words.slice(i).join(' ')];
    if (all(parts)) return parts.map((text) => ({ ...cell, text }));
  }
  return words.length <= 4 && all(words) ? words.map((text) => ({ ...cell, text })) : [cell];
}
