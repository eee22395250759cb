/**
 * A Jupyter notebook that is open in an editor. What counts is in its cells, each a document of its own, not in the
 * file; the review reads and edits it as the file it would be.
 */
import * as vscode from 'vscode';
import { documentLanguageOfPath } from '../documents/language-ids';

interface NotebookFile {
  readonly cells: readonly { readonly source: readonly string[] }[];
}

export function openNotebook(uri: vscode.Uri): vscode.NotebookDocument | undefined {
  if (documentLanguageOfPath(uri.path) !== 'jupyter') return undefined;
  return vscode.workspace.notebookDocuments.find((open) => open.uri.toString() === uri.toString());
}

/** The cells in the format of the file, laid out as Jupyter writes it: a line of source is a line of the text. */
export function notebookText(notebook: vscode.NotebookDocument): string {
  const cells = notebook.getCells().map(({ kind, document, metadata }) => ({
    attachments: (metadata as { readonly attachments?: unknown }).attachments,
    cell_type: kind === vscode.NotebookCellKind.Markup ? 'markdown' : 'code',
    source: document.getText().split(/(?<=\n)/),
  }));
  return `${JSON.stringify({ cells } satisfies NotebookFile, null, 1)}\n`;
}

/**
 * The edits of the cells' own texts that lead from one text of the notebook to another.
 *
 * @param before the notebook's present text
 */
export function cellEdits(
  notebook: vscode.NotebookDocument,
  before: string,
  after: string,
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  const [old, wanted] = [before, after].map(sources) as [string[], string[]];
  for (const [index, source] of wanted.entries()) {
    const present = old[index];
    if (present === undefined || present === source) continue;
    const { document } = notebook.cellAt(index);
    const { start, end, newText } = difference(present, source);
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    edit.set(document.uri, [vscode.TextEdit.replace(range, newText)]);
  }
  return edit;
}

function sources(text: string): string[] {
  return (JSON.parse(text) as NotebookFile).cells.map(({ source }) => source.join(''));
}

/** What stays at the beginning and at the end is left alone. */
function difference(before: string, after: string): { start: number; end: number; newText: string } {
  const longest = Math.min(before.length, after.length);
  let start = 0;
  while (start < longest && before[start] === after[start]) start++;
  let kept = 0;
  while (kept < longest - start && before.at(-1 - kept) === after.at(-1 - kept)) kept++;
  // A character of two code units is not torn apart.
  if (/[\uD800-\uDBFF]/.test(before[start - 1] ?? '')) start--;
  if (kept > 0 && /[\uDC00-\uDFFF]/.test(before.at(-kept)!)) kept--;
  return { start, end: before.length - kept, newText: after.slice(start, after.length - kept) };
}
