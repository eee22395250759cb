/**
 * The VS Code window a test runs in, seen from the extension host: what a user would click, press and read.
 * Every call goes to the runner (`test/vscode/driver.ts`), which owns the window.
 */

/** The workbench itself, PixelScribe's panel, its review of alt text, or VS Code's preview of a picture. */
export type Surface = 'workbench' | 'panel' | 'review' | 'imagePreview';

export type Modifier = 'Alt' | 'Control' | 'ControlOrMeta' | 'Meta' | 'Shift';

type Target = { readonly on: Surface; readonly selector: string };

/** One request to the runner; selectors are playwright's. */
export type Command = { readonly timeoutMs?: number } & (
  | { readonly do: 'report'; readonly line: string }
  | { readonly do: 'press'; readonly keys: string }
  | { readonly do: 'type'; readonly text: string }
  | {
      readonly do: 'screenshot';
      readonly name: string;
      readonly clip?: {
        readonly x: number;
        readonly y: number;
        readonly width: number;
        readonly height: number;
      };
    }
  | { readonly do: 'resize'; readonly widthPx: number; readonly heightPx: number }
  | { readonly do: 'evaluate'; readonly on: Surface; readonly expression: string }
  | (Target & {
      readonly do: 'click';
      readonly button?: 'left' | 'right';
      readonly modifiers?: Modifier[];
    })
  | (Target & { readonly do: 'hover' | 'focus' | 'count' | 'texts' | 'value' })
  | (Target & { readonly do: 'fill'; readonly text: string })
  | (Target & { readonly do: 'wait'; readonly state?: 'visible' | 'hidden' | 'attached' | 'detached' })
  | (Target & { readonly do: 'attribute'; readonly name: string })
  /** With the pointer, from one element to another, Shift held as VS Code asks for when dropping into a document. */
  | (Target & { readonly do: 'drag'; readonly to: string })
  /** Files from outside of the window, as a file manager hands them over. */
  | (Target & { readonly do: 'dropFiles'; readonly files: readonly string[] })
);

/** Asks the runner; an error carries its reason. */
export async function ask<Result = void>(command: Command): Promise<Result> {
  const { PIXELSCRIBE_TEST_DRIVER: address, PIXELSCRIBE_TEST_DRIVER_TOKEN: token } = process.env;
  if (!address || !token)
    throw new Error('this test needs the window driver: run it with "npm run test:extension"');
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: token },
    body: JSON.stringify(command),
  });
  const answer = (await response.json()) as { result: Result } | { error: string };
  if ('error' in answer) throw new Error(`${JSON.stringify(command)}: ${answer.error}`);
  return answer.result;
}

/** Shorthand for one surface. */
export class Window {
  constructor(private readonly on: Surface) {}

  click(
    selector: string,
    options: { button?: 'left' | 'right'; modifiers?: Modifier[]; timeoutMs?: number } = {},
  ) {
    return ask({ do: 'click', on: this.on, selector, ...options });
  }
  hover(selector: string) {
    return ask({ do: 'hover', on: this.on, selector });
  }
  focus(selector: string) {
    return ask({ do: 'focus', on: this.on, selector });
  }
  fill(selector: string, text: string) {
    return ask({ do: 'fill', on: this.on, selector, text });
  }
  wait(
    selector: string,
    options: { state?: 'visible' | 'hidden' | 'attached' | 'detached'; timeoutMs?: number } = {},
  ) {
    return ask({ do: 'wait', on: this.on, selector, ...options });
  }
  count(selector: string) {
    return ask<number>({ do: 'count', on: this.on, selector });
  }
  texts(selector: string) {
    return ask<string[]>({ do: 'texts', on: this.on, selector });
  }
  value(selector: string) {
    return ask<string>({ do: 'value', on: this.on, selector });
  }
  attribute(selector: string, name: string) {
    return ask<string | null>({ do: 'attribute', on: this.on, selector, name });
  }
  drag(selector: string, to: string) {
    return ask({ do: 'drag', on: this.on, selector, to });
  }
  dropFiles(selector: string, files: readonly string[]) {
    return ask({ do: 'dropFiles', on: this.on, selector, files });
  }
  evaluate<Result>(expression: string) {
    return ask<Result>({ do: 'evaluate', on: this.on, expression });
  }
}

export const workbench = new Window('workbench');
export const panel = new Window('panel');
export const review = new Window('review');
export const imagePreview = new Window('imagePreview');

export const press = (keys: string) => ask({ do: 'press', keys });
export const type = (text: string) => ask({ do: 'type', text });
export const screenshot = (name: string) => ask<string>({ do: 'screenshot', name });

/** Repeats `attempt` until it does not throw: menus and editors arrive when they arrive. */
export async function eventually<Result>(
  attempt: () => Promise<Result> | Result,
  timeoutMs = 15_000,
): Promise<Result> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
