/** The parts of the shown picture that outlive a rendering: the picture, the list of lines and what is lit up. */
import { type EntryView, isLatexResult } from '../src/panel/messages';
import type { PanelStrings } from '../src/panel/strings';
import { Highlight } from './highlight';
import { LineList, type LineListActions } from './line-list';
import { type OnUnshown, Picture } from './picture';

export class Scene {
  readonly picture: Picture;
  readonly lineList: LineList;

  constructor(
    private readonly entry: EntryView,
    strings: PanelStrings,
    actions: LineListActions,
    onUnshown: OnUnshown,
  ) {
    const highlight = new Highlight();
    const { imageUri, name, result } = entry;
    const text = result && !isLatexResult(result) ? result : { text: '', lines: [] };
    this.lineList = new LineList(text, strings, highlight, actions);
    const parts = { imageUri, alt: name, result, noPreview: strings.noPreview };
    this.picture = new Picture(parts, highlight, (line) => this.lineList.focus(line), onUnshown);
  }

  /** Whether it still shows this entry: edits change nothing here. */
  shows({ id, imageUri, result }: EntryView): boolean {
    return id === this.entry.id && imageUri === this.entry.imageUri && result === this.entry.result;
  }

  /** A preview of the picture shown, whichever entry it was asked for. */
  showPreview(id: string, dataUri: string): void {
    if (id === this.entry.id) this.picture.showPreview(dataUri);
  }

  dispose(): void {
    this.picture.dispose();
    this.lineList.dispose();
  }
}
