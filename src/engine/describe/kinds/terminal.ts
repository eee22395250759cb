import type { Fact } from '../../../protocol';
import { commandOf, errorMessage, errorWeight, MENU_BAR, SUCCESS, startsWithCommand } from '../patterns';
import { type Findings, isQuotable, type Scene, type SceneLine } from '../scene';
import { count, list, quote } from '../wording';

interface Command {
  readonly text: string;
  readonly index: number;
}

/** Commands typed, what failed and how, or how it ended. */
export function readTerminal(scene: Scene): Findings {
  const commands = commandsOf(scene);
  const failure = failureOf(scene.lines);
  const shell = shellOf(scene);
  const where = shell && shell !== 'Unix shell' ? `${shell} window` : 'terminal';
  const a = `Screenshot of a ${where}`;
  const last = lastOutput(scene, commands);
  const wordings: string[] = [];
  if (failure) {
    const failed = commands.filter((c) => c.index <= failure.index).at(-1);
    const message = errorMessage(failure.line.text);
    for (const max of [80, 60, 45]) {
      if (failed) wordings.push(`${a} where ${quote(failed.text, 40)} fails with ${quote(message, max)}`);
      else wordings.push(`${a} that shows the error ${quote(message, max)}`);
    }
  } else if (commands.length > 0) {
    const names = commands.map((c) => quote(c.text, 34));
    const ran = commands.length === 1 ? `the command ${names[0]}` : `the commands ${list(names, 3)}`;
    if (last) {
      wordings.push(`${a} after ${ran}; the last line of its output is ${quote(last.text, 70)}`);
      wordings.push(`${a} after ${ran}; its output ends with ${quote(last.text, 40)}`);
    } else if (commands.length > 1) wordings.push(`${a} in which ${list(names, 3)} were run`);
    wordings.push(
      scene.lines.length > 1
        ? `${a} with ${ran} and ${count(scene.lines.length, 'line')} of text`
        : `${a} with ${ran}`,
      `${a} with ${names[0]}${scene.lines.length > 1 ? ' and its output' : ''}`,
    );
  } else {
    const first = scene.lines.find((line) => isQuotable(line) && !MENU_BAR.test(line.text));
    if (first) {
      wordings.push(
        `${a} with ${count(scene.lines.length, 'line')} of output, beginning with ${quote(first.text, 60)}`,
      );
    }
    wordings.push(`${a} with ${count(scene.lines.length, 'line')} of text`);
  }
  return {
    altTexts: wordings,
    details: detailsOf(scene, commands, failure, last),
    facts: factsOf(shell, commands, failure),
  };
}

interface Failure {
  readonly line: SceneLine;
  readonly index: number;
}

function commandsOf(scene: Scene): Command[] {
  const found: Command[] = [];
  for (const [index, line] of scene.lines.entries()) {
    if (!isQuotable(line)) continue;
    const text =
      commandOf(line.text) ?? (index === 0 && startsWithCommand(line.text) ? line.text : undefined);
    if (text && /[a-z]/i.test(text)) found.push({ text, index });
  }
  return found;
}

/** The line that says most about a failure; of equals the first, but the last of a Python traceback. */
export function failureOf(lines: readonly SceneLine[]): Failure | undefined {
  let best: Failure | undefined;
  let weight = 3;
  for (const [index, line] of lines.entries()) {
    if (!isQuotable(line) || commandOf(line.text)) continue;
    const own = errorWeight(line.text);
    if (own > weight) {
      weight = own;
      best = { line, index };
    }
  }
  return best;
}

function lastOutput(scene: Scene, commands: readonly Command[]): SceneLine | undefined {
  const typed = new Set(commands.map((c) => c.index));
  return scene.lines.findLast(
    (line, index) =>
      !typed.has(index) &&
      isQuotable(line) &&
      commandOf(line.text) === undefined &&
      /\p{L}{2}/u.test(line.text),
  );
}

function shellOf(scene: Scene): string | undefined {
  for (const { text } of scene.lines) {
    if (/^PS [A-Za-z]:|Windows PowerShell/.test(text)) return 'PowerShell';
    if (/^[A-Za-z]:\\[^>]*>|Microsoft Windows \[Version|Command Prompt/.test(text)) return 'Command Prompt';
    if (/^>>> /.test(text)) return 'Python';
    if (/^\S+@\S+[:\s]\S*\s?[$#%]|^\$ |^➜ /.test(text)) return 'Unix shell';
  }
  return undefined;
}

function detailsOf(
  scene: Scene,
  commands: readonly Command[],
  failure: Failure | undefined,
  last: SceneLine | undefined,
): string[] {
  const details = [`It shows ${count(scene.lines.length, 'line')} of text.`];
  if (commands.length > 1)
    details.push(
      `The commands are ${list(
        commands.map((c) => quote(c.text, 60)),
        6,
      )}.`,
    );
  if (failure) {
    const after = scene.lines
      .slice(failure.index + 1)
      .filter((line) => isQuotable(line) && commandOf(line.text) === undefined)
      .map((line) => errorMessage(line.text))
      .filter((message) => message.length > 4)
      .slice(0, 2);
    details.push(`The error reads ${quote(errorMessage(failure.line.text), 200)}.`);
    if (after.length > 0)
      details.push(`It is followed by ${list(after.map((message) => quote(message, 100)))}.`);
  }
  const success = scene.lines.find((line) => isQuotable(line) && SUCCESS.test(line.text));
  if (success && !failure) details.push(`The output says ${quote(success.text, 120)}.`);
  if (last && last !== success && last !== failure?.line)
    details.push(`The last line of output is ${quote(last.text, 120)}.`);
  return details;
}

function factsOf(
  shell: string | undefined,
  commands: readonly Command[],
  failure: Failure | undefined,
): Fact[] {
  const facts: Fact[] = [];
  if (shell) facts.push({ label: 'Shell', value: shell });
  for (const command of commands.slice(0, 6)) facts.push({ label: 'Command', value: command.text });
  if (failure) facts.push({ label: 'Error', value: errorMessage(failure.line.text) });
  return facts;
}
