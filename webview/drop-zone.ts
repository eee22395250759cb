/** A place to drop or paste a picture that is no file of the workspace. */
import { html, type TemplateResult } from 'lit';
import type { PanelTask } from '../src/panel/entries';
import { fill, type PanelStrings } from '../src/panel/strings';
import type { PageActions } from './page';

/** What VS Code puts into a drag from its Explorer, when Shift is held over a page. */
const URI_LISTS = ['application/vnd.code.uri-list', 'text/uri-list'];

type Actions = Pick<PageActions, 'run' | 'warn'>;

/** @param preselected What is to be done with the picture, unless the reader chooses otherwise. */
export function dropZone(preselected: PanelTask, strings: PanelStrings, actions: Actions): TemplateResult {
  const take = (event: Event, transfer: DataTransfer | null) => {
    const zone = (event.currentTarget as HTMLElement).closest<HTMLElement>('#drop')!;
    zone.classList.remove('over');
    const task = zone.querySelector<HTMLSelectElement>('select')!.value as PanelTask;
    if (transfer) void takeFrom(transfer, task, strings, actions);
  };
  const over = (event: DragEvent, is: boolean) => {
    event.preventDefault();
    (event.currentTarget as HTMLElement).classList.toggle('over', is);
  };
  return html`<section
    id="drop"
    aria-labelledby="drop-title"
    @dragover=${(event: DragEvent) => over(event, true)}
    @dragleave=${(event: DragEvent) => over(event, false)}
    @drop=${(event: DragEvent) => {
      event.preventDefault();
      take(event, event.dataTransfer);
    }}
  >
    <h2 id="drop-title">${strings.dropTitle}</h2>
    <div class="drop-row">
      <input
        type="text"
        class="paste"
        autocomplete="off"
        spellcheck="false"
        placeholder=${strings.pasteHere}
        aria-label=${strings.pasteHere}
        @paste=${(event: ClipboardEvent) => {
          event.preventDefault();
          take(event, event.clipboardData);
        }}
        @input=${(event: Event) => {
          // It takes pictures only.
          (event.target as HTMLInputElement).value = '';
        }}
      />
      <select aria-label=${strings.dropTask}>
        ${Object.entries(taskNames(strings)).map(
          ([task, label]) => html`<option value=${task} ?selected=${task === preselected}>${label}</option>`,
        )}
      </select>
    </div>
  </section>`;
}

/** In the order of the list. */
function taskNames(strings: PanelStrings): Readonly<Record<PanelTask, string>> {
  return {
    latex: strings.formulaToLatex,
    describe: strings.describeImage,
    'extract-text': strings.extractText,
    diagram: strings.diagramToMermaid,
  };
}

async function takeFrom(
  transfer: DataTransfer,
  task: PanelTask,
  strings: PanelStrings,
  { run, warn }: Actions,
): Promise<void> {
  // Read at once: a transfer is empty after its event.
  const files = [...transfer.files].filter(({ type }) => type.startsWith('image/'));
  const uris = URI_LISTS.map((type) => transfer.getData(type)).find((list) => list !== '');
  if (files.length > 0) {
    for (const file of files) {
      try {
        run({ type: 'runOnBytes', name: file.name, bytes: new Uint8Array(await file.arrayBuffer()), task });
      } catch {
        warn(fill(strings.dropUnreadable, file.name));
      }
    }
    return;
  }
  const uri = uris?.split(/\r?\n/).find((line) => line !== '' && !line.startsWith('#'));
  if (uri) run({ type: 'runOnUri', uri, task });
  else warn(strings.dropNothing);
}
