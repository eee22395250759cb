/** Consent, progress and messages around the work on one model. */
import * as vscode from 'vscode';
import {
  type DownloadableModel,
  filesOf,
  type Licence,
  type Mix,
  type Size,
  sizeOf,
} from '../engine/models/catalogue';
import { formatBytes, formatSeconds } from '../engine/models/format';
import { importFolder, inspectFolder } from '../engine/models/import-folder';
import { downloadModel } from '../engine/models/install';
import type { ModelProgress } from '../engine/models/progress';
import type { ModelStore } from '../engine/models/store';
import { errorCode, messageOf } from '../errors';
import type { Log } from '../log';

type Report = vscode.Progress<{ message?: string; increment?: number }>;

export class ModelInstaller {
  readonly #busy = new Set<string>();

  constructor(
    /** After the set of installed models has changed. */
    private readonly onChange: () => Promise<void>,
    private readonly log: Log,
  ) {}

  async install(store: ModelStore, id: string): Promise<void> {
    const model = store.catalogue.downloadable(id);
    const mix = await chooseMix(model);
    if (!mix) return;
    const licence = store.catalogue.licence(model);
    const size = formatSize(sizeOf(filesOf(model, mix.parts)));
    const question = vscode.l10n.t('Download {0} ({1})?', model.title, size);
    const notes = [
      vscode.l10n.t(
        'It goes into {0} and needs about {1} of memory while it works.',
        store.options.folder,
        formatBytes(model.memoryBytes),
      ),
      ...(model.runtime === 'planned' ? [vscode.l10n.t('PixelScribe cannot run this model yet.')] : []),
    ];
    if (!(await consents(question, notes, licence, vscode.l10n.t('Download')))) return;
    await this.#download(store, model, mix, licence);
  }

  /** After consent; a retry does not ask again. */
  async #download(store: ModelStore, model: DownloadableModel, mix: Mix, licence: Licence): Promise<void> {
    const settings = vscode.workspace.getConfiguration('pixelscribe.models');
    await this.#work(
      model.id,
      vscode.l10n.t('Installing {0}', model.title),
      async (report, signal) => {
        await downloadModel(store, model.id, {
          parts: mix.parts,
          acceptedLicence: licence.id,
          mirror: settings.get<string>('mirror', '').trim() || undefined,
          proxy: 'editor',
          signal,
          onProgress: notificationProgress(report),
        });
        return vscode.l10n.t('{0} is installed.', model.title);
      },
      () => void this.#download(store, model, mix, licence),
    );
  }

  async importFolder(store: ModelStore): Promise<void> {
    const [uri] =
      (await vscode.window.showOpenDialog({
        canSelectFiles: false,
        canSelectFolders: true,
        openLabel: vscode.l10n.t('Import'),
        title: vscode.l10n.t('Choose the folder that holds config.json and onnx'),
      })) ?? [];
    if (!uri) return;
    const { fsPath } = uri;
    const { id, title, licence: licenceId } = await inspectFolder(store, fsPath, undefined);
    let acceptedLicence: string | undefined;
    if (licenceId !== undefined) {
      const licence = store.catalogue.licence({ licence: licenceId });
      const question = vscode.l10n.t('Import {0}?', title);
      if (!(await consents(question, [], licence, vscode.l10n.t('Import')))) return;
      acceptedLicence = licence.id;
    }
    await this.#work(id, vscode.l10n.t('Importing {0}', title), async (report, signal) => {
      const onProgress = notificationProgress(report);
      await importFolder(store, fsPath, { id, acceptedLicence, signal, onProgress });
      return vscode.l10n.t('{0} is installed.', title);
    });
  }

  async verify(store: ModelStore, id: string): Promise<void> {
    const title = store.title(id);
    await this.#work(id, vscode.l10n.t('Verifying {0}', title), async (report, signal) => {
      const problems = await store.verify(id, { signal, onProgress: notificationProgress(report) });
      if (problems.length === 0) return vscode.l10n.t('{0} is in good order.', title);
      const files = problems.map(({ path }) => path || store.dir(id)).join(', ');
      const repair = store.catalogue.find(id)?.kind === 'download' ? [vscode.l10n.t('Repair')] : [];
      const message = vscode.l10n.t('{0} is damaged: {1}.', title, files);
      void vscode.window.showErrorMessage(message, ...repair).then((chosen) => {
        if (chosen) void vscode.commands.executeCommand('pixelscribe.models.install', id);
      });
      return undefined;
    });
  }

  async remove(store: ModelStore, id: string): Promise<void> {
    const title = store.title(id);
    await this.#work(id, vscode.l10n.t('Removing {0}', title), async (_report, signal) => {
      const freed = await store.remove(id, { signal });
      return vscode.l10n.t('{0} is removed: {1} freed.', title, formatBytes(freed));
    });
  }

  /** @param again offered as the next step */
  showError(error: unknown, again?: () => void): void {
    const code = errorCode(error);
    if (code === 'cancelled') return;
    const message = messageOf(error);
    this.log({ level: 'error', message: `models: ${code}: ${message}` });
    const retry = vscode.l10n.t('Try Again');
    const settings = vscode.l10n.t('Open Settings');
    const actions = [...(again ? [retry] : []), settings];
    void vscode.window.showErrorMessage(message, ...actions).then((chosen) => {
      if (chosen === retry) again?.();
      if (chosen === settings) {
        void vscode.commands.executeCommand('workbench.action.openSettings', 'pixelscribe.models');
      }
    });
  }

  /** One piece of work a model at a time, with a cancellable notification; `action` returns the closing message. */
  async #work(
    id: string,
    title: string,
    action: (report: Report, signal: AbortSignal) => Promise<string | undefined>,
    again?: () => void,
  ): Promise<void> {
    if (this.#busy.has(id)) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} is under way already.', title));
      return;
    }
    this.#busy.add(id);
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    try {
      const message = await vscode.window.withProgress(options, (report, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        return action(report, controller.signal);
      });
      await this.onChange();
      if (message === undefined) return;
      this.log({ level: 'info', message: `models: ${message}` });
      void vscode.window.showInformationMessage(message);
    } catch (error) {
      this.showError(error, again);
    } finally {
      this.#busy.delete(id);
    }
  }
}

async function chooseMix(model: DownloadableModel): Promise<Mix | undefined> {
  if (model.mixes.length === 1) return model.mixes[0];
  const items = model.mixes.map((mix, index) => ({
    label: mix.title,
    description: [
      formatSize(sizeOf(filesOf(model, mix.parts))),
      ...(index === 0 ? [vscode.l10n.t('recommended')] : []),
    ].join(', '),
    detail: mix.note,
    mix,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: model.title,
    placeHolder: vscode.l10n.t('Choose a variant'),
  });
  return chosen?.mix;
}

/** Modal: nothing is fetched or copied before the user has seen size and licence and agreed. */
async function consents(
  question: string,
  notes: readonly string[],
  licence: Licence,
  action: string,
): Promise<boolean> {
  const agree = licence.researchOnly ? vscode.l10n.t('Accept Licence and {0}', action) : action;
  const show = vscode.l10n.t('Show Licence');
  const detail = [
    ...notes,
    `${licence.name}\n${licence.text.map((line) => `• ${line}`).join('\n')}\n${licence.url}`,
  ].join('\n\n');
  for (;;) {
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, agree, show);
    if (answer !== show) return answer === agree;
    await vscode.env.openExternal(vscode.Uri.parse(licence.url));
  }
}

export function formatSize({ bytes, exact }: Size): string {
  return exact ? formatBytes(bytes) : vscode.l10n.t('about {0}', formatBytes(bytes));
}

/** Such as `42 % of 842 MB, 5.1 MB/s, 1 min 36 s left`, and the bar. */
function notificationProgress(report: Report): (progress: ModelProgress) => void {
  let shown = 0;
  return (progress) => {
    if (progress.phase === 'waiting') {
      report.report({ message: vscode.l10n.t('another window works on this model; waiting') });
      return;
    }
    if (progress.phase === 'retrying') {
      const { reason, delayMs } = progress;
      const message = vscode.l10n.t('{0}; trying again in {1}', reason, formatSeconds(delayMs / 1000));
      report.report({ message });
      return;
    }
    const { doneBytes, totalBytes, bytesPerSecond, secondsLeft } = progress;
    const percent = totalBytes > 0 ? Math.min(100, (100 * doneBytes) / totalBytes) : 0;
    const increment = Math.max(0, percent - shown);
    shown = Math.max(shown, percent);
    const parts = [vscode.l10n.t('{0} % of {1}', Math.floor(percent), formatBytes(totalBytes))];
    if (bytesPerSecond > 0) parts.push(`${formatBytes(bytesPerSecond)}/s`);
    if (secondsLeft !== undefined) parts.push(vscode.l10n.t('{0} left', formatSeconds(secondsLeft)));
    report.report({ message: parts.join(', '), increment });
  };
}
