/** Writes what was decided for one document: one edit of the workspace, so one step to undo. */
import * as vscode from 'vscode';
import type { DocumentsCore } from '../client/documents';
import { changeOf, type DocumentChange, type Refusal } from './changes';
import type { Row } from './rows';
import { scanDocument } from './scan';

export type WriteOutcome =
  | ({ readonly written: true } & Pick<DocumentChange, 'applied' | 'refused'>)
  | { readonly written: false; readonly reason: 'gone' | 'read-only' | 'notebook-open' | 'busy' };

/** How often a document that is typed in while its edits are computed is read again. */
const MAX_ATTEMPTS = 5;

export async function writeDecisions(
  core: DocumentsCore,
  uri: vscode.Uri,
  rows: readonly Row[],
): Promise<WriteOutcome> {
  // A notebook's editor holds cells, not the file's text.
  if (vscode.workspace.notebookDocuments.some((open) => open.uri.toString() === uri.toString())) {
    return { written: false, reason: 'notebook-open' };
  }
  let document: vscode.TextDocument;
  try {
    document = await vscode.workspace.openTextDocument(uri);
  } catch {
    return { written: false, reason: 'gone' };
  }
  const [first] = rows;
  if (!first) return { written: true, applied: [], refused: [] };
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const { version } = document;
    const wasSaved = !document.isDirty;
    const text = document.getText();
    const now = await scanDocument(core, { ...first.document, text });
    const change = changeOf(core, rows, now);
    if (document.version !== version) continue;
    if (change.edits.length === 0) return { written: true, ...change };
    const edit = new vscode.WorkspaceEdit();
    edit.set(
      uri,
      change.edits.map(({ start, end, newText }) => {
        const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
        return vscode.TextEdit.replace(range, newText);
      }),
    );
    if (await vscode.workspace.applyEdit(edit)) {
      if (wasSaved && savesByItself(uri)) await document.save();
      return { written: true, ...change };
    }
    if (document.version === version) return { written: false, reason: 'read-only' };
  }
  return { written: false, reason: 'busy' };
}

/** As renaming a symbol does: files that had no unsaved changes have none afterwards. */
function savesByItself(uri: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('files.refactoring', uri).get('autoSave', true);
}

type Reason = Refusal | Extract<WriteOutcome, { written: false }>['reason'];

/** What the user reads, with the next step. */
export function refusalMessage(reason: Reason, name: string): string {
  switch (reason) {
    case 'not-found':
      return vscode.l10n.t('{0} changed, and an image is no longer where it was. Look at it again.', name);
    case 'no-place':
      return vscode.l10n.t('{0} has no place for this alt text. Write it by hand.', name);
    case 'overlap':
      return vscode.l10n.t('{0} has images in one another. Apply once more for the rest.', name);
    case 'gone':
      return vscode.l10n.t('{0} cannot be opened. Check that it is still there.', name);
    case 'read-only':
      return vscode.l10n.t('{0} takes no changes: it is read-only.', name);
    case 'notebook-open':
      return vscode.l10n.t('{0} is open as a notebook. Close it, then apply again.', name);
    case 'busy':
      return vscode.l10n.t('{0} kept changing. Apply again when it is at rest.', name);
  }
}
