/** The review as a report: the same formats as the command line's. */
import { type CheckedDocument, entriesOf } from '../cli/document-report';
import type { DocumentsCore } from '../client/documents';
import { editsAt } from './changes';
import type { ReportFormat } from './messages';
import type { Row } from './rows';
import type { ScannedDocument } from './scan';

export interface ReportInput {
  readonly rows: readonly Row[];
  /** How many were read, those without images too. */
  readonly documents: number;
  /** Relative to the report's root, with forward slashes. */
  readonly nameOf: (document: ScannedDocument) => string;
  /** The extension's. */
  readonly version: string;
}

export function reviewReport(core: DocumentsCore, format: ReportFormat, input: ReportInput): string {
  const byDocument = new Map<ScannedDocument, Row[]>();
  for (const row of input.rows) {
    byDocument.set(row.document, [...(byDocument.get(row.document) ?? []), row]);
  }
  const entries = [...byDocument].flatMap(([document, rows]) =>
    entriesOf({ path: input.nameOf(document), text: document.text, problems: problemsOf(core, rows) }, ''),
  );
  return format === 'markdown'
    ? core.markdownReport(entries, input.documents)
    : `${JSON.stringify(core.sarifReport(entries, input.version), null, 2)}\n`;
}

type Problem = CheckedDocument['problems'][number];

function problemsOf(core: DocumentsCore, rows: readonly Row[]): Problem[] {
  return rows.flatMap((row) => {
    const { diagnostic } = row.image;
    if (!diagnostic) return [];
    const proposal = proposalOf(core, row);
    return [{ diagnostic, ...(proposal && { proposal }) }];
  });
}

/** What the user accepted, else what is proposed; nothing for a row that was skipped. */
function proposalOf(core: DocumentsCore, row: Row): Problem['proposal'] {
  const { decision, proposal } = row;
  if (decision.kind === 'skip') return undefined;
  const described = proposal.kind === 'done' ? proposal : undefined;
  const proposed: Row['decision'] | undefined = described?.decorative
    ? { kind: 'decorative' }
    : described && { kind: 'alt', alt: described.alt };
  const chosen = decision.kind === 'undecided' ? proposed : decision;
  if (!chosen) return undefined;
  const edits = editsAt(core, { ...row, decision: chosen }, row.image);
  if (edits === 'no-place') return undefined;
  const isOwn = chosen.kind !== proposed?.kind || (chosen.kind === 'alt' && chosen.alt !== described?.alt);
  return {
    alt: chosen.kind === 'alt' ? chosen.alt : '',
    decorative: chosen.kind === 'decorative',
    // What a person wrote is certain.
    confidence: isOwn ? 1 : (described?.confidence ?? 1),
    edits,
  };
}
