/** The page's only way to the extension. */
import { asHostMessage, type HostMessage, type PageMessage, type PanelState } from '../src/panel/messages';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** State beyond this is not kept: VS Code writes it to its storage with every change. */
const MAX_STATE_CHARS = 1_000_000;

export class Host {
  private readonly api = acquireVsCodeApi();

  send(message: PageMessage): void {
    this.api.postMessage(message);
  }

  onMessage(handle: (message: HostMessage) => void): void {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = asHostMessage(event.data);
      if (message) handle(message);
    });
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
