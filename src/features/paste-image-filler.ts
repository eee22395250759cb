/** Fills the alt text of an inserted image in when its description is ready, and names its file after it. */
import { posix } from 'node:path';
import * as vscode from 'vscode';
import { loadDocuments } from '../client/documents';
import type { ImageReference, TextEdit } from '../documents';
import { fileNameFor, freeFileName } from '../documents/file-name';
import { messageOf } from '../errors';
import type { Log } from '../log';
import type { DescribeResult } from '../protocol';
import { type AltTextDocuments, rangeIn } from './alt-text-documents';
import { baseNameOf, exists } from './paste-image-files';

export interface InsertedImage {
  /** As it is written in the document, but not encoded. */
  readonly path: string;
  /** Its file; absent for an attachment of a notebook's cell. */
  readonly uri?: vscode.Uri;
  readonly describe: () => Promise<DescribeResult>;
  /** Absent where it has to be described first. */
  readonly alt?: string;
  /** The template for a name that is made from the description; absent where the name stays. */
  readonly rename?: string;
}

/** The user may look at the paste options before the markup is in the document, and a busy machine takes its time. */
const INSERTION_TIMEOUT_MS = 120_000;
/** A file that is not there by then does not keep the alt text waiting. */
const FILE_TIMEOUT_MS = 20_000;
const POLL_MS = 100;
/** How often a document that refuses the alt text is asked; at last without renaming the file. */
const MAX_ATTEMPTS = 6;

export class AltTextFiller {
  readonly placeholder = vscode.l10n.t('Describing image…');

  constructor(
    private readonly documents: AltTextDocuments,
    private readonly log: Log,
  ) {}

  fillWhenReady(document: vscode.TextDocument, image: InsertedImage): void {
    const name = nameIn(image);
    this.documents.awaited.add(name);
    void this.fill(document, image)
      .catch((error: unknown) => {
        const message = messageOf(error);
        this.log({ level: 'error', message: `paste: ${message}` });
      })
      .finally(() => this.documents.awaited.delete(name));
  }

  private async fill(document: vscode.TextDocument, image: InsertedImage): Promise<void> {
    // The engine takes every core there is: the markup comes first.
    if (!(await nextChange(document, INSERTION_TIMEOUT_MS))) return;
    let description: DescribeResult | undefined;
    try {
      description = await image.describe();
    } catch (error) {
      const message = messageOf(error);
      this.log({ level: 'error', message: `paste ${image.path}: ${message}` });
      void vscode.window.showWarningMessage(
        vscode.l10n.t('The image could not be described, so its alt text is left to you. {0}', message),
      );
    }
    const { adaptProposal, contextFor, edit } = await loadDocuments();
    // An edit that comes while the paste itself is still being applied is refused.
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      // Gone or changed: the user typed, undid the paste, or chose another way to paste.
      const reference = await this.waitForReference(document, image);
      if (!reference) return;
      const parsed = await this.documents.parse(document);
      const alt = description && parsed ? adaptProposal(description, contextFor(parsed, reference)).alt : '';
      const edits = edit(reference, { kind: 'set-alt', alt }) ?? [];
      const selected = this.selectsAlt(document, reference);
      // Where the file cannot be renamed, the alt text is still written.
      const renamedAfter = attempt < MAX_ATTEMPTS ? description : undefined;
      const changes = await this.changes(document, image, reference, edits, renamedAfter);
      if (await vscode.workspace.applyEdit(changes)) {
        if (selected && alt !== '') await this.select(document, alt);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS * attempt));
    }
    this.log({ level: 'warn', message: `paste ${image.path}: the document took no alt text` });
  }

  private async waitForReference(
    document: vscode.TextDocument,
    image: InsertedImage,
  ): Promise<ImageReference | undefined> {
    const { targetName } = await loadDocuments();
    const name = nameIn(image);
    let sinceMs: number | undefined;
    for (const deadline = Date.now() + INSERTION_TIMEOUT_MS; Date.now() < deadline && !document.isClosed; ) {
      const parsed = await this.documents.parse(document);
      const written = parsed?.references.filter((one) => targetName(one.target) === name) ?? [];
      const waiting = written.find((one) => one.alt.value === this.placeholder);
      if (written.length > 0 && !waiting) return undefined;
      // The file may come after the text.
      if (waiting && (!image.uri || (await exists(image.uri)))) return waiting;
      if (waiting) {
        sinceMs ??= Date.now();
        if (Date.now() - sinceMs > FILE_TIMEOUT_MS) return waiting;
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return undefined;
  }

  /** The alt text, and the file's name in the document and on disk, as one change. */
  private async changes(
    document: vscode.TextDocument,
    image: InsertedImage,
    reference: ImageReference,
    edits: readonly TextEdit[],
    description: DescribeResult | undefined,
  ): Promise<vscode.WorkspaceEdit> {
    const change = new vscode.WorkspaceEdit();
    const all = [...edits];
    const { uri } = image;
    const oldName = nameIn(image);
    const text = document.getText();
    const at = text.indexOf(oldName, reference.range.start);
    if (uri && description && image.rename && at >= 0 && at < reference.range.end && (await exists(uri))) {
      const folder = posix.dirname(uri.path);
      const uriOf = (name: string) => uri.with({ path: posix.join(folder, name) });
      const stem = fileNameFor(description, image.rename, { documentBaseName: baseNameOf(document) });
      const name = await freeFileName(stem, posix.extname(oldName), (candidate) => exists(uriOf(candidate)));
      change.renameFile(uri, uriOf(name), { overwrite: false });
      all.push({ start: at, end: at + oldName.length, newText: name });
    }
    for (const one of all) change.replace(document.uri, rangeIn(document, one), one.newText);
    return change;
  }

  /** The placeholder is still selected, as the paste left it. */
  private selectsAlt(document: vscode.TextDocument, reference: ImageReference): boolean {
    const editor = vscode.window.activeTextEditor;
    const { range } = reference.alt;
    return (
      editor?.document === document &&
      range !== undefined &&
      editor.selection.isEqual(rangeIn(document, range))
    );
  }

  private async select(document: vscode.TextDocument, alt: string): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const parsed = await this.documents.parse(document);
    const range = parsed?.references.find((one) => one.alt.value === alt)?.alt.range;
    if (!range || editor?.document !== document) return;
    const place = rangeIn(document, range);
    editor.selection = new vscode.Selection(place.start, place.end);
  }
}

/** Whether the document changes within a time. */
function nextChange(document: vscode.TextDocument, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (changed: boolean) => {
      clearTimeout(timer);
      listener.dispose();
      resolve(changed);
    };
    const timer = setTimeout(end, timeoutMs, false);
    const listener = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document && event.contentChanges.length > 0) end(true);
    });
  });
}

function nameIn({ path }: InsertedImage): string {
  return posix.basename(path).replace(/^attachment:/, '');
}
