/** Writes what was decided for one document: one edit of the workspace, so one step to undo. */
import * as vscode from 'vscode';
import type { DocumentsCore } from '../client/documents';
import type { TextEdit } from '../documents/types';
import { changeOf, type DocumentChange, type Refusal } from './changes';
import { cellEdits, notebookText, openNotebook } from './open-notebook';
import type { Row } from './rows';
import { scanDocument } from './scan';

export type WriteOutcome =
  | ({ readonly written: true } & Pick<DocumentChange, 'applied' | 'refused'>)
  | { readonly written: false; readonly reason: 'gone' | 'read-only' | 'busy' };

/** How often a document that is typed in while its edits are computed is read again. */
const MAX_ATTEMPTS = 5;

export async function writeDecisions(
  core: DocumentsCore,
  uri: vscode.Uri,
  rows: readonly Row[],
): Promise<WriteOutcome> {
  const target = await targetOf(core, uri);
  if (!target) return { written: false, reason: 'gone' };
  const [first] = rows;
  if (!first) return { written: true, applied: [], refused: [] };
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const wasSaved = !target.document.isDirty;
    const text = target.text();
    const now = await scanDocument(core, { ...first.document, text });
    const change = changeOf(core, rows, now);
    if (target.text() !== text) continue;
    if (change.edits.length === 0) return { written: true, ...change };
    if (await vscode.workspace.applyEdit(target.edit(change.edits))) {
      if (wasSaved && savesByItself(uri)) await target.document.save();
      return { written: true, ...change };
    }
    if (target.text() === text) return { written: false, reason: 'read-only' };
  }
  return { written: false, reason: 'busy' };
}

/** A document as an editor has it, or would have it. */
interface Target {
  readonly document: vscode.TextDocument | vscode.NotebookDocument;
  /** As it is now. */
  text(): string;
  /** @param edits of the present text */
  edit(edits: readonly TextEdit[]): vscode.WorkspaceEdit;
}

/** Undefined where there is no such document. */
async function targetOf(core: DocumentsCore, uri: vscode.Uri): Promise<Target | undefined> {
  const notebook = openNotebook(uri);
  if (notebook) {
    const text = () => notebookText(notebook);
    return {
      document: notebook,
      text,
      edit: (edits) => cellEdits(notebook, text(), core.applyEdits(text(), edits)),
    };
  }
  let document: vscode.TextDocument;
  try {
    document = await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
  return {
    document,
    text: () => document.getText(),
    edit(edits) {
      const edit = new vscode.WorkspaceEdit();
      const ranges = edits.map(({ start, end, newText }) => {
        const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
        return vscode.TextEdit.replace(range, newText);
      });
      edit.set(uri, ranges);
      return edit;
    },
  };
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
    case 'busy':
      return vscode.l10n.t('{0} kept changing. Apply again when it is at rest.', name);
  }
}
