/** A page's only way to the extension. */

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export class PageHost<Sent, Received> {
  protected readonly api = acquireVsCodeApi();

  /** @param asReceived the message, or undefined when it is none */
  constructor(private readonly asReceived: (value: unknown) => Received | undefined) {}

  send(message: Sent): void {
    this.api.postMessage(message);
  }

  onMessage(handle: (message: Received) => void): void {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = this.asReceived(event.data);
      if (message) handle(message);
    });
  }
}
