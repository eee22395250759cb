/** The parts of the shown picture that outlive a rendering: the picture, the list of lines and what is lit up. */
import { type EntryView, isDiagramResult, isLatexResult } from '../src/panel/entries';
import type { PanelStrings } from '../src/panel/strings';
import { partsOf } from './diagram/parts';
import { DiagramPreview } from './diagram/preview';
import { Highlight } from './highlight';
import { CERTAIN, LineList, type LineListActions } from './line-list';
import { type OnUnshown, Picture } from './picture';

export class Scene {
  readonly picture: Picture;
  readonly lineList: LineList;
  /** The drawing of a diagram's Mermaid. */
  readonly preview?: DiagramPreview;

  constructor(
    private readonly entry: EntryView,
    strings: PanelStrings,
    actions: LineListActions,
    onUnshown: OnUnshown,
  ) {
    const highlight = new Highlight();
    const { imageUri, name, result } = entry;
    const about = { imageUri, alt: name, noPreview: strings.noPreview };
    const pick = (line: number) => this.lineList.focus(line);
    if (result && isDiagramResult(result)) {
      const lines = partsOf(result, strings);
      const text = lines.map((part) => part.text).join('\n');
      const { widthPx, heightPx } = result;
      const marked = { widthPx, heightPx, lines };
      this.lineList = new LineList(
        { text, lines },
        strings,
        highlight,
        actions,
        result.chart ? strings.valuesLabel : strings.partsLabel,
      );
      this.picture = new Picture(
        { ...about, result: marked, doubtfulBelow: CERTAIN },
        highlight,
        pick,
        onUnshown,
      );
      this.preview = new DiagramPreview(lines, strings, highlight, pick);
    } else {
      const text = result && !isLatexResult(result) ? result : { text: '', lines: [] };
      this.lineList = new LineList(text, strings, highlight, actions);
      this.picture = new Picture({ ...about, result }, highlight, pick, onUnshown);
    }
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
    this.preview?.dispose();
  }
}
