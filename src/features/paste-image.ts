/**
 * Pasting or dropping a picture: the file is saved, the markup is inserted at once with a placeholder for the alt
 * text, and the description fills it in when it is ready, unless the user has typed there.
 */
import { posix } from 'node:path';
import * as vscode from 'vscode';
import { DEFAULT_NAME_TEMPLATE, freeFileName } from '../documents/file-name';
import { insertMarkup, type MarkupForm } from '../documents/insert';
import { documentLanguage } from '../documents/language-ids';
import type { Log } from '../log';
import { ALT_TEXT_DOCUMENTS, type AltTextDocuments } from './alt-text-documents';
import type { Descriptions } from './alt-text-quick-fixes';
import { toSource } from './image-targets';
import { attach, attachingCell, attachmentNames, fileOf, type NewAttachment } from './notebook-cells';
import { freeUri, nameOf, relativePath } from './paste-image-files';
import { AltTextFiller, type InsertedImage } from './paste-image-filler';

const KIND = vscode.DocumentDropOrPasteEditKind.Empty.append('pixelscribe', 'image');
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/bmp': 'bmp',
  'image/svg+xml': 'svg',
  'image/avif': 'avif',
};
const IMAGE_FILE = /\.(?:png|jpe?g|gif|webp|bmp|svg|avif|tiff?)$/i;

export function activate(
  context: vscode.ExtensionContext,
  documents: AltTextDocuments,
  descriptions: Descriptions,
  log: Log,
): void {
  const provider = new PasteImage(descriptions, new AltTextFiller(documents, log));
  context.subscriptions.push(
    vscode.languages.registerDocumentPasteEditProvider(ALT_TEXT_DOCUMENTS, provider, {
      providedPasteEditKinds: [KIND],
      pasteMimeTypes: ['image/*'],
    }),
    vscode.languages.registerDocumentDropEditProvider(ALT_TEXT_DOCUMENTS, provider, {
      providedDropEditKinds: [KIND],
      dropMimeTypes: ['image/*', 'text/uri-list'],
    }),
  );
}

/** A picture that was handed over, with its bytes where it is not in the workspace yet. */
interface Picture {
  readonly bytes?: Uint8Array;
  readonly uri?: vscode.Uri;
  /** The name it came with, unless the clipboard made it up. */
  readonly name?: string;
  readonly extension: string;
  readonly mimeType?: string;
}

/** What a paste or drop changes besides the text. */
interface Collected {
  readonly edit: vscode.WorkspaceEdit;
  /** Paths of new files, of which several may come at once. */
  readonly taken: Set<string>;
  /** Where pictures become attachments. */
  readonly cell?: vscode.NotebookCell;
  readonly attachments: NewAttachment[];
}

class PasteImage implements vscode.DocumentPasteEditProvider, vscode.DocumentDropEditProvider {
  constructor(
    private readonly descriptions: Descriptions,
    private readonly filler: AltTextFiller,
  ) {}

  async provideDocumentPasteEdits(
    document: vscode.TextDocument,
    ranges: readonly vscode.Range[],
    data: vscode.DataTransfer,
    context: vscode.DocumentPasteEditContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentPasteEdit[] | undefined> {
    if (context.only && !context.only.contains(KIND)) return undefined;
    const made = await this.make(document, ranges[0] ?? new vscode.Range(0, 0, 0, 0), data, token);
    if (!made) return undefined;
    const edit = new vscode.DocumentPasteEdit(
      made.snippet,
      vscode.l10n.t('Insert Image with Alt Text'),
      KIND,
    );
    edit.additionalEdit = made.files;
    // What office programs copy has a picture of the text beside the text.
    if (data.get('text/plain')) edit.yieldTo = [vscode.DocumentDropOrPasteEditKind.Text];
    return [edit];
  }

  async provideDocumentDropEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    data: vscode.DataTransfer,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentDropEdit | undefined> {
    const made = await this.make(document, new vscode.Range(position, position), data, token);
    if (!made) return undefined;
    const edit = new vscode.DocumentDropEdit(made.snippet, vscode.l10n.t('Insert Image with Alt Text'), KIND);
    edit.additionalEdit = made.files;
    return edit;
  }

  private async make(
    document: vscode.TextDocument,
    range: vscode.Range,
    data: vscode.DataTransfer,
    token: vscode.CancellationToken,
  ): Promise<{ snippet: vscode.SnippetString; files: vscode.WorkspaceEdit } | undefined> {
    const settings = vscode.workspace.getConfiguration('pixelscribe.paste', document);
    const form = formOf(document, settings.get('markdownForm', 'markdown'));
    const cell = attachingCell(document);
    if (!form || !settings.get('enabled', true)) return undefined;
    if (!cell && fileOf(document).scheme === 'untitled') return undefined;
    const pictures = await picturesIn(data);
    if (pictures.length === 0 || token.isCancellationRequested) return undefined;
    const collected: Collected = {
      edit: new vscode.WorkspaceEdit(),
      taken: new Set(),
      ...(cell && { cell }),
      attachments: [],
    };
    const snippet = new vscode.SnippetString();
    const block = standsAlone(document, range);
    for (const [index, picture] of pictures.entries()) {
      if (index > 0) snippet.appendText(block ? '\n' : ' ');
      const inserted = await this.place(document, picture, settings, collected);
      const alt = inserted.alt ?? this.filler.placeholder;
      const { text, altRange } = insertMarkup(form, { path: inserted.path, alt }, { block });
      snippet.appendText(text.slice(0, altRange.start));
      snippet.appendPlaceholder(text.slice(altRange.start, altRange.end), index + 1);
      snippet.appendText(text.slice(altRange.end));
      if (inserted.alt === undefined) this.filler.fillWhenReady(document, inserted);
    }
    if (cell && collected.attachments.length > 0) attach(collected.edit, cell, collected.attachments);
    return { snippet, files: collected.edit };
  }

  /** Decides where the picture lies, and what it is called where that is known already. */
  private async place(
    document: vscode.TextDocument,
    picture: Picture,
    settings: vscode.WorkspaceConfiguration,
    collected: Collected,
  ): Promise<InsertedImage> {
    const { bytes, uri: existing } = picture;
    const source = bytes
      ? { bytes, name: picture.name ?? vscode.l10n.t('The clipboard') }
      : await toSource(existing!);
    const known = await this.descriptions.known(source);
    const text = {
      describe: () =>
        this.descriptions.describe(source, 'interactive', new vscode.CancellationTokenSource().token),
      ...(known && { alt: known.altText }),
    };
    if (!bytes) return { path: relativePath(document, existing!), uri: existing!, ...text };
    const template = settings.get('fileName', DEFAULT_NAME_TEMPLATE);
    const given = picture.name?.replace(/\.\w+$/, '');
    if (collected.cell) {
      const stem = given ?? (known ? nameOf(document, template, known) : 'image');
      return { path: await addAttachment(collected, picture, stem), ...text };
    }
    const stem = given ?? nameOf(document, template, known);
    const destination = settings.get('destination', '');
    const uri = await freeUri(document, stem, picture.extension, destination, collected.taken);
    collected.edit.createFile(uri, { contents: bytes });
    const rename = known || given !== undefined ? {} : { rename: template };
    return { path: relativePath(document, uri), uri, ...text, ...rename };
  }
}

/** An attachment keeps its name: readers never see it. */
async function addAttachment(
  { cell, attachments }: Collected,
  { bytes, mimeType = 'image/png', extension }: Picture,
  stem: string,
): Promise<string> {
  const names = [...(cell ? attachmentNames(cell) : []), ...attachments.map(({ name }) => name)];
  const name = await freeFileName(stem, extension, (candidate) => names.includes(candidate));
  attachments.push({ name, mimeType, bytes: bytes ?? new Uint8Array() });
  return `attachment:${name}`;
}

function formOf(document: vscode.TextDocument, markdownForm: string): MarkupForm | undefined {
  const language = documentLanguage(document.languageId, document.uri.path);
  return language === 'markdown' && markdownForm === 'learn' ? 'learn' : language;
}

function standsAlone(document: vscode.TextDocument, range: vscode.Range): boolean {
  const before = document.lineAt(range.start.line).text.slice(0, range.start.character);
  const after = document.lineAt(range.end.line).text.slice(range.end.character);
  return before.trim() === '' && after.trim() === '';
}

/** Files of the workspace are referred to where they are; everything else is handed over with its bytes. */
async function picturesIn(data: vscode.DataTransfer): Promise<Picture[]> {
  const list = (await data.get('text/uri-list')?.asString()) ?? '';
  const uris = list
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => vscode.Uri.parse(line))
    .filter((uri) => IMAGE_FILE.test(uri.path) && vscode.workspace.getWorkspaceFolder(uri));
  if (uris.length > 0) return uris.map((uri) => ({ uri, extension: posix.extname(uri.path).slice(1) }));
  const pictures: Picture[] = [];
  for (const [mime, item] of data) {
    const file = mime.startsWith('image/') ? item.asFile() : undefined;
    if (!file) continue;
    const extension = EXTENSIONS[mime] ?? posix.extname(file.name).slice(1);
    // The clipboard calls everything image.png.
    const named = file.name !== '' && !/^image\.\w+$/i.test(file.name);
    if (!extension) continue;
    pictures.push({ bytes: await file.data(), extension, mimeType: mime, ...(named && { name: file.name }) });
  }
  return pictures;
}
