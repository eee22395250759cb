/** What the reader of the page is told after something was inserted, or was not. */
import * as vscode from 'vscode';
import type { InsertOutcome } from './insert-target';

export interface InsertNotice {
  readonly level: 'info' | 'warning';
  readonly text: string;
}

/** Undefined where the user gave up, and knows. */
export function insertNotice(outcome: InsertOutcome): InsertNotice | undefined {
  if (outcome.inserted) {
    const text = vscode.l10n.t('Inserted into {0}, line {1}.', outcome.fileName, outcome.line);
    return { level: 'info', text };
  }
  const text = refusal(outcome.reason, outcome.fileName ?? '');
  return text === undefined ? undefined : { level: 'warning', text };
}

function refusal(
  reason: Extract<InsertOutcome, { inserted: false }>['reason'],
  name: string,
): string | undefined {
  switch (reason) {
    case 'no-editor':
      return vscode.l10n.t(
        'No editor to insert into. Open a file, put the cursor where the text goes, and try again.',
      );
    case 'closed':
      return vscode.l10n.t(
        '{0} was closed. Open a file, put the cursor where the text goes, and try again.',
        name,
      );
    case 'refused':
      return vscode.l10n.t('{0} takes no changes: it is read-only. Copy instead.', name);
    case 'given-up':
      return undefined;
  }
}
