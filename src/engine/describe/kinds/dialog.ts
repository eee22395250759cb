import type { Fact } from '../../../protocol';
import { cells } from '../layout';
import { errorWeight, isButtonText, isFieldLabel } from '../patterns';
import { type Findings, headingOf, isQuotable, type Scene } from '../scene';
import { capitalised, count, list, quote, tidy } from '../wording';

interface Parts {
  readonly title?: string;
  readonly message: string;
  readonly buttons: readonly string[];
  readonly fields: readonly string[];
}

/** A dialog's title, message and buttons, or a form's heading, fields and buttons. */
export function readDialog(scene: Scene): Findings {
  const parts = partsOf(scene);
  const { title, message, buttons, fields } = parts;
  const form = fields.length >= 2;
  const failed = [title ?? '', message].some(
    (text) => errorWeight(text) >= 4 || /^(?:error|fatal)\b/i.test(text),
  );
  const noun = form ? 'Form' : failed ? 'Error dialog' : 'Dialog';
  const named = title ? `${noun} ${quote(title, 50)}` : noun;
  const pressed =
    buttons.length === 0 ? '' : ` with the button${buttons.length > 1 ? 's' : ''} ${list(buttons, 4)}`;
  const and =
    buttons.length === 0 ? '' : ` and the button${buttons.length > 1 ? 's' : ''} ${list(buttons, 3)}`;
  const wordings: string[] = [];
  if (form) {
    for (const most of [5, 4, 3, 2])
      wordings.push(`${named} with the fields ${list(fields.slice(0, 12), most)}${and}`);
    wordings.push(`${named} with ${count(fields.length, 'field')}${and}`);
  } else {
    const asks = message.endsWith('?') ? 'asks' : 'says';
    if (message) {
      for (const max of [100, 80, 60, 45])
        wordings.push(`${named}: ${quote(message, max)}${pressed ? `,${pressed}` : ''}`);
      for (const max of [80, 50]) wordings.push(`${named} that ${asks} ${quote(message, max)}`);
    }
    if (fields.length > 0) wordings.push(`${named} with the field ${fields[0]}${and}`);
    wordings.push(`${named}${pressed}`);
  }
  const details = [
    ...(message ? [`The text reads ${quote(message, 260)}.`] : []),
    ...(fields.length > 0
      ? [`${capitalised(count(fields.length, 'labelled field'))}: ${list(fields, 12)}.`]
      : []),
    ...(buttons.length > 0
      ? [`${buttons.length > 1 ? 'The buttons are' : 'The button is'} ${list(buttons, 8)}.`]
      : []),
  ];
  const facts: Fact[] = [];
  if (title) facts.push({ label: 'Title', value: title });
  if (message) facts.push({ label: 'Message', value: message });
  if (fields.length > 0) facts.push({ label: 'Fields', value: fields.join(', ') });
  if (buttons.length > 0) facts.push({ label: 'Buttons', value: buttons.join(', ') });
  return { altTexts: wordings, details, facts };
}

function partsOf(scene: Scene): Parts {
  const lines = scene.lines.filter(isQuotable);
  const buttons: string[] = [];
  const fields: string[] = [];
  const rest: string[] = [];
  const heading = headingOf(scene, 0.5);
  let title = heading;
  for (const [index, line] of lines.entries()) {
    const texts = buttonCells(line.raw);
    const atTop = index === 0 && line.box.y < 0.35 * scene.heightPx && lines.length > 1;
    if (atTop && !title && !isFieldLabel(line.text) && line.text.length <= 60) {
      title = line.text.replace(/\s+[xX×✕口区回]$/u, '');
      continue;
    }
    if (heading?.includes(line.text) && line.text.length > 2) continue;
    const low = line.box.y > 0.3 * scene.heightPx || lines.length < 4;
    if (low && texts.length > 0 && texts.every(isButtonText))
      buttons.push(...texts.map((t) => t.replace(/_/g, '')));
    else {
      const labels = texts.filter(isFieldLabel);
      if (labels.length > 0) fields.push(...labels.map((label) => label.replace(/\s*\*?:?\s*\*?$/, '')));
      else if (/\p{L}{2}/u.test(line.text)) rest.push(line.text);
    }
  }
  // Without a message the title is the message: a dialog without title bar.
  if (rest.length === 0 && title && fields.length === 0 && !heading && /[.?!]$/.test(title)) {
    return { message: title, buttons, fields };
  }
  return {
    title,
    message: tidy(rest.slice(0, 6).join(' ')),
    buttons: [...new Set(buttons)],
    fields: [...new Set(fields)],
  };
}

/** Cells of a line; where two buttons stand so close that they were read as one, they are taken apart. */
function buttonCells(raw: string): string[] {
  return cells({ text: raw }).flatMap((cell) => {
    const text = tidy(cell);
    if (text === '') return [];
    if (isButtonText(text)) return [text];
    const words = text.split(' ');
    for (let i = 1; i < words.length; i++) {
      const [left, right] = [words.slice(0, i).join(' '), words.slice(i).join(' ')];
      if (isButtonText(left) && isButtonText(right)) return [left, right];
    }
    return words.length <= 4 && words.every(isButtonText) ? words : [text];
  });
}
