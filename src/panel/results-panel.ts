/**
 * The results beside the editor: one panel for all pictures, filled as the results arrive, brought back after
 * a restart of the window.
 */
import * as vscode from 'vscode';
import { baseName } from '../base-name';
import { diagramBlock } from '../documents/diagram-block';
import { documentLanguage } from '../documents/language-ids';
import { asPanelState, type EntryView, type PanelResult, type PanelTask } from './entries';
import { type Entry, EntryList } from './entry-list';
import { insertNotice } from './insert-notice';
import { InsertTarget } from './insert-target';
import {
  asPageMessage,
  type HostMessage,
  type InsertForm,
  type LatexRequest,
  type PageMessage,
  type PictureRequest,
} from './messages';
import { panelStrings } from './strings';
import { TASK_COMMANDS } from './task-commands';
import { contains, resourceRoots, webviewPage } from './webview-page';

export interface PanelAction {
  readonly title: string;
  readonly command: string;
  readonly args: readonly unknown[];
}

export interface PanelEntry {
  /** Entries with the same id replace each other. */
  readonly id: string;
  readonly image: vscode.Uri;
  readonly task: PanelTask;
  readonly state: 'working' | 'done' | 'failed';
  readonly result?: PanelResult;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly actions?: readonly PanelAction[];
  };
}

/** A picture as WebP, for formats no browser shows. */
export type Preview = (image: vscode.Uri) => Promise<Uint8Array>;

/** What the page asks of features. */
export interface PanelRequests {
  /** A formula to copy or to insert. */
  latex?: (request: LatexRequest) => Promise<void>;
  /** A picture that was pasted or dropped; the task's command works on it. */
  keep?: (request: Extract<PictureRequest, { type: 'runOnBytes' }>) => Promise<vscode.Uri | undefined>;
}

const VIEW_TYPE = 'pixelscribe.results';

export class ResultsPanel implements vscode.Disposable {
  private readonly list = new EntryList();
  /** The commands behind the buttons of failed entries; they never travel to the page. */
  private readonly actions = new Map<string, readonly PanelAction[]>();
  private readonly target = new InsertTarget();
  private webview: vscode.WebviewPanel | undefined;
  /** Filled in by the features that answer. */
  readonly requests: PanelRequests = {};

  private constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly preview: Preview,
  ) {}

  static register(context: vscode.ExtensionContext, preview: Preview): ResultsPanel {
    const panel = new ResultsPanel(context.extensionUri, preview);
    context.subscriptions.push(
      panel,
      vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: async (webview, state: unknown) => panel.restore(webview, state),
      }),
    );
    return panel;
  }

  /** Called as soon as a picture is started, and again with its result or error. */
  show({ image, error, ...entry }: PanelEntry): void {
    const actions = error?.actions ?? [];
    this.actions.set(entry.id, actions);
    const kept = this.list.put({
      ...entry,
      source: image.toString(),
      name: baseName(image),
      path: vscode.workspace.asRelativePath(image, false),
      ...(error && {
        error: { code: error.code, message: error.message, actions: actions.map(({ title }) => title) },
      }),
    });
    if (!this.webview) this.open();
    else if (entry.state === 'working') this.bringForward(this.webview, image);
    this.post({ type: 'entry', entry: this.view(kept), selected: this.list.selected });
  }

  /** Shows the panel, empty or not, with the place to drop and paste pictures. */
  reveal(): void {
    if (this.webview) this.webview.reveal();
    else this.open(false);
  }

  dispose(): void {
    this.target.dispose();
    this.webview?.dispose();
  }

  private open(preserveFocus = true): void {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus };
    const title = vscode.l10n.t('PixelScribe');
    const options = { ...this.options(), enableFindWidget: true };
    this.attach(vscode.window.createWebviewPanel(VIEW_TYPE, title, column, options));
  }

  private bringForward(panel: vscode.WebviewPanel, image: vscode.Uri): void {
    if (!panel.visible) panel.reveal(undefined, true);
    const known = panel.webview.options.localResourceRoots ?? [];
    // Setting the options reloads the page, so only for a picture it could not load otherwise.
    if (!known.some((root) => contains(root, image))) panel.webview.options = this.options();
  }

  private restore(panel: vscode.WebviewPanel, state: unknown): void {
    this.list.restore(asPanelState(state), (entry) => {
      const again = retry(entry);
      this.actions.set(entry.id, [again]);
      return (
        (entry.error && { ...entry.error, actions: [again.title] }) ?? {
          code: 'cancelled',
          message: vscode.l10n.t('The window was reloaded before {0} was done.', entry.name),
          actions: [again.title],
        }
      );
    });
    // A command may have opened a panel before this one came back.
    const other = this.webview;
    this.webview = undefined;
    other?.dispose();
    panel.webview.options = this.options();
    this.attach(panel);
  }

  private attach(panel: vscode.WebviewPanel): void {
    this.webview = panel;
    panel.webview.onDidReceiveMessage((message: unknown) => this.receive(asPageMessage(message)));
    panel.onDidDispose(() => {
      if (this.webview !== panel) return;
      this.webview = undefined;
      this.list.removeFinished();
    });
    const strings = panelStrings(vscode.l10n);
    panel.webview.html = webviewPage(panel.webview, this.extensionUri, {
      page: 'panel',
      title: strings.results,
      strings,
    });
  }

  private options(): vscode.WebviewOptions {
    const folders = this.list.all().map(({ source }) => vscode.Uri.joinPath(vscode.Uri.parse(source), '..'));
    return { enableScripts: true, localResourceRoots: resourceRoots(this.extensionUri, folders) };
  }

  private view({ run, ...entry }: Entry): EntryView {
    const image = vscode.Uri.parse(entry.source);
    const uri = this.webview?.webview.asWebviewUri(image).with({ query: `run=${run}` });
    return { ...entry, imageUri: uri?.toString() ?? '' };
  }

  private postAll(): void {
    const entries = this.list.all().map((entry) => this.view(entry));
    this.post({ type: 'entries', entries, selected: this.list.selected });
  }

  private post(message: HostMessage): void {
    // A page that is hidden or not ready yet asks for everything when it is.
    void this.webview?.webview.postMessage(message);
  }

  private async receive(message: PageMessage | undefined): Promise<void> {
    switch (message?.type) {
      case 'ready':
        return this.postAll();
      case 'select':
        return this.list.select(message.id);
      case 'edit':
        return this.list.edit(message.id, message.drafts);
      case 'copyLatex':
      case 'insertLatex':
        return this.requests.latex?.(message);
      case 'run':
      case 'runOnUri':
      case 'runOnBytes':
        return this.run(message);
      case 'remove':
        this.list.remove(message.id);
        this.actions.delete(message.id);
        return this.postAll();
      case 'open': {
        const entry = this.list.get(message.id);
        if (!entry) return;
        await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(entry.source), {
          viewColumn: vscode.ViewColumn.One,
        });
        return;
      }
      case 'preview': {
        const entry = this.list.get(message.id);
        if (!entry) return;
        // Without it the boxes are shown alone, as they are already.
        const bytes = await this.preview(vscode.Uri.parse(entry.source)).catch(() => undefined);
        if (!bytes) return;
        const dataUri = `data:image/webp;base64,${Buffer.from(bytes).toString('base64')}`;
        return this.post({ type: 'preview', id: message.id, dataUri });
      }
      case 'action': {
        const action = this.actions.get(message.id)?.[message.index];
        if (action) await vscode.commands.executeCommand(action.command, ...action.args);
        return;
      }
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        return this.notice('info', vscode.l10n.t('Copied.'));
      case 'insert':
        return this.insert(async ({ document }) => formOf(document, message));
    }
  }

  private async run(request: PictureRequest): Promise<void> {
    const image =
      request.type === 'runOnBytes'
        ? await this.requests.keep?.(request)
        : toUri(request.type === 'run' ? this.list.get(request.id)?.source : request.uri);
    if (image) await vscode.commands.executeCommand(TASK_COMMANDS[request.task], image);
  }

  /** Writes at the cursor of the last editor and says where, or why not. */
  async insert(textFor: Parameters<InsertTarget['insert']>[0]): Promise<void> {
    const notice = insertNotice(await this.target.insert(textFor));
    if (notice) this.notice(notice.level, notice.text);
  }

  /** Tells the reader of the page. */
  notice(level: 'info' | 'warning', text: string): void {
    this.post({ type: 'notice', level, text });
  }
}

/** The text as it is, or as the document embeds Mermaid. */
function formOf(
  document: vscode.TextDocument,
  { text, as: form }: { text: string; as?: InsertForm },
): string {
  if (form !== 'mermaid') return text;
  return diagramBlock(documentLanguage(document.languageId, document.uri.path), text);
}

function retry(entry: EntryView): PanelAction {
  return {
    title: vscode.l10n.t('Try Again'),
    command: TASK_COMMANDS[entry.task],
    args: [vscode.Uri.parse(entry.source)],
  };
}

/** Undefined for what is no URI of a file: a page may send anything. */
function toUri(value: string | undefined): vscode.Uri | undefined {
  try {
    return value ? vscode.Uri.parse(value, true) : undefined;
  } catch {
    return undefined;
  }
}
