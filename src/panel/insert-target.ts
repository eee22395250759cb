/** Remembers the editor the user last worked in, so that the panel can write there while it has the focus. */
import * as vscode from 'vscode';
import { baseName } from '../base-name';

/** Documents that look like editors but take no text. */
const NOT_FOR_TEXT = new Set(['output', 'debug', 'vscode-scm', 'comment', 'walkThrough', 'git']);

export type InsertOutcome =
  | { readonly inserted: true; readonly fileName: string; readonly line: number }
  | {
      readonly inserted: false;
      readonly reason: 'no-editor' | 'closed' | 'refused' | 'given-up';
      readonly fileName?: string;
    };

export class InsertTarget implements vscode.Disposable {
  private last: { readonly document: vscode.TextDocument; readonly column?: vscode.ViewColumn } | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    this.remember(vscode.window.activeTextEditor);
    this.subscriptions = [
      vscode.window.onDidChangeActiveTextEditor((editor) => this.remember(editor)),
      vscode.window.onDidChangeTextEditorViewColumn(({ textEditor }) => {
        if (textEditor.document === this.last?.document) this.remember(textEditor);
      }),
    ];
  }

  /** The last editor, brought back where it was if it is hidden; undefined where none is open any more. */
  async editor(): Promise<vscode.TextEditor | undefined> {
    if (!this.last || !isOpen(this.last.document)) return undefined;
    return this.editorOf(this.last.document, this.last.column);
  }

  /**
   * Replaces the selections of the last editor by the text, as one step to undo.
   *
   * @param textFor What to write at a place of a document; undefined leaves it as it is.
   */
  async insert(textFor: (editor: vscode.TextEditor) => Promise<string | undefined>): Promise<InsertOutcome> {
    if (!this.last) return { inserted: false, reason: 'no-editor' };
    const { document, column } = this.last;
    const fileName = baseName(document.uri);
    if (!isOpen(document)) return { inserted: false, reason: 'closed', fileName };
    const editor = await this.editorOf(document, column);
    const text = await textFor(editor);
    if (text === undefined) return { inserted: false, reason: 'given-up', fileName };
    const inserted = await editor.edit(
      (edit) => {
        for (const selection of editor.selections) edit.replace(selection, text);
      },
      { undoStopBefore: true, undoStopAfter: true },
    );
    if (!inserted) return { inserted: false, reason: 'refused', fileName };
    // The text stays selected after a replacement; the cursor belongs behind it.
    editor.selections = editor.selections.map(({ end }) => new vscode.Selection(end, end));
    return { inserted: true, fileName, line: editor.selection.active.line + 1 };
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private remember(editor: vscode.TextEditor | undefined): void {
    // No editor has the focus, as in the panel: the last one stays.
    if (!editor || NOT_FOR_TEXT.has(editor.document.uri.scheme)) return;
    this.last = { document: editor.document, column: editor.viewColumn };
  }

  /** The visible editor, or the hidden one brought back where it was, with its selection. */
  private async editorOf(
    document: vscode.TextDocument,
    column: vscode.ViewColumn | undefined,
  ): Promise<vscode.TextEditor> {
    const visible = vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
    return (
      visible.find((editor) => editor.viewColumn === column) ??
      visible[0] ??
      vscode.window.showTextDocument(document, { viewColumn: column, preserveFocus: true, preview: false })
    );
  }
}

/** Whether an editor shows the document, in front or behind: VS Code keeps one for a while after its tab was closed. */
function isOpen(document: vscode.TextDocument): boolean {
  if (document.isClosed) return false;
  if (vscode.window.visibleTextEditors.some((editor) => editor.document === document)) return true;
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => {
    const uri =
      input instanceof vscode.TabInputTextDiff
        ? input.modified
        : input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook
          ? input.uri
          : undefined;
    // A cell of a notebook has the notebook's path.
    return uri?.path === document.uri.path;
  });
}
