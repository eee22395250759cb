/**
 * “Insert LaTeX from Image”: the formula of a picture at the cursor, in the notation of the document, as one
 * step to undo. From an image file, or by Paste As from the clipboard.
 */
import * as vscode from 'vscode';
import { baseName } from '../base-name';
import type { EngineClient } from '../client/engine-client';
import { PixelScribeError } from '../errors';
import { UNSURE_BELOW } from '../latex/unsure';
import { WRAPPINGS, wrappingsFor } from '../latex/wrap';
import type { Log } from '../log';
import { InsertTarget } from '../panel/insert-target';
import { TASK_COMMANDS } from '../panel/task-commands';
import type { ImageSource, LatexResult } from '../protocol';
import { cancellable } from './cancellable';
import { showFailure } from './error-actions';
import { chooseImages, toSource } from './image-targets';
import { IMAGE_TASKS } from './image-tasks';
import { LatexWriter, notationLanguage } from './latex-writer';

const PASTE_KIND = vscode.DocumentDropOrPasteEditKind.Empty.append('pixelscribe', 'latex');
const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/bmp', 'image/gif'];

export function activate(context: vscode.ExtensionContext, engine: EngineClient, log: Log): void {
  const feature = new InsertLatex(engine, new LatexWriter(context.globalState), log);
  context.subscriptions.push(
    feature.target,
    vscode.commands.registerCommand('pixelscribe.insertLatex', (clicked?: vscode.Uri) =>
      feature.fromFile(clicked),
    ),
    vscode.languages.registerDocumentPasteEditProvider({ pattern: '**' }, feature, {
      providedPasteEditKinds: [PASTE_KIND],
      pasteMimeTypes: IMAGE_TYPES,
    }),
  );
}

class InsertLatex implements vscode.DocumentPasteEditProvider<LatexPasteEdit> {
  readonly target = new InsertTarget();

  constructor(
    private readonly engine: EngineClient,
    private readonly writer: LatexWriter,
    private readonly log: Log,
  ) {}

  async fromFile(clicked?: vscode.Uri): Promise<void> {
    // The editor that counts is the one before a dialog or the Explorer took the focus.
    const editor = await this.target.editor();
    const [image] = await chooseImages(clicked);
    if (!image) return;
    if (!editor) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('Open the document the formula goes into, put the cursor there, and try again.'),
      );
      return;
    }
    try {
      const result = await cancellable(IMAGE_TASKS.latex.progress(baseName(image)), async (token) =>
        this.read(await toSource(image), token),
      );
      if (await this.confirm(result)) await this.insert(editor, result);
    } catch (error) {
      this.fail(error, image);
    }
  }

  /** Bytes are read here: afterwards the clipboard cannot be read any more. */
  async provideDocumentPasteEdits(
    document: vscode.TextDocument,
    ranges: readonly vscode.Range[],
    data: vscode.DataTransfer,
    context: vscode.DocumentPasteEditContext,
    token: vscode.CancellationToken,
  ): Promise<LatexPasteEdit[] | undefined> {
    // A plain paste of a picture is not ours; reading a formula is what one asks for.
    const asked =
      context.only?.contains(PASTE_KIND) || context.only?.intersects(PASTE_KIND) || isPreferred(document);
    if (!asked && context.triggerKind !== vscode.DocumentPasteTriggerKind.PasteAs) return undefined;
    const item = IMAGE_TYPES.map((type) => data.get(type)).find((candidate) => candidate !== undefined);
    const bytes = await item?.asFile()?.data();
    if (!bytes || token.isCancellationRequested) return undefined;
    return [new LatexPasteEdit(bytes, document, ranges[0] ?? new vscode.Range(0, 0, 0, 0))];
  }

  async resolveDocumentPasteEdit(
    edit: LatexPasteEdit,
    token: vscode.CancellationToken,
  ): Promise<LatexPasteEdit> {
    try {
      const result = await this.read({ bytes: edit.bytes, name: vscode.l10n.t('The clipboard') }, token);
      if (await this.confirm(result))
        edit.insertText = await this.writer.textAt(result.latex, edit.document, edit.range);
    } catch (error) {
      this.fail(error);
    }
    return edit;
  }

  private async read(source: ImageSource, token: vscode.CancellationToken): Promise<LatexResult> {
    const result = await this.engine.latex({ source, priority: 'interactive' }, token);
    this.log({
      level: 'info',
      message: `latex: ${result.ms} ms, confidence ${result.confidence.toFixed(2)}`,
    });
    return result;
  }

  /** Says low confidence before anything is written. */
  private async confirm({ confidence, latex }: LatexResult): Promise<boolean> {
    if (confidence >= UNSURE_BELOW) return true;
    const insert = vscode.l10n.t('Insert Anyway');
    const copy = vscode.l10n.t('Copy LaTeX');
    const message = vscode.l10n.t(
      'PixelScribe is not sure about this formula ({0} %): {1}',
      Math.round(confidence * 100),
      latex.length > 120 ? `${latex.slice(0, 119)}…` : latex,
    );
    const chosen = await vscode.window.showWarningMessage(message, insert, copy);
    if (chosen === copy) await vscode.env.clipboard.writeText(latex);
    return chosen === insert;
  }

  private async insert(editor: vscode.TextEditor, result: LatexResult): Promise<void> {
    const { document, selection } = editor;
    const written = await this.writer.textAt(result.latex, document, selection);
    // The document writes its own line ends, and the text is found again by its length.
    const text = document.eol === vscode.EndOfLine.CRLF ? written.replaceAll('\n', '\r\n') : written;
    const start = selection.start;
    await replace(editor, selection, text);
    const inserted = new vscode.Range(start, document.positionAt(document.offsetAt(start) + text.length));
    const differently = vscode.l10n.t('Insert Differently…');
    const chosen = await vscode.window.showInformationMessage(
      vscode.l10n.t('Inserted the formula ({0} % sure).', Math.round(result.confidence * 100)),
      differently,
    );
    if (chosen === differently) await this.insertDifferently(editor, inserted, text, result);
  }

  /** Lets the user choose another notation, or another reading, and remembers the notation. */
  private async insertDifferently(
    editor: vscode.TextEditor,
    range: vscode.Range,
    present: string,
    result: LatexResult,
  ): Promise<void> {
    const notations = wrappingsFor(notationLanguage(editor.document)).map((id) => ({
      label: WRAPPINGS[id].example,
      id,
      latex: result.latex,
    }));
    const readings = result.alternatives.map(({ latex, confidence }) => ({
      label: latex,
      description: `${Math.round(confidence * 100)} %`,
      id: undefined,
      latex,
    }));
    const separator = { label: vscode.l10n.t('Other readings'), kind: vscode.QuickPickItemKind.Separator };
    const picked = await vscode.window.showQuickPick(
      [...notations, ...(readings.length > 0 ? [separator, ...readings] : [])],
      { title: vscode.l10n.t('Insert the formula as') },
    );
    if (!picked || !('latex' in picked) || editor.document.getText(range) !== present) return;
    if (picked.id) await this.writer.remember(editor.document, picked.id);
    await replace(editor, range, await this.writer.textAt(picked.latex, editor.document, range, picked.id));
  }

  private fail(error: unknown, image?: vscode.Uri): void {
    const extract = {
      title: vscode.l10n.t('Extract Text'),
      command: TASK_COMMANDS['extract-text'],
      args: [image],
    };
    showFailure(error, 'latex', this.log, (code) => (code === 'no-formula-found' && image ? [extract] : []));
  }
}

/** Whether the user wants LaTeX from every pasted picture. */
function isPreferred(document: vscode.TextDocument): boolean {
  const preferences = vscode.workspace
    .getConfiguration('editor', document)
    .get<unknown>('pasteAs.preferences');
  return Array.isArray(preferences) && preferences.includes(PASTE_KIND.value);
}

class LatexPasteEdit extends vscode.DocumentPasteEdit {
  constructor(
    readonly bytes: Uint8Array,
    readonly document: vscode.TextDocument,
    readonly range: vscode.Range,
  ) {
    // What was selected stays as it is when no formula is found.
    super(document.getText(range), vscode.l10n.t('Insert LaTeX from Image'), PASTE_KIND);
    // Whoever pastes a picture without saying more wants the picture.
    this.yieldTo = [
      vscode.DocumentDropOrPasteEditKind.Empty.append('markdown'),
      vscode.DocumentDropOrPasteEditKind.Text,
    ];
  }
}

async function replace(editor: vscode.TextEditor, range: vscode.Range, text: string): Promise<void> {
  const done = await editor.edit((edit) => edit.replace(range, text), {
    undoStopBefore: true,
    undoStopAfter: true,
  });
  if (!done) {
    throw new PixelScribeError(
      'file-unreadable',
      vscode.l10n.t('The document takes no changes: it is read-only.'),
    );
  }
}
