/** The panel page's messages and state. */
import type { PanelState } from '../src/panel/entries';
import { asHostMessage, type HostMessage, type PageMessage } from '../src/panel/messages';
import { PageHost } from './page-host';

/** State beyond this is not kept: VS Code writes it to its storage with every change. */
const MAX_STATE_CHARS = 1_000_000;

export class Host extends PageHost<PageMessage, HostMessage> {
  constructor() {
    super(asHostMessage);
  }

  /** Keeps what a new window needs to show the results again; the oldest results go first when it is too much. */
  save({ entries, selected }: Omit<PanelState, 'version'>): void {
    let chars = 0;
    const kept: PanelState['entries'][number][] = [];
    for (const entry of [...entries].reverse()) {
      chars += JSON.stringify(entry).length;
      if (chars > MAX_STATE_CHARS) break;
      kept.unshift(entry);
    }
    this.api.setState({ version: 1, entries: kept, selected } satisfies PanelState);
  }
}
