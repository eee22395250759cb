/** The rows of the review: every image with what is proposed for it and what the user decided. */
import type { ErrorCode } from '../protocol';
import { relocate, type ScannedDocument, type ScannedImage } from './scan';

export type ProposalState =
  /** Nobody asked for one. */
  | { readonly kind: 'none' }
  | { readonly kind: 'waiting' | 'working' }
  | ({ readonly kind: 'done' } & Proposal)
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

export interface Proposal {
  /** '' when `decorative`. */
  readonly alt: string;
  readonly decorative: boolean;
  /** In [0, 1]. */
  readonly confidence: number;
  /** Content of the picture that was described; absent for one that kept changing. */
  readonly hash?: string;
}

export type Decision =
  | { readonly kind: 'undecided' | 'decorative' | 'skip' }
  /** Accepted: the proposal, or what the user made of it. */
  | { readonly kind: 'alt'; readonly alt: string };

export type Outcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'not-applied'; readonly message: string };

export interface Row {
  readonly id: string;
  readonly document: ScannedDocument;
  readonly image: ScannedImage;
  readonly proposal: ProposalState;
  readonly decision: Decision;
  readonly outcome?: Outcome;
}

const UNDECIDED: Decision = { kind: 'undecided' };

export class Rows {
  /** By document, in the order they were scanned. */
  private readonly documents = new Map<string, ScannedDocument>();
  private readonly rows = new Map<string, Row>();

  all(): readonly Row[] {
    return [...this.documents.values()].flatMap((document) => this.of(document));
  }

  get(id: string): Row | undefined {
    return this.rows.get(id);
  }

  document(uri: string): ScannedDocument | undefined {
    return this.documents.get(uri);
  }

  get uris(): readonly string[] {
    return [...this.documents.keys()];
  }

  /**
   * Takes a document in, or a later state of it: what was proposed and decided for an image that is found again
   * stays.
   *
   * @param remembered decisions of an earlier window, by row id
   */
  put(document: ScannedDocument, remembered?: ReadonlyMap<string, Decision>): readonly Row[] {
    const before = this.documents.get(document.uri);
    const kept = new Map<ScannedImage, Row>();
    for (const row of before ? this.of(before) : []) {
      this.rows.delete(row.id);
      const image = before && relocate(row.image, before, document);
      if (image && !kept.has(image)) kept.set(image, row);
    }
    this.documents.set(document.uri, document);
    for (const image of document.images) {
      const id = rowId(document.uri, image.key);
      const row = kept.get(image);
      this.rows.set(
        id,
        row ? moved(row, id, document, image) : fresh(id, document, image, remembered?.get(id)),
      );
    }
    return this.of(document);
  }

  remove(uri: string): void {
    for (const row of this.of(this.documents.get(uri))) this.rows.delete(row.id);
    this.documents.delete(uri);
  }

  update(id: string, change: Partial<Pick<Row, 'proposal' | 'decision' | 'outcome'>>): Row | undefined {
    const row = this.rows.get(id);
    if (!row) return undefined;
    const updated = { ...row, ...change };
    this.rows.set(id, updated);
    return updated;
  }

  /** Refuses what cannot be written there; then the row stays as it was. */
  decide(id: string, decision: Decision): Row | undefined {
    const row = this.rows.get(id);
    if (!row) return undefined;
    const { setAlt, markDecorative } = row.image.reference.edits;
    if (decision.kind === 'alt' && (!setAlt || decision.alt.trim() === '')) return row;
    if (decision.kind === 'decorative' && (!markDecorative || needsName(row.image))) return row;
    return this.update(id, { decision, outcome: undefined });
  }

  /** In document order. */
  of(document: ScannedDocument | undefined): readonly Row[] {
    if (!document) return [];
    return document.images.flatMap(({ key }) => this.rows.get(rowId(document.uri, key)) ?? []);
  }
}

export function rowId(uri: string, key: string): string {
  return `${uri}#${key}`;
}

function fresh(id: string, document: ScannedDocument, image: ScannedImage, decision = UNDECIDED): Row {
  const kind = image.diagnostic && image.reference.edits.setAlt ? 'waiting' : 'none';
  return { id, document, image, proposal: { kind }, decision };
}

/** What is being worked on under another id would never arrive. */
function moved(row: Row, id: string, document: ScannedDocument, image: ScannedImage): Row {
  const isLost = row.proposal.kind === 'working' && row.id !== id;
  return { ...row, id, document, image, ...(isLost && { proposal: { kind: 'waiting' } }) };
}

/** A link or button that has no other name: whatever the picture shows, it cannot be passed over. */
export function needsName({ diagnostic }: ScannedImage): boolean {
  return diagnostic?.code === 'linked-image-without-alt-text';
}

/** What is to be written, if anything. */
export function isToWrite({ decision }: Row): boolean {
  return decision.kind === 'alt' || decision.kind === 'decorative';
}

export function isProposalAccepted({ decision, proposal }: Row): boolean {
  return decision.kind === 'alt' && proposal.kind === 'done' && proposal.alt === decision.alt;
}
