/**
 * “Manage Models”: what is installed and what can be, with download, import, verification and removal. The same models as
 * `pixelscribe models` in a terminal, in the extension's own storage.
 */
import * as vscode from 'vscode';
import type { EngineClient } from '../client/engine-client';
import { modelsFolder } from '../client/models-folder';
import type { Log } from '../log';
import type { ModelManager } from './manage-models';

export function activate(context: vscode.ExtensionContext, engine: EngineClient, log: Log): void {
  let loaded: Promise<ModelManager> | undefined;
  const manager = () => {
    loaded ??= import('./manage-models').then(({ ModelManager }) => new ModelManager(context, engine, log));
    return loaded;
  };
  const register = (name: string, run: (manager: ModelManager, argument: unknown) => Promise<void>) =>
    vscode.commands.registerCommand(`pixelscribe.models.${name}`, async (argument: unknown) =>
      run(await manager(), argument),
    );
  context.subscriptions.push(
    register('manage', (models) => models.manage()),
    register('install', (models, id) => models.install(id)),
    register('import', (models) => models.importFolder()),
  );
  // Without the folder there is nothing to look through.
  void vscode.workspace.fs.stat(vscode.Uri.file(modelsFolder(context))).then(
    async () => {
      try {
        await (await manager()).showInstalled();
      } catch (error) {
        log({ level: 'warn', message: `models: ${String(error)}` });
      }
    },
    () => {},
  );
}
