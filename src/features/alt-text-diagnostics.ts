/** Alt text problems as squiggles and in the Problems view, while one types; off and graded by settings. */
import * as vscode from 'vscode';
import { loadDocuments } from '../client/documents';
import type { Diagnostic, RuleCode } from '../documents';
import { type AltTextDocuments, rangeIn } from './alt-text-documents';

export const SOURCE = 'PixelScribe';
const SECTION = 'pixelscribe.altText';
/** Long enough not to run at every key. */
const DELAY_MS = 400;

const SEVERITIES: Readonly<Record<string, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

export function activate(context: vscode.ExtensionContext, documents: AltTextDocuments): void {
  const feature = new AltTextDiagnostics(documents);
  const { workspace } = vscode;
  context.subscriptions.push(
    feature,
    workspace.onDidOpenTextDocument((document) => feature.schedule(document, 0)),
    workspace.onDidChangeTextDocument(({ document }) => feature.schedule(document, DELAY_MS)),
    workspace.onDidCloseTextDocument((document) => feature.forget(document)),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(SECTION)) feature.checkAll();
    }),
  );
  feature.checkAll();
}

class AltTextDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('pixelscribe');
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(private readonly documents: AltTextDocuments) {}

  checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.schedule(document, 0);
  }

  schedule(document: vscode.TextDocument, delayMs: number): void {
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        void this.check(document);
      }, delayMs),
    );
  }

  forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.collection.delete(document.uri);
  }

  private async check(document: vscode.TextDocument): Promise<void> {
    const settings = vscode.workspace.getConfiguration(SECTION, document);
    if (!settings.get('diagnostics', true) || document.isClosed) return this.collection.delete(document.uri);
    const { version } = document;
    const parsed = await this.documents.parse(document);
    if (!parsed || document.isClosed || document.version !== version) return;
    const { lintParsed, targetName } = await loadDocuments();
    const found = lintParsed(parsed, {
      disabled: new Set(settings.get<RuleCode[]>('disabledRules', [])),
      maxLength: settings.get('maxLength', 150),
    });
    const severity = settings.get<string>('severity', 'information');
    const { awaited } = this.documents;
    const present = found.filter(({ reference }) => !awaited.has(targetName(reference.target)));
    this.collection.set(
      document.uri,
      present.map((one) => toDiagnostic(document, one, SEVERITIES[severity])),
    );
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.collection.dispose();
  }
}

function toDiagnostic(
  document: vscode.TextDocument,
  { range, message, code, helpUrl, related }: Diagnostic,
  severity = vscode.DiagnosticSeverity.Information,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeIn(document, range), message, severity);
  diagnostic.source = SOURCE;
  diagnostic.code = { value: code, target: vscode.Uri.parse(helpUrl) };
  if (related) {
    const location = new vscode.Location(document.uri, rangeIn(document, related.range));
    diagnostic.relatedInformation = [
      new vscode.DiagnosticRelatedInformation(location, vscode.l10n.t('The first image with this text')),
    ];
  }
  return diagnostic;
}
