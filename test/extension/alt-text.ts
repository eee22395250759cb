/** What a user does with alt text in documents, in words of the tests. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { sample } from './actions';
import { ask, eventually } from './window';

/** A description takes as long as the engine needs to start on a busy machine. */
export const DESCRIBED_MS = 45_000;

export async function openDocument(name: string, text: string): Promise<vscode.TextEditor> {
  const uri = sample(name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
}

export async function problems(document: vscode.TextDocument, count: number): Promise<string[]> {
  return eventually(async () => {
    const found = vscode.languages.getDiagnostics(document.uri).filter((one) => one.source === 'PixelScribe');
    assert.equal(found.length, count);
    return found.map((one) => String((one.code as { value: string }).value));
  }, 20_000);
}

/** The titles of the quick fixes at a place. */
export async function fixTitles({ document }: vscode.TextEditor, at: string): Promise<string[]> {
  const offset = document.getText().indexOf(at);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(document.positionAt(offset), document.positionAt(offset + at.length)),
    vscode.CodeActionKind.QuickFix.value,
  );
  return actions.map(({ title }) => title);
}

export async function findFix(
  editor: vscode.TextEditor,
  at: string,
  title: string,
): Promise<vscode.CodeAction> {
  const { document } = editor;
  const offset = document.getText().indexOf(at);
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + at.length));
  // The first document of a language activates the extension.
  return eventually(async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const action = actions.find((one) => one.title === title);
    assert.ok(action, `"${title}" is not among ${actions.map((one) => one.title).join(', ')}`);
    return action;
  }, 20_000);
}

export async function runFix({ edit, command }: vscode.CodeAction): Promise<void> {
  if (edit) await vscode.workspace.applyEdit(edit);
  if (command) await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
}

export async function quickFix(editor: vscode.TextEditor, at: string, title: string): Promise<void> {
  await runFix(await findFix(editor, at, title));
}

/** Puts the picture on the clipboard as a browser does. */
export async function copyPicture(path: string): Promise<void> {
  const bytes = await vscode.workspace.fs.readFile(sample(path));
  const data = Buffer.from(bytes).toString('base64');
  const blob = `new Blob([Uint8Array.from(atob('${data}'), (char) => char.charCodeAt(0))], { type: 'image/png' })`;
  await ask({
    do: 'evaluate',
    on: 'workbench',
    expression: `navigator.clipboard.write([new ClipboardItem({ 'image/png': ${blob} })])`,
  });
}

/** Takes a pasted or dropped picture back: one step for the alt text, which came later, and one for the picture. */
export async function undoInsertion({ document }: vscode.TextEditor, before: string): Promise<void> {
  for (let steps = 0; steps < 2 && document.getText() !== before; steps++) {
    const present = document.getText();
    await vscode.commands.executeCommand('undo');
    await eventually(() => assert.notEqual(document.getText(), present));
  }
  assert.equal(document.getText(), before);
}
