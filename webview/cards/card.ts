/** A card of the panel: one kind of output with its own Copy and Insert. */
import type { TemplateResult } from 'lit';
import type { EntryView, InsertForm, NOTATIONS, PanelResult } from '../../src/panel/messages';
import type { PanelStrings } from '../../src/panel/strings';
import type { DiagramPreview } from '../diagram/preview';
import type { LineList } from '../line-list';

export interface CardContext {
  readonly entry: EntryView;
  readonly result: PanelResult;
  readonly strings: PanelStrings;
  readonly lineList: LineList;
  /** Of a diagram. */
  readonly preview?: DiagramPreview;
  editAltText(text: string): void;
  editMermaid(source: string): void;
  readonly formula: FormulaActions;
}

/** What can be done with the shown picture as a formula. */
export interface FormulaActions {
  edit(latex: string): void;
  copy(latex: string, notation: (typeof NOTATIONS)[number]): void;
  /** `choose`: in a notation the user is asked for. */
  insert(latex: string, choose: boolean): void;
  /** Reads the picture as a formula, again or for the first time. */
  retry(): void;
}

/** What the card's buttons copy and insert. */
export interface CardOutput {
  /** Names it within a sentence: "Copy alt text". */
  readonly what: string;
  readonly text: string;
  /** How it is inserted; as it is unless told. */
  readonly as?: InsertForm;
  /** Where more than the text is to be written. */
  readonly insert?: () => void;
}

export interface Card {
  /** Also the class and the id of the card's section. */
  readonly id: string;
  readonly title: (context: CardContext) => string;
  /** Undefined where there is nothing to copy. */
  readonly output: (context: CardContext) => CardOutput | undefined;
  /** Undefined when the card has nothing to say about this result. */
  readonly body: (context: CardContext) => TemplateResult | undefined;
}
