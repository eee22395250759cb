/** One review: reads the documents, has the pictures described, writes what was decided. */
import * as vscode from 'vscode';
import { type CachedDescribe, hashOf } from '../client/cached-describe';
import type { DocumentsCore } from '../client/documents';
import { messageOf } from '../errors';
import { documentsIn, imageSource, pictureSource, readDocument } from './documents';
import type { Progress } from './messages';
import { ProposalQueue } from './proposals';
import { type Decision, isProposalAccepted, isToWrite, type Row, Rows, rowId } from './rows';
import { type ScannedDocument, scanDocument } from './scan';
import { refusalMessage, writeDecisions } from './write';

export interface SessionEvents {
  /** Rows came, went or moved. */
  rows(): void;
  row(row: Row): void;
  progress(): void;
  notice(level: 'info' | 'warning', text: string): void;
}

/** While documents are read, the page gets what is there so far, but not with every document. */
const ROWS_INTERVAL_MS = 400;

export class ReviewSession implements vscode.Disposable {
  readonly rows = new Rows();
  readonly queue: ProposalQueue;
  private readonly pictures = new Map<string, vscode.Uri>();
  private scanSource: vscode.CancellationTokenSource | undefined;
  private applying = false;
  private stopped = false;
  /** How many were read, those without images too. */
  private documents = 0;

  constructor(
    readonly core: DocumentsCore,
    describe: CachedDescribe,
    private readonly events: SessionEvents,
  ) {
    this.queue = new ProposalQueue(
      this.rows,
      async (row, priority, token) => {
        const document = vscode.Uri.parse(row.document.uri);
        const { source, uri } = await pictureSource(core, document, row.image, token);
        if (uri) this.pictures.set(row.id, uri);
        const { result, hash } = await describe.describe(source, priority, token);
        const { alt, decorative } = core.adaptProposal(result, row.image.context);
        return { alt, decorative, confidence: result.kindConfidence, ...(hash !== undefined && { hash }) };
      },
      (row) => (row ? this.events.row(row) : this.events.progress()),
    );
  }

  get progress(): Progress {
    return {
      scanning: this.scanSource !== undefined,
      describing: this.queue.running,
      applying: this.applying,
      documents: this.documents,
    };
  }

  /** The picture of a row as far as it was found. */
  pictureOf(row: Row): vscode.Uri | undefined {
    return this.pictures.get(row.id);
  }

  /** Reads the documents of the scope; documents that left it stay while there are decisions for them. */
  async scan(scope: readonly vscode.Uri[], remembered?: ReadonlyMap<string, Decision>): Promise<void> {
    this.scanSource?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.scanSource = source;
    this.events.progress();
    try {
      const uris = await documentsIn(scope, source.token);
      if (source.token.isCancellationRequested) return;
      this.dropOthers(new Set(uris.map(String)));
      await this.read(uris, source.token, remembered);
    } catch (error) {
      this.events.notice('warning', messageOf(error));
    } finally {
      if (this.scanSource === source) {
        this.scanSource = undefined;
        this.events.rows();
      }
      source.dispose();
    }
  }

  private async read(
    uris: readonly vscode.Uri[],
    token: vscode.CancellationToken,
    remembered?: ReadonlyMap<string, Decision>,
  ): Promise<void> {
    const unreadable: string[] = [];
    let shownMs = 0;
    this.documents = 0;
    for (const uri of uris) {
      const document = await readDocument(uri);
      if (token.isCancellationRequested) return;
      if (!document) {
        unreadable.push(vscode.workspace.asRelativePath(uri));
        continue;
      }
      this.documents++;
      const hasRows = await this.take(await scanDocument(this.core, document), remembered);
      if (token.isCancellationRequested) return;
      if (!hasRows || Date.now() - shownMs < ROWS_INTERVAL_MS) continue;
      shownMs = Date.now();
      this.events.rows();
      this.resumeByItself();
    }
    this.resumeByItself();
    if (unreadable.length > 0) {
      const text = vscode.l10n.t(
        'Not read, because the language is unknown, the text is not UTF-8 or too large: {0}',
        unreadable.join(', '),
      );
      this.events.notice('warning', text);
    }
  }

  /** @returns whether there are images */
  private async take(
    document: ScannedDocument,
    remembered?: ReadonlyMap<string, Decision>,
  ): Promise<boolean> {
    if (document.images.length === 0 && !this.rows.document(document.uri)) return false;
    for (const row of this.rows.put(document, remembered)) {
      const isFile = row.image.reference.target.kind === 'path';
      const found = isFile
        ? await imageSource(this.core, vscode.Uri.parse(document.uri), row.image).catch(() => undefined)
        : undefined;
      if (found?.uri) this.pictures.set(row.id, found.uri);
    }
    return true;
  }

  private dropOthers(uris: ReadonlySet<string>): void {
    for (const uri of this.rows.uris) {
      if (!uris.has(uri) && !this.rows.of(this.rows.document(uri)).some(isToWrite)) this.rows.remove(uri);
    }
  }

  /** Unless the user stopped it. */
  private resumeByItself(): void {
    if (!this.stopped && this.rows.all().some(({ proposal }) => proposal.kind === 'waiting'))
      this.queue.start();
  }

  stop(): void {
    this.stopped = true;
    this.scanSource?.cancel();
    this.queue.stop();
  }

  /** Goes on, and tries again what failed. */
  resume(): void {
    this.stopped = false;
    this.queue.again(this.rows.all().filter(({ proposal }) => proposal.kind === 'failed'));
  }

  ask(id: string): void {
    this.stopped = false;
    this.queue.ask(id);
  }

  decide(id: string, decision: Decision): void {
    const row = this.rows.decide(id, decision);
    if (row) this.events.row(row);
  }

  // ---------------------------------------------------------------- writing

  async apply(): Promise<void> {
    if (this.applying) return;
    this.applying = true;
    this.events.progress();
    try {
      let written = 0;
      const failures: string[] = [];
      for (const uri of this.rows.uris) {
        const rows = await this.withPresentPictures(this.rows.of(this.rows.document(uri)).filter(isToWrite));
        if (rows.length === 0) continue;
        const outcome = await this.write(uri, rows);
        written += outcome.written;
        failures.push(...outcome.failures);
      }
      this.report(written, failures);
    } finally {
      this.applying = false;
      this.events.rows();
    }
  }

  private report(written: number, failures: readonly string[]): void {
    const done = vscode.l10n.t('{0} alt texts written.', written);
    if (failures.length === 0) this.events.notice('info', done);
    else {
      const left = vscode.l10n.t('{0} not written: {1}', failures.length, failures.join(' '));
      this.events.notice('warning', `${done} ${left}`);
    }
  }

  private async write(uri: string, rows: readonly Row[]): Promise<{ written: number; failures: string[] }> {
    const name = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
    const outcome = await writeDecisions(this.core, vscode.Uri.parse(uri), rows);
    if (!outcome.written) {
      const message = refusalMessage(outcome.reason, name);
      for (const { id } of rows) this.rows.update(id, { outcome: { kind: 'not-applied', message } });
      return { written: 0, failures: [message] };
    }
    const document = await readDocument(vscode.Uri.parse(uri));
    if (document) await this.take(await scanDocument(this.core, document));
    const now = this.rows.document(uri);
    for (const { row, index } of outcome.applied) {
      const image = now?.images[index];
      if (!image) continue;
      const decision = { kind: 'undecided' } as const;
      const proposal = image.diagnostic ? row.proposal : ({ kind: 'none' } as const);
      this.rows.update(rowId(uri, image.key), { decision, proposal, outcome: { kind: 'applied' } });
    }
    const failures = outcome.refused.map(({ row, reason }) => {
      const message = refusalMessage(reason, name);
      this.rows.update(row.id, { outcome: { kind: 'not-applied', message } });
      return message;
    });
    return { written: outcome.applied.length, failures: [...new Set(failures)] };
  }

  /** A proposal for a picture that is another one by now is not written, but made anew. */
  private async withPresentPictures(rows: readonly Row[]): Promise<Row[]> {
    const present: Row[] = [];
    for (const row of rows) {
      if (isProposalAccepted(row) && (await this.isPictureChanged(row))) this.takeBack(row);
      else present.push(row);
    }
    return present;
  }

  private async isPictureChanged({ document, image, proposal }: Row): Promise<boolean> {
    if (proposal.kind !== 'done') return false;
    const found = await imageSource(this.core, vscode.Uri.parse(document.uri), image).catch(() => undefined);
    const hash = found && (await hashOf(found.source));
    // A picture that is gone is no other picture.
    return hash !== undefined && hash !== proposal.hash;
  }

  private takeBack(row: Row): void {
    const message = vscode.l10n.t('The picture changed, so there is a new proposal.');
    this.rows.update(row.id, {
      decision: { kind: 'undecided' },
      outcome: { kind: 'not-applied', message },
    });
    this.events.notice('warning', message);
    this.queue.again([row]);
  }

  /** A picture changed on disk: what was proposed for it is proposed anew, what the user wrote stays. */
  async pictureChanged(uri: vscode.Uri): Promise<void> {
    for (const row of this.rows.all()) {
      if (this.pictures.get(row.id)?.toString() !== uri.toString()) continue;
      this.events.row(row);
      if (row.proposal.kind === 'failed') this.queue.again([row]);
      else if (await this.isPictureChanged(row)) {
        if (isProposalAccepted(row)) this.takeBack(row);
        else this.queue.again([row]);
      }
    }
  }

  dispose(): void {
    this.scanSource?.cancel();
    this.queue.stop();
  }
}
