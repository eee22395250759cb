/** Image references of open documents, parsed once a version, and the pictures behind them. */
import * as vscode from 'vscode';
import { loadDocuments } from '../client/documents';
import type { ImageReference, ParsedDocument, TextEdit, TextRange } from '../documents';
import { DOCUMENT_EXTENSIONS, DOCUMENT_LANGUAGE_IDS, documentLanguage } from '../documents/language-ids';
import { PixelScribeError } from '../errors';
import type { ImageSource } from '../protocol';
import { toSource } from './image-targets';
import { networkSource } from './network-pictures';
import { attachmentSource, cellOf, fileOf } from './notebook-cells';

/** Documents without an extension for their language are plain text; their file's name tells. */
export const ALT_TEXT_DOCUMENTS: vscode.DocumentSelector = [
  ...DOCUMENT_LANGUAGE_IDS.map((language) => ({ language })),
  { language: 'plaintext', pattern: `**/*.{${DOCUMENT_EXTENSIONS.join(',')}}` },
];

/** Which reference is meant, told in a way that outlasts changes elsewhere in the document. */
export interface ReferenceKey {
  readonly target: string;
  readonly alt: string;
  /** Among those with the same target and alt text. */
  readonly ordinal: number;
}

export class AltTextDocuments {
  /** File names of pictures whose description is on its way. */
  readonly awaited = new Set<string>();
  private readonly parsed = new WeakMap<
    vscode.TextDocument,
    { readonly version: number; readonly result: Promise<ParsedDocument> }
  >();

  /** Undefined for documents in other languages. */
  async parse(document: vscode.TextDocument): Promise<ParsedDocument | undefined> {
    const language = documentLanguage(document.languageId, document.uri.path);
    if (!language) return undefined;
    const known = this.parsed.get(document);
    if (known?.version === document.version) return known.result;
    const result = loadDocuments().then((core) => core.parseDocument({ language, text: document.getText() }));
    this.parsed.set(document, { version: document.version, result });
    return result;
  }

  /** The reference as the document has it now; undefined where it was changed or removed meanwhile. */
  async locate(document: vscode.TextDocument, key: ReferenceKey): Promise<ImageReference | undefined> {
    const parsed = await this.parse(document);
    return parsed?.references.filter((one) => one.target.value === key.target && one.alt.value === key.alt)[
      key.ordinal
    ];
  }
}

export function keyOf(parsed: ParsedDocument, reference: ImageReference): ReferenceKey {
  const same = parsed.references.filter(
    (one) => one.target.value === reference.target.value && one.alt.value === reference.alt.value,
  );
  return { target: reference.target.value, alt: reference.alt.value, ordinal: same.indexOf(reference) };
}

export function rangeIn(document: vscode.TextDocument, { start, end }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

export function workspaceEdit(
  document: vscode.TextDocument,
  edits: readonly TextEdit[],
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  edit.set(
    document.uri,
    edits.map((one) => new vscode.TextEdit(rangeIn(document, one), one.newText)),
  );
  return edit;
}

/**
 * The file behind a reference, on whatever file system the document is.
 *
 * @throws PixelScribeError `file-not-found`; also for pictures that are no files
 */
export async function imageUriOf(
  document: vscode.TextDocument,
  reference: ImageReference,
): Promise<vscode.Uri> {
  const { candidatePaths, targetName } = await loadDocuments();
  const home = fileOf(document);
  const roots = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.path);
  const place = { roots, ...(home.scheme !== 'untitled' && { documentPath: home.path }) };
  for (const candidate of candidatePaths(reference.target, place)) {
    const uri = home.with({
      ...(home.scheme === 'untitled' && {
        scheme: vscode.workspace.workspaceFolders?.[0]?.uri.scheme ?? 'file',
      }),
      path: candidate.replace(/\\/g, '/'),
    });
    const type = await vscode.workspace.fs.stat(uri).then(
      (info) => info.type,
      () => undefined,
    );
    if (type !== undefined && (type & vscode.FileType.File) !== 0) return uri;
  }
  const name = targetName(reference.target) || reference.target.value;
  const message =
    reference.target.kind === 'path'
      ? vscode.l10n.t('{0} was not found beside the document nor in the workspace. Check its path.', name)
      : vscode.l10n.t('This image has no file of its own.');
  throw new PixelScribeError('file-not-found', message);
}

/**
 * The picture as the engine takes it: a file, or the bytes of an embedded or downloaded one.
 *
 * @throws PixelScribeError where there is none that can be read, and for the network while it is not allowed
 */
export async function pictureOf(
  document: vscode.TextDocument,
  reference: ImageReference,
  token: vscode.CancellationToken,
): Promise<ImageSource> {
  const { target } = reference;
  const { imageSourceOf, targetName } = await loadDocuments();
  switch (target.kind) {
    case 'url':
      return networkSource(target.value, targetName(target) || target.value, token);
    case 'attachment':
      // In the notebook's own JSON the parser has put the data in already.
      return cellOf(document)
        ? attachmentSource(document, target.value)
        : imageSourceOf(reference, { roots: [] });
    case 'data':
      return imageSourceOf(reference, { roots: [] });
    default:
      return toSource(await imageUriOf(document, reference));
  }
}
