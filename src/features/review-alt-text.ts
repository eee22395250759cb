/**
 * “Review Alt Text”: the images of a document, of files and folders, or of the workspace in one list, each with
 * a proposal to accept, edit or skip. Nothing is written before the user applies it.
 */
import * as vscode from 'vscode';
import { createDescribe } from '../client/create-describe';
import { loadDocuments } from '../client/documents';
import type { EngineClient } from '../client/engine-client';
import { ReviewPanel } from '../review/review-panel';
import { ReviewSession } from '../review/session';

const PICTURES = '**/*.{png,jpg,jpeg,gif,webp,bmp,svg,avif,tif,tiff,PNG,JPG,JPEG,GIF,SVG}';

export function activate(context: vscode.ExtensionContext, engine: EngineClient): void {
  const { version } = context.extension.packageJSON as { version: string };
  const describe = createDescribe(context, engine);
  const panel = new ReviewPanel({
    extensionUri: context.extensionUri,
    version,
    loadCore: loadDocuments,
    newSession(core, events) {
      watch();
      return new ReviewSession(core, describe, events);
    },
  });
  const watch = once(() => watchPictures(context, panel));
  panel.register(context);
  context.subscriptions.push(
    vscode.commands.registerCommand(
      'pixelscribe.reviewAltText',
      async (clicked?: vscode.Uri, selection?: vscode.Uri[]) => {
        const scope = selection?.length ? selection : clicked instanceof vscode.Uri ? [clicked] : present();
        if (scope.length > 0) await panel.open(scope);
      },
    ),
    vscode.commands.registerCommand('pixelscribe.reviewAltTextInWorkspace', async () => {
      const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
      if (folders.length > 0) await panel.open(folders);
      else void vscode.window.showInformationMessage(vscode.l10n.t('Open a folder to review its alt text.'));
    }),
  );
}

/** The document in the active editor. */
function present(): vscode.Uri[] {
  const { activeTextEditor, activeNotebookEditor } = vscode.window;
  const uri = activeNotebookEditor?.notebook.uri ?? activeTextEditor?.document.uri;
  if (uri) return [uri];
  const text = vscode.l10n.t('Open a document to review its alt text, or review the whole workspace.');
  const workspace = vscode.l10n.t('Review Workspace');
  void vscode.window.showInformationMessage(text, workspace).then((chosen) => {
    if (chosen) void vscode.commands.executeCommand('pixelscribe.reviewAltTextInWorkspace');
  });
  return [];
}

function watchPictures(context: vscode.ExtensionContext, panel: ReviewPanel): void {
  const watcher = vscode.workspace.createFileSystemWatcher(PICTURES);
  context.subscriptions.push(
    watcher,
    watcher.onDidChange((uri) => panel.pictureChanged(uri)),
    watcher.onDidCreate((uri) => panel.pictureChanged(uri)),
  );
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) run();
    isDone = true;
  };
}
