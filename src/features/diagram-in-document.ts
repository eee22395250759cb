/** “Convert diagram to Mermaid…” on an image reference: the diagram below the picture or in its place. */
import * as vscode from 'vscode';
import { baseName } from '../base-name';
import { loadDocuments } from '../client/documents';
import type { EngineClient } from '../client/engine-client';
import type { DiagramPlacement } from '../documents';
import { documentLanguage } from '../documents/language-ids';
import type { Log } from '../log';
import { TASK_COMMANDS } from '../panel/task-commands';
import { type AltTextDocuments, imageUriOf, type ReferenceKey, workspaceEdit } from './alt-text-documents';
import { cancellable } from './cancellable';
import { nextSteps, showFailure, warnChanged } from './error-actions';
import { toSource } from './image-targets';
import { IMAGE_TASKS, readDiagram } from './image-tasks';

export function activate(
  context: vscode.ExtensionContext,
  documents: AltTextDocuments,
  engine: EngineClient,
  log: Log,
): void {
  const command = new DiagramInDocument(documents, engine, log);
  context.subscriptions.push(
    vscode.commands.registerCommand('pixelscribe.diagramInDocument', (uri: vscode.Uri, key: ReferenceKey) =>
      command.run(uri, key),
    ),
  );
}

interface Choice extends vscode.QuickPickItem {
  /** Without one, the diagram is shown in the panel. */
  readonly placement?: DiagramPlacement;
}

class DiagramInDocument {
  constructor(
    private readonly documents: AltTextDocuments,
    private readonly engine: EngineClient,
    private readonly log: Log,
  ) {}

  async run(uri: vscode.Uri, key: ReferenceKey): Promise<void> {
    let image: vscode.Uri | undefined;
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      const reference = await this.documents.locate(document, key);
      if (!reference) return warnChanged();
      image = await imageUriOf(document, reference);
      await this.convert(document, key, image);
    } catch (error) {
      showFailure(error, 'diagram', this.log, (code) =>
        image ? nextSteps(code, { image, task: 'diagram' }) : [],
      );
    }
  }

  private async convert(document: vscode.TextDocument, key: ReferenceKey, image: vscode.Uri): Promise<void> {
    const name = baseName(image);
    const result = await cancellable(IMAGE_TASKS.diagram.progress(name), async (token) =>
      readDiagram(this.engine, { source: await toSource(image), priority: 'interactive' }, token),
    );
    this.log({ level: 'info', message: `diagram ${name}: ${result.ms} ms` });
    const choice = await this.choose(document, key, result.confidence);
    if (!choice) return;
    if (choice.placement === undefined) {
      await vscode.commands.executeCommand(TASK_COMMANDS.diagram, image);
      return;
    }
    // The document may have changed while the picture was read and the question was open.
    const { placeDiagram } = await loadDocuments();
    const reference = await this.documents.locate(document, key);
    const target = targetOf(document);
    const edits = reference && target && placeDiagram(target, reference, result.mermaid, choice.placement);
    if (!edits) return warnChanged();
    await vscode.workspace.applyEdit(workspaceEdit(document, edits));
  }

  private async choose(
    document: vscode.TextDocument,
    key: ReferenceKey,
    confidence: number,
  ): Promise<Choice | undefined> {
    const { diagramPlacements } = await loadDocuments();
    const reference = await this.documents.locate(document, key);
    const target = targetOf(document);
    const labels: Readonly<Record<DiagramPlacement, string>> = {
      below: vscode.l10n.t('Insert below the image'),
      replace: vscode.l10n.t('Replace the image'),
      'replace-with-comment': vscode.l10n.t('Replace the image and keep it as a comment'),
    };
    const placements = reference && target ? diagramPlacements(target, reference) : [];
    const choices: Choice[] = [
      ...placements.map((placement) => ({ label: labels[placement], placement })),
      {
        label: vscode.l10n.t('Look at it in the panel first'),
        detail: vscode.l10n.t('Picture and diagram side by side; edit it, then insert it at the cursor.'),
      },
    ];
    return vscode.window.showQuickPick(choices, {
      title: vscode.l10n.t('Diagram to Mermaid ({0} % sure)', Math.round(confidence * 100)),
    });
  }
}

function targetOf(document: vscode.TextDocument) {
  const language = documentLanguage(document.languageId, document.uri.path);
  return language && { language, text: document.getText() };
}
