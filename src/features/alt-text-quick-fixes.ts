/** What the quick fixes on image references do: they describe the picture and write into the document. */
import * as vscode from 'vscode';
import { loadDocuments } from '../client/documents';
import type { Change, ImageReference, ParsedDocument } from '../documents';
import type { Log } from '../log';
import type { DescribeResult, ImageSource, Priority } from '../protocol';
import {
  AltTextActions,
  DESCRIBE_COMMAND,
  GENERATE_COMMAND,
  type KnownDescription,
  SEND_COMMAND,
} from './alt-text-actions';
import {
  ALT_TEXT_DOCUMENTS,
  type AltTextDocuments,
  imageUriOf,
  keyOf,
  pictureOf,
  type ReferenceKey,
  rangeIn,
  workspaceEdit,
} from './alt-text-documents';
import { cancellable } from './cancellable';
import { showFailure } from './error-actions';
import { askForNetwork, isNetworkAllowed } from './network-pictures';

export type Describe = (
  source: ImageSource,
  priority: Priority,
  token: vscode.CancellationToken,
  options?: { readonly longDescription?: boolean },
) => Promise<DescribeResult>;

/** Descriptions from the engine, and those that are there without it. */
export interface Descriptions {
  readonly describe: Describe;
  readonly known: KnownDescription;
}

export function activate(
  context: vscode.ExtensionContext,
  documents: AltTextDocuments,
  { describe, known }: Descriptions,
  log: Log,
): void {
  const commands = new AltTextCommands(documents, describe, log);
  context.subscriptions.push(
    vscode.languages.registerCodeActionsProvider(ALT_TEXT_DOCUMENTS, new AltTextActions(documents, known), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.commands.registerCommand(GENERATE_COMMAND, (uri?: vscode.Uri, key?: ReferenceKey) =>
      commands.generate(uri, key),
    ),
    vscode.commands.registerCommand(DESCRIBE_COMMAND, (uri?: vscode.Uri, key?: ReferenceKey) =>
      commands.addLongDescription(uri, key),
    ),
    vscode.commands.registerCommand(SEND_COMMAND, (command: string, uri: vscode.Uri, key: ReferenceKey) =>
      commands.send(command, uri, key),
    ),
  );
}

class AltTextCommands {
  constructor(
    private readonly documents: AltTextDocuments,
    private readonly describe: Describe,
    private readonly log: Log,
  ) {}

  /** What a person wrote is shown beside the proposal and replaced only when they say so. */
  async generate(uri?: vscode.Uri, key?: ReferenceKey): Promise<void> {
    await this.withReference(uri, key, async (document, parsed, reference, ownKey) => {
      const { adaptProposal, contextFor } = await loadDocuments();
      const result = await this.describePicture(document, reference);
      if (!result) return;
      const proposal = adaptProposal(result, contextFor(parsed, reference));
      let change: Change = proposal.decorative
        ? { kind: 'mark-decorative' }
        : { kind: 'set-alt', alt: proposal.alt };
      if (reference.alt.state === 'text') {
        const present = reference.alt.value.trim();
        const alt = await vscode.window.showInputBox({
          title: vscode.l10n.t('Improve alt text ({0} % sure)', Math.round(result.kindConfidence * 100)),
          prompt: vscode.l10n.t('Present alt text: {0}', present),
          value: proposal.alt || result.altText,
        });
        if (alt === undefined || alt === present) return;
        change = { kind: 'set-alt', alt };
      }
      await this.apply(document, ownKey, change);
    });
  }

  async addLongDescription(uri?: vscode.Uri, key?: ReferenceKey): Promise<void> {
    await this.withReference(uri, key, async (document, _parsed, reference, ownKey) => {
      const result = await this.describePicture(document, reference, { longDescription: true });
      if (result)
        await this.apply(document, ownKey, { kind: 'add-long-description', text: result.description });
    });
  }

  /** Hands the picture to another command; one that inserts text replaces the reference. */
  async send(command: string, uri: vscode.Uri, key: ReferenceKey): Promise<void> {
    await this.withReference(uri, key, async (document, _parsed, reference) => {
      const image = await imageUriOf(document, reference);
      const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
      if (editor) {
        const { start, end } = rangeIn(document, reference.range);
        editor.selection = new vscode.Selection(start, end);
      }
      await vscode.commands.executeCommand(command, image);
    });
  }

  /** From the palette, the reference at the cursor is meant. */
  private async withReference(
    uri: vscode.Uri | undefined,
    key: ReferenceKey | undefined,
    work: (
      document: vscode.TextDocument,
      parsed: ParsedDocument,
      reference: ImageReference,
      key: ReferenceKey,
    ) => Promise<void>,
  ): Promise<void> {
    try {
      const editor = vscode.window.activeTextEditor;
      const document = uri ? await vscode.workspace.openTextDocument(uri) : editor?.document;
      const parsed = document && (await this.documents.parse(document));
      const reference = !document
        ? undefined
        : key
          ? await this.documents.locate(document, key)
          : parsed?.references.find(
              (one) => editor && rangeIn(document, one.range).intersection(editor.selection),
            );
      if (!document || !parsed || !reference) {
        void vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor on an image first.'));
        return;
      }
      await work(document, parsed, reference, keyOf(parsed, reference));
    } catch (error) {
      showFailure(error, 'alt text', this.log);
    }
  }

  private async describePicture(
    document: vscode.TextDocument,
    reference: ImageReference,
    how: { readonly longDescription?: boolean } = {},
  ): Promise<DescribeResult | undefined> {
    if (reference.target.kind === 'url' && !isNetworkAllowed()) {
      await askForNetwork();
      return undefined;
    }
    return cancellable(vscode.l10n.t('Describing the image…'), async (token) => {
      const result = await this.describe(
        await pictureOf(document, reference, token),
        'interactive',
        token,
        how,
      );
      return token.isCancellationRequested ? undefined : result;
    });
  }

  /** Looks the reference up again: the document may have changed while the picture was described. */
  private async apply(document: vscode.TextDocument, key: ReferenceKey, change: Change): Promise<void> {
    const { edit } = await loadDocuments();
    const reference = await this.documents.locate(document, key);
    const edits = reference && edit(reference, change);
    if (!edits) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('The image was changed in the meantime, so nothing was written.'),
      );
      return;
    }
    await vscode.workspace.applyEdit(workspaceEdit(document, edits));
    await this.selectAlt(document, key, change);
  }

  private async selectAlt(document: vscode.TextDocument, key: ReferenceKey, change: Change): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (change.kind !== 'set-alt' || editor?.document !== document) return;
    const { normaliseAlt } = await loadDocuments();
    const parsed = await this.documents.parse(document);
    const found = parsed?.references.find(
      (one) => one.target.value === key.target && one.alt.value === normaliseAlt(change.alt),
    );
    if (!found?.alt.range) return;
    const range = rangeIn(document, found.alt.range);
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}
