/** A card of the panel: one kind of output with its own Copy and Insert. */
import type { TemplateResult } from 'lit';
import type { Notation } from '../../src/latex/wrap';
import type { Drafts, EntryView, PanelResult } from '../../src/panel/entries';
import type { InsertForm } from '../../src/panel/messages';
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
  /** Keeps what the user made of the result. */
  edit(drafts: Drafts): void;
  readonly formula: FormulaActions;
}

/** What can be done with the shown picture as a formula. */
export interface FormulaActions {
  copy(latex: string, notation: Notation): void;
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
  /** Also the id of the card's section. */
  readonly id: string;
  readonly title: (context: CardContext) => string;
  /** Undefined where there is nothing to copy. */
  readonly output: (context: CardContext) => CardOutput | undefined;
  /** Undefined when the card has nothing to say about this result. */
  readonly body: (context: CardContext) => TemplateResult | undefined;
}
