/** Writes formulas as documents want them, and remembers what the user chose for each language. */
import * as vscode from 'vscode';
import { documentLanguage } from '../documents/language-ids';
import { suitableWrapping } from '../latex/position';
import { hasNotations, type Notation, WRAPPINGS, type WrappingId, wrap, wrappingsFor } from '../latex/wrap';

export class LatexWriter {
  constructor(private readonly choices: vscode.Memento) {}

  /** The formula as it is to be written in place of `range`; in the given wrapping, else the one that suits. */
  async textAt(
    latex: string,
    document: vscode.TextDocument,
    range: vscode.Range,
    wrapping?: WrappingId,
  ): Promise<string> {
    const languageId = notationLanguage(document);
    const before = document.lineAt(range.start.line).text.slice(0, range.start.character);
    const after = document.lineAt(range.end.line).text.slice(range.end.character);
    const last = this.choices.get<WrappingId>(choiceKey(languageId));
    const id = wrapping ?? suitableWrapping(latex, { languageId, before, after }, last);
    const { notation, display } = WRAPPINGS[id];
    return wrap(await this.convert(latex, notation, display), id);
  }

  /** The formula in another notation. */
  async convert(latex: string, notation: Notation, display: boolean): Promise<string> {
    // The converters are large: they are loaded for the first formula.
    const { convert } = await import('../latex/convert');
    return convert(latex, notation, display);
  }

  /** Asks for a wrapping of the language and remembers it; undefined when the user gave up. */
  async choose(document: vscode.TextDocument): Promise<WrappingId | undefined> {
    const languageId = notationLanguage(document);
    const picked = await vscode.window.showQuickPick(
      wrappingsFor(languageId).map((id) => ({ label: WRAPPINGS[id].example, id })),
      { title: vscode.l10n.t('Insert the formula as') },
    );
    if (picked) await this.remember(document, picked.id);
    return picked?.id;
  }

  async remember(document: vscode.TextDocument, id: WrappingId): Promise<void> {
    await this.choices.update(choiceKey(notationLanguage(document)), id);
  }
}

/** The document's language as far as notations go: without an extension for it, a Typst file is plain text to VS Code. */
export function notationLanguage({ languageId, uri }: vscode.TextDocument): string {
  if (hasNotations(languageId)) return languageId;
  return documentLanguage(languageId, uri.path) ?? languageId;
}

function choiceKey(languageId: string): string {
  return `latex.wrapping.${languageId}`;
}
