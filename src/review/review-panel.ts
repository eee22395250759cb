/** The review's webview: shows a session, passes on what the user does, comes back after a restart of the window. */
import * as vscode from 'vscode';
import type { DocumentsCore } from '../client/documents';
import { messageOf } from '../errors';
import { resourceRoots, webviewPage } from '../panel/webview-page';
import {
  asPageMessage,
  asReviewState,
  type HostMessage,
  type PageMessage,
  type ReportFormat,
  type RowView,
} from './messages';
import { reviewReport } from './report';
import type { Row } from './rows';
import { relocate, scanDocument } from './scan';
import type { ReviewSession, SessionEvents } from './session';
import { reviewStrings } from './strings';
import { viewOf } from './view';

const VIEW_TYPE = 'pixelscribe.review';

export interface ReviewPanelOptions {
  readonly extensionUri: vscode.Uri;
  /** The extension's. */
  readonly version: string;
  /** Called with the first review. */
  readonly loadCore: () => Promise<DocumentsCore>;
  readonly newSession: (core: DocumentsCore, events: SessionEvents) => ReviewSession;
}

export class ReviewPanel implements vscode.Disposable {
  private webview: vscode.WebviewPanel | undefined;
  private session: ReviewSession | undefined;
  private scope: readonly vscode.Uri[] = [];
  /** Grows when a picture changed on disk, so that it is loaded anew. */
  private readonly runs = new Map<string, number>();

  constructor(private readonly options: ReviewPanelOptions) {}

  /** Lets VS Code bring the view back after a restart. */
  register(context: vscode.ExtensionContext): void {
    context.subscriptions.push(
      this,
      vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: async (webview, state: unknown) => this.restore(webview, state),
      }),
    );
  }

  /** Shows the images of files and folders. Decisions that were made and not applied stay. */
  async open(scope: readonly vscode.Uri[]): Promise<void> {
    this.scope = scope;
    if (this.webview) {
      this.webview.webview.options = this.webviewOptions();
      this.webview.reveal();
    } else {
      const title = vscode.l10n.t('Review Alt Text');
      const options = { ...this.webviewOptions(), enableFindWidget: true };
      this.attach(vscode.window.createWebviewPanel(VIEW_TYPE, title, vscode.ViewColumn.Active, options));
    }
    this.post({ type: 'scope', scope: scope.map(String) });
    await (await this.current()).scan(scope);
  }

  pictureChanged(uri: vscode.Uri): void {
    if (!this.session) return;
    this.runs.set(uri.toString(), (this.runs.get(uri.toString()) ?? 0) + 1);
    void this.session.pictureChanged(uri);
  }

  dispose(): void {
    this.session?.dispose();
    this.webview?.dispose();
  }

  private async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { scope, decisions } = asReviewState(state);
    const other = this.webview;
    this.webview = undefined;
    other?.dispose();
    this.scope = scope.map((uri) => vscode.Uri.parse(uri));
    panel.webview.options = this.webviewOptions();
    this.attach(panel);
    await (await this.current()).scan(this.scope, new Map(decisions));
  }

  private async current(): Promise<ReviewSession> {
    const core = await this.options.loadCore();
    this.session ??= this.options.newSession(core, {
      rows: () => this.postRows(),
      row: (row) => this.post({ type: 'row', row: this.view(core, row) }),
      progress: () => this.postProgress(),
      notice: (level, text) => this.post({ type: 'notice', level, text }),
    });
    return this.session;
  }

  private attach(panel: vscode.WebviewPanel): void {
    this.webview = panel;
    panel.webview.onDidReceiveMessage((message: unknown) => this.receive(asPageMessage(message)));
    panel.onDidDispose(() => {
      if (this.webview !== panel) return;
      this.webview = undefined;
      this.session?.dispose();
      this.session = undefined;
    });
    panel.iconPath = vscode.Uri.joinPath(this.options.extensionUri, 'media', 'icon.png');
    const strings = reviewStrings(vscode.l10n);
    panel.webview.html = webviewPage(panel.webview, this.options.extensionUri, {
      page: 'review',
      title: strings.title,
      strings,
    });
  }

  private webviewOptions(): vscode.WebviewOptions {
    const around = this.scope.map((uri) => vscode.Uri.joinPath(uri, '..'));
    const roots = resourceRoots(this.options.extensionUri, [...around, ...this.scope]);
    return { enableScripts: true, localResourceRoots: roots };
  }

  private view(core: DocumentsCore, row: Row): RowView {
    return viewOf(core, row, {
      documentName: (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
      imageUri: (one) => {
        const picture = this.session?.pictureOf(one);
        const run = picture && (this.runs.get(picture.toString()) ?? 0);
        return (
          picture &&
          this.webview?.webview
            .asWebviewUri(picture)
            .with({ query: `run=${run}` })
            .toString()
        );
      },
      appliedMessage: vscode.l10n.t('Written.'),
    });
  }

  private postProgress(): void {
    if (this.session) this.post({ type: 'progress', progress: this.session.progress });
  }

  private postRows(): void {
    const { session } = this;
    if (!session) return;
    const rows = session.rows.all().map((row) => this.view(session.core, row));
    this.post({ type: 'rows', rows, progress: session.progress });
  }

  private post(message: HostMessage): void {
    // A page that is hidden or not ready yet asks for everything when it is.
    void this.webview?.webview.postMessage(message);
  }

  // ---------------------------------------------------------------- what the user does

  private async receive(message: PageMessage | undefined): Promise<void> {
    const { session } = this;
    if (!message || !session) return;
    switch (message.type) {
      case 'ready':
        this.post({ type: 'scope', scope: this.scope.map(String) });
        return this.postRows();
      case 'decide':
        return session.decide(message.id, message.decision);
      case 'apply':
        return session.apply();
      case 'stop':
        return session.stop();
      case 'resume':
        return session.resume();
      case 'refresh':
        return session.scan(this.scope);
      case 'propose':
        return session.ask(message.id);
      case 'openDocument':
        return this.openDocument(session, message.id);
      case 'openImage': {
        const row = session.rows.get(message.id);
        const picture = row && session.pictureOf(row);
        if (picture) await vscode.commands.executeCommand('vscode.open', picture);
        return;
      }
      case 'openHelp': {
        const url = session.rows.get(message.id)?.image.diagnostic?.helpUrl;
        if (url) await vscode.env.openExternal(vscode.Uri.parse(url));
        return;
      }
      case 'export':
        return this.export(session, message.format);
    }
  }

  /** At the image, wherever it is by now. */
  private async openDocument({ core, rows }: ReviewSession, id: string): Promise<void> {
    const row = rows.get(id);
    if (!row) return;
    const uri = vscode.Uri.parse(row.document.uri);
    if (/\.ipynb$/i.test(uri.path)) {
      await vscode.commands.executeCommand('vscode.open', uri);
      return;
    }
    const document = await vscode.workspace.openTextDocument(uri);
    const now = await scanDocument(core, { ...row.document, text: document.getText() });
    const { start, end } = (relocate(row.image, row.document, now) ?? row.image).reference.range;
    const selection = new vscode.Range(document.positionAt(start), document.positionAt(end));
    await vscode.window.showTextDocument(document, { selection, viewColumn: vscode.ViewColumn.Beside });
  }

  private async export(session: ReviewSession, format: ReportFormat): Promise<void> {
    const [extension, label] = format === 'markdown' ? ['md', 'Markdown'] : ['sarif', 'SARIF'];
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const target = await vscode.window.showSaveDialog({
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, `alt-text.${extension}`) }),
      filters: { [label]: [extension] },
      title: vscode.l10n.t('Save the Report'),
    });
    if (!target) return;
    const report = reviewReport(session.core, format, {
      rows: session.rows.all(),
      documents: session.progress.documents,
      nameOf: ({ uri }) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
      version: this.options.version,
    });
    try {
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(report));
      this.post({
        type: 'notice',
        level: 'info',
        text: vscode.l10n.t('Saved as {0}.', vscode.workspace.asRelativePath(target)),
      });
    } catch (error) {
      const reason = messageOf(error);
      const text = vscode.l10n.t('The report was not saved: {0} Choose another folder.', reason);
      this.post({ type: 'notice', level: 'warning', text });
    }
  }
}
