/** Markdown cells of Jupyter notebooks: in VS Code each is a document of its own, with its attachments as metadata. */
import * as vscode from 'vscode';
import { PixelScribeError } from '../errors';
import type { ImageSource } from '../protocol';

/** By MIME type, in base64; in one string or, as the file format allows, in several. */
type Attachment = Readonly<Record<string, string | readonly string[]>>;

interface CellMetadata {
  readonly attachments?: Readonly<Record<string, Attachment>>;
}

const JUPYTER = 'jupyter-notebook';

/** Undefined for documents that are no cell of an open notebook. */
export function cellOf(document: vscode.TextDocument): vscode.NotebookCell | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  for (const notebook of vscode.workspace.notebookDocuments) {
    const cell = notebook.getCells().find((one) => one.document === document);
    if (cell) return cell;
  }
  return undefined;
}

/** A notebook's cell lies where the notebook does. */
export function fileOf(document: vscode.TextDocument): vscode.Uri {
  return cellOf(document)?.notebook.uri ?? document.uri;
}

/** The cell that a pasted picture becomes an attachment of, as VS Code itself does it, unless it is told otherwise. */
export function attachingCell(document: vscode.TextDocument): vscode.NotebookCell | undefined {
  const cell = cellOf(document);
  if (cell?.notebook.notebookType !== JUPYTER || cell.kind !== vscode.NotebookCellKind.Markup)
    return undefined;
  const settings = vscode.workspace.getConfiguration('ipynb', document);
  return settings.get('pasteImagesAsAttachments.enabled', true) ? cell : undefined;
}

export function attachmentNames(cell: vscode.NotebookCell): ReadonlySet<string> {
  return new Set(Object.keys((cell.metadata as CellMetadata).attachments ?? {}));
}

export interface NewAttachment {
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

/** Adds attachments to those the cell has. */
export function attach(
  edit: vscode.WorkspaceEdit,
  cell: vscode.NotebookCell,
  attachments: readonly NewAttachment[],
): void {
  const metadata = cell.metadata as CellMetadata;
  const added = attachments.map(({ name, mimeType, bytes }) => [
    name,
    { [mimeType]: Buffer.from(bytes).toString('base64') },
  ]);
  const updated = { ...metadata, attachments: { ...metadata.attachments, ...Object.fromEntries(added) } };
  edit.set(cell.notebook.uri, [vscode.NotebookEdit.updateCellMetadata(cell.index, updated)]);
}

/**
 * The picture of `attachment:name.png`.
 *
 * @throws PixelScribeError `file-not-found` where the cell has no such attachment
 */
export function attachmentSource(document: vscode.TextDocument, target: string): ImageSource {
  const name = decode(target.replace(/^attachment:/i, ''));
  const metadata = cellOf(document)?.metadata as CellMetadata | undefined;
  const [data] = Object.values(metadata?.attachments?.[name] ?? {});
  if (data === undefined) {
    throw new PixelScribeError(
      'file-not-found',
      vscode.l10n.t('The cell has no attachment {0}. Paste the picture again.', name),
    );
  }
  const bytes = Buffer.from(typeof data === 'string' ? data : data.join(''), 'base64');
  return { bytes: new Uint8Array(bytes), name };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
