/** The review page's only way to the extension. */
import {
  asHostMessage,
  asReviewState,
  type HostMessage,
  type PageMessage,
  type ReviewState,
  type RowView,
} from '../../src/review/messages';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export class ReviewHost {
  private readonly api = acquireVsCodeApi();
  /** What an earlier page kept. */
  readonly saved: ReviewState = asReviewState(this.api.getState());

  send(message: PageMessage): void {
    this.api.postMessage(message);
  }

  onMessage(handle: (message: HostMessage) => void): void {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = asHostMessage(event.data);
      if (message) handle(message);
    });
  }

  /** What a new window needs: the documents are read again, the decisions are not lost. */
  save(scope: readonly string[], rows: readonly RowView[], drafts: ReadonlyMap<string, string>): void {
    const decisions = rows
      .filter(({ decision }) => decision.kind !== 'undecided')
      .map(({ id, decision }) => [id, decision] as const);
    this.api.setState({ version: 1, scope, decisions, drafts: [...drafts] } satisfies ReviewState);
  }
}
