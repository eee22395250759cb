/** The lists behind “Manage Models”, loaded when first asked for: they bring the whole download machinery. */
import * as vscode from 'vscode';
import type { EngineClient } from '../client/engine-client';
import { modelsFolder } from '../client/models-folder';
import { chooseParts, filesOf, sizeOf } from '../engine/models/catalogue';
import { formatBytes } from '../engine/models/format';
import { type ListedModel, ModelStore } from '../engine/models/store';
import type { Log } from '../log';
import { formatSize, ModelInstaller } from './model-installer';

/** True once a model that writes descriptions is installed; the walkthrough's last step ends with it. */
const INSTALLED_CONTEXT = 'pixelscribe.modelInstalled';

export class ModelManager {
  private readonly installer: ModelInstaller;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly engine: EngineClient,
    log: Log,
  ) {
    this.installer = new ModelInstaller(async () => {
      stopEngine(engine);
      await this.showInstalled();
    }, log);
  }

  /** Tells the walkthrough whether a model is installed. */
  async showInstalled(): Promise<void> {
    const models = await (await this.openStore()).list();
    const installed = models.some(({ status }) => status.state === 'installed');
    await vscode.commands.executeCommand('setContext', INSTALLED_CONTEXT, installed);
  }

  manage(): Promise<void> {
    return this.guarded((store) => manage(store, this.installer, this.engine));
  }

  install(id: unknown): Promise<void> {
    if (typeof id !== 'string') return this.manage();
    return this.guarded((store) => this.installer.install(store, id));
  }

  importFolder(): Promise<void> {
    return this.guarded((store) => this.installer.importFolder(store));
  }

  private openStore(): Promise<ModelStore> {
    return ModelStore.open({
      bundledDir: this.context.asAbsolutePath('models'),
      folder: modelsFolder(this.context),
      bundledHashesFile: this.context.asAbsolutePath('dist/bundled-models.json'),
    });
  }

  private async guarded(action: (store: ModelStore) => Promise<void>): Promise<void> {
    try {
      await action(await this.openStore());
    } catch (error) {
      this.installer.showError(error);
    }
  }
}

/** A running engine may hold old files open; the next request starts a fresh one. */
function stopEngine(engine: EngineClient): void {
  if (engine.pid !== undefined) engine.stop();
}

type Item = vscode.QuickPickItem & { readonly run?: () => Promise<unknown> | Thenable<unknown> };

async function manage(store: ModelStore, installer: ModelInstaller, engine: EngineClient): Promise<void> {
  const models = await store.list();
  const items: Item[] = models.map((model) => ({
    ...appearance(store, model),
    run: () => showActions(store, model, installer, engine),
  }));
  items.push(
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      label: `$(folder-opened) ${vscode.l10n.t('Import from Folder…')}`,
      detail: vscode.l10n.t('For a machine without a network, or a model you have converted yourself'),
      run: () => installer.importFolder(store),
    },
    {
      label: `$(gear) ${vscode.l10n.t('Settings')}`,
      detail: vscode.l10n.t('Folder and mirror. Models are kept in {0}', store.options.folder),
      run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'pixelscribe.models'),
    },
  );
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('PixelScribe Models'),
    placeHolder: vscode.l10n.t('Choose a model to install, verify or remove'),
  });
  await chosen?.run?.();
}

function appearance(store: ModelStore, { id, title, status }: ListedModel): Item {
  const model = store.catalogue.find(id);
  const licence = model && store.catalogue.licence(model);
  const terms = licence?.researchOnly ? vscode.l10n.t('research only') : licence?.name;
  const detail = model?.purpose;
  const item = (icon: string, ...description: (string | undefined)[]): Item => ({
    label: `$(${icon}) ${title}`,
    description: [...description, terms].filter(Boolean).join(', '),
    detail,
  });
  switch (status.state) {
    case 'bundled':
      return item('package', vscode.l10n.t('ships with PixelScribe'), formatBytes(status.model.bytes));
    case 'installed':
      return item('check', vscode.l10n.t('installed'), formatBytes(status.model.bytes));
    case 'damaged':
      return item('error', vscode.l10n.t('damaged'));
    case 'partial':
      return item('cloud-download', vscode.l10n.t('download unfinished'), formatBytes(status.bytes));
    case 'missing': {
      if (model?.kind !== 'download') return item('cloud-download');
      const planned = model.runtime === 'planned' ? vscode.l10n.t('cannot be run yet') : undefined;
      return item('cloud-download', formatSize(sizeOf(filesOf(model, chooseParts(model)))), planned);
    }
  }
}

async function showActions(
  store: ModelStore,
  { id, title, status }: ListedModel,
  installer: ModelInstaller,
  engine: EngineClient,
): Promise<void> {
  const model = store.catalogue.find(id);
  const present = status.state === 'installed' || status.state === 'bundled' || status.state === 'damaged';
  const items: Item[] = [];
  if (model?.kind === 'download') {
    const label = {
      partial: vscode.l10n.t('Continue Download'),
      damaged: vscode.l10n.t('Repair'),
      installed: vscode.l10n.t('Download Another Variant or Repair'),
      missing: vscode.l10n.t('Download'),
      bundled: '',
    }[status.state];
    items.push({ label: `$(cloud-download) ${label}`, run: () => installer.install(store, id) });
  }
  if (present) {
    items.push({ label: `$(verified) ${vscode.l10n.t('Verify')}`, run: () => installer.verify(store, id) });
    const dir = vscode.Uri.file(store.dir(id));
    items.push({
      label: `$(folder) ${vscode.l10n.t('Show Folder')}`,
      run: () => vscode.commands.executeCommand('revealFileInOS', dir),
    });
  }
  if (status.state !== 'missing' && status.state !== 'bundled') {
    items.push({
      label: `$(trash) ${vscode.l10n.t('Remove')}`,
      run: async () => {
        stopEngine(engine);
        await installer.remove(store, id);
      },
    });
  }
  if (model) {
    const { name, url } = store.catalogue.licence(model);
    items.push({
      label: `$(law) ${vscode.l10n.t('Show Licence')}`,
      description: name,
      run: () => vscode.env.openExternal(vscode.Uri.parse(url)),
    });
  }
  const chosen = await vscode.window.showQuickPick(items, { title });
  await chosen?.run?.();
}
