/** Quick fixes on image references: generate or improve alt text, mark as decorative, describe at length, and more. */
import * as vscode from 'vscode';
import { type DocumentsCore, loadDocuments } from '../client/documents';
import type { ImageReference, ParsedDocument } from '../documents';
import { documentLanguage } from '../documents/language-ids';
import type { DescribeResult, ImageSource } from '../protocol';
import { SOURCE } from './alt-text-diagnostics';
import { type AltTextDocuments, imageUriOf, keyOf, rangeIn, workspaceEdit } from './alt-text-documents';
import { toSource } from './image-targets';
import { isNetworkAllowed, NETWORK_SETTING } from './network-pictures';

export const GENERATE_COMMAND = 'pixelscribe.altText.generate';
export const DESCRIBE_COMMAND = 'pixelscribe.altText.addLongDescription';
export const SEND_COMMAND = 'pixelscribe.altText.sendImage';
export const DIAGRAM_COMMAND = 'pixelscribe.diagramInDocument';
export const TABLE_COMMAND = 'pixelscribe.tableInDocument';

/** The description of a picture that was described before; never asks the engine. */
export type KnownDescription = (source: ImageSource) => Promise<DescribeResult | undefined>;

/** A kind that is less sure than this rules nothing out. */
const SURE = 0.5;

export class AltTextActions implements vscode.CodeActionProvider {
  constructor(
    private readonly documents: AltTextDocuments,
    private readonly known: KnownDescription,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const parsed = await this.documents.parse(document);
    const chosen = parsed?.references.filter((one) => rangeIn(document, one.range).intersection(range)) ?? [];
    if (!parsed || chosen.length === 0) return [];
    const core = await loadDocuments();
    const problems = context.diagnostics.filter((one) => one.source === SOURCE);
    const actions: vscode.CodeAction[] = [];
    for (const reference of chosen) {
      const suffix = chosen.length > 1 ? ` (${core.targetName(reference.target)})` : '';
      const own = problems.filter((one) => one.range.intersection(rangeIn(document, reference.range)));
      const formula = await this.mayBeFormula(document, reference);
      for (const action of actionsFor(document, parsed, reference, core, formula)) {
        action.title += suffix;
        action.diagnostics = own;
        actions.push(action);
      }
    }
    return actions;
  }

  /** In a language that has formulas, a file that was not seen to show something else. */
  private async mayBeFormula(document: vscode.TextDocument, reference: ImageReference): Promise<boolean> {
    const language = documentLanguage(document.languageId, document.uri.path);
    if (reference.target.kind !== 'path' || language === 'jsx' || language === 'jupyter') return false;
    try {
      const known = await this.known(await toSource(await imageUriOf(document, reference)));
      return !known || known.kind === 'formula' || known.kindConfidence < SURE;
    } catch {
      return false; // There is no such file.
    }
  }
}

function actionsFor(
  document: vscode.TextDocument,
  parsed: ParsedDocument,
  reference: ImageReference,
  core: DocumentsCore,
  formula: boolean,
): vscode.CodeAction[] {
  const key = keyOf(parsed, reference);
  const actions: vscode.CodeAction[] = [];
  const add = (title: string, command: string, args: unknown[]) => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.command = { command, title, arguments: args };
    actions.push(action);
    return action;
  };
  const { kind } = reference.target;
  const hasPicture = kind !== 'dynamic' && (kind !== 'url' || isNetworkAllowed());
  if (reference.edits.setAlt && hasPicture) {
    const written = reference.alt.state === 'text';
    const title = written ? vscode.l10n.t('Improve alt text…') : vscode.l10n.t('Generate alt text');
    add(title, GENERATE_COMMAND, [document.uri, key]).isPreferred = !written && !reference.decorative;
  }
  const decorative = reference.decorative ? undefined : core.edit(reference, { kind: 'mark-decorative' });
  if (decorative) {
    const action = new vscode.CodeAction(
      vscode.l10n.t('Mark image as decorative'),
      vscode.CodeActionKind.QuickFix,
    );
    action.edit = workspaceEdit(document, decorative);
    actions.push(action);
  }
  if (kind === 'url' && !hasPicture) {
    const title = vscode.l10n.t('Allow downloading images to describe them…');
    add(title, 'workbench.action.openSettings', [`@id:${NETWORK_SETTING}`]);
  }
  if (!hasPicture) return actions;
  if (reference.edits.addLongDescription) {
    add(vscode.l10n.t('Add long description'), DESCRIBE_COMMAND, [document.uri, key]);
  }
  const send = (title: string, command: string) => add(title, SEND_COMMAND, [command, document.uri, key]);
  if (kind === 'path') send(vscode.l10n.t('Extract text from image'), 'pixelscribe.extractText');
  const language = documentLanguage(document.languageId, document.uri.path);
  if (kind === 'path' && language) {
    const target = { language, text: document.getText() };
    // Only where the language has a place for it.
    if (core.diagramPlacements(target, reference).length > 0)
      add(vscode.l10n.t('Convert diagram to Mermaid…'), DIAGRAM_COMMAND, [document.uri, key]);
    if (reference.syntax !== 'front-matter')
      add(vscode.l10n.t('Insert table from image'), TABLE_COMMAND, [document.uri, key]);
  }
  if (formula) send(vscode.l10n.t('Convert image to LaTeX'), 'pixelscribe.insertLatex');
  return actions;
}
