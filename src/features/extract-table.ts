/**
 * “Extract Table from Image”: the table of a picture as the document writes tables, at the cursor or, from the quick fix
 * on an image reference, below the image; as one step to undo. Without a document to write to, a new one is opened.
 */
import * as vscode from 'vscode';
import { baseName } from '../base-name';
import { loadDocuments } from '../client/documents';
import type { EngineClient } from '../client/engine-client';
import { documentLanguage } from '../documents/language-ids';
import { PixelScribeError } from '../errors';
import type { Log } from '../log';
import { InsertTarget } from '../panel/insert-target';
import type { PanelAction } from '../panel/results-panel';
import { TASK_COMMANDS } from '../panel/task-commands';
import type { ErrorCode, TableResult } from '../protocol';
import { TABLE_COMMAND } from './alt-text-actions';
import { type AltTextDocuments, imageUriOf, type ReferenceKey, workspaceEdit } from './alt-text-documents';
import { cancellable } from './cancellable';
import { nextSteps, showFailure, warnChanged } from './error-actions';
import { chooseImages, toSource } from './image-targets';

const EXTRACT_COMMAND = 'pixelscribe.extractTable';

/** A table read with less confidence is announced as such. */
const UNSURE_BELOW = 0.8;

export function activate(
  context: vscode.ExtensionContext,
  documents: AltTextDocuments,
  engine: EngineClient,
  log: Log,
): void {
  const feature = new ExtractTable(documents, engine, log);
  context.subscriptions.push(
    feature.target,
    vscode.commands.registerCommand(EXTRACT_COMMAND, (clicked?: vscode.Uri) => feature.fromFile(clicked)),
    vscode.commands.registerCommand(TABLE_COMMAND, (uri: vscode.Uri, key: ReferenceKey) =>
      feature.inDocument(uri, key),
    ),
  );
}

class ExtractTable {
  readonly target = new InsertTarget();

  constructor(
    private readonly documents: AltTextDocuments,
    private readonly engine: EngineClient,
    private readonly log: Log,
  ) {}

  async fromFile(clicked?: vscode.Uri): Promise<void> {
    const [image] = await chooseImages(clicked);
    if (!image) return;
    try {
      const table = await this.read(image);
      const outcome = await this.target.insert((editor) => textAtCursor(editor, table));
      if (outcome.inserted) return announce(table, outcome.fileName);
      if (outcome.reason === 'refused') throw readOnly();
      const { tableBlock } = await loadDocuments();
      const document = await vscode.workspace.openTextDocument({
        language: 'markdown',
        content: `${tableBlock('markdown', table)}\n`,
      });
      await vscode.window.showTextDocument(document);
      announce(table, baseName(document.uri));
    } catch (error) {
      this.fail(error, image);
    }
  }

  async inDocument(uri: vscode.Uri, key: ReferenceKey): Promise<void> {
    let image: vscode.Uri | undefined;
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      const before = await this.documents.locate(document, key);
      if (!before) return warnChanged();
      image = await imageUriOf(document, before);
      const table = await this.read(image);
      // The document may have changed while the picture was read.
      const reference = await this.documents.locate(document, key);
      const language = documentLanguage(document.languageId, document.uri.path);
      const { placeTable } = await loadDocuments();
      const edits =
        reference && language && placeTable({ language, text: document.getText() }, reference, table);
      if (!edits) return warnChanged();
      if (!(await vscode.workspace.applyEdit(workspaceEdit(document, edits)))) throw readOnly();
      announce(table, baseName(uri));
    } catch (error) {
      this.fail(error, image);
    }
  }

  /** @throws PixelScribeError `no-table-found`, or what the engine says */
  private async read(image: vscode.Uri): Promise<TableResult> {
    const name = baseName(image);
    const result = await cancellable(vscode.l10n.t('Reading the table in {0}…', name), async (token) =>
      this.engine.table({ source: await toSource(image), priority: 'interactive' }, token),
    );
    this.log({ level: 'info', message: `table ${name}: ${result.ms} ms` });
    if (result.type === 'table') return result;
    throw new PixelScribeError(
      'no-table-found',
      vscode.l10n.t('No table was found in {0}. Extract its text or describe it instead.', name),
    );
  }

  private fail(error: unknown, image: vscode.Uri | undefined): void {
    showFailure(error, 'table', this.log, (code) => (image ? actionsFor(code, image) : []));
  }
}

function actionsFor(code: ErrorCode, image: vscode.Uri): PanelAction[] {
  const steps = nextSteps(code, { image, task: 'extract-text' });
  if (code === 'no-table-found') return steps;
  // Whatever runs the task again, or with another picture, means this one.
  return steps.map((step) =>
    step.command === TASK_COMMANDS['extract-text'] ? { ...step, command: EXTRACT_COMMAND } : step,
  );
}

/** The table for the place of the cursor: after what stands before it, with an empty line where the language needs one. */
async function textAtCursor(editor: vscode.TextEditor, table: TableResult): Promise<string> {
  const { document, selection } = editor;
  const { tableBlock } = await loadDocuments();
  const language = documentLanguage(document.languageId, document.uri.path);
  const block = tableBlock(language, table, document.languageId);
  const { line, character } = selection.start;
  const lead = document.lineAt(line).text.slice(0, character);
  const behind = document.lineAt(selection.end.line).text.slice(selection.end.character);
  const empty = language ? '\n\n' : '\n';
  const above = line > 0 && document.lineAt(line - 1).text.trim() !== '';
  const before = lead.trim() !== '' ? empty : language && above ? '\n' : '';
  return before + block + (behind.trim() !== '' ? empty : '');
}

/** Says how sure the table is, and what a notation without merged cells leaves out. */
function announce(table: TableResult, fileName: string): void {
  const merged = table.cells.filter(({ rowSpan, columnSpan }) => rowSpan > 1 || columnSpan > 1).length;
  const parts = [
    vscode.l10n.t(
      'Inserted a table of {0} rows and {1} columns into {2} ({3} % sure).',
      table.rows,
      table.columns,
      fileName,
      Math.round(table.confidence * 100),
    ),
  ];
  if (merged > 0) parts.push(vscode.l10n.t('Merged cells: {0}. Check how they came out.', merged));
  if (table.fromChart)
    parts.push(vscode.l10n.t('Its numbers were measured in the chart: they are close, not exact.'));
  const show =
    table.confidence < UNSURE_BELOW || merged > 0
      ? vscode.window.showWarningMessage
      : vscode.window.showInformationMessage;
  void show(parts.join(' '));
}

function readOnly(): PixelScribeError {
  return new PixelScribeError(
    'file-unreadable',
    vscode.l10n.t('The document takes no changes: it is read-only.'),
  );
}
