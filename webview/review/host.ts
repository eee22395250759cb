/** The review page's messages and state. */
import {
  asHostMessage,
  asReviewState,
  type HostMessage,
  type PageMessage,
  type ReviewState,
  type RowView,
} from '../../src/review/messages';
import { PageHost } from '../page-host';

export class ReviewHost extends PageHost<PageMessage, HostMessage> {
  /** What an earlier page kept. */
  readonly saved: ReviewState = asReviewState(this.api.getState());

  constructor() {
    super(asHostMessage);
  }

  /** What a new window needs: the documents are read again, the decisions are not lost. */
  save(scope: readonly string[], rows: readonly RowView[], drafts: ReadonlyMap<string, string>): void {
    const decisions = rows
      .filter(({ decision }) => decision.kind !== 'undecided')
      .map(({ id, decision }) => [id, decision] as const);
    this.api.setState({ version: 1, scope, decisions, drafts: [...drafts] } satisfies ReviewState);
  }
}
