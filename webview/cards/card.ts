/** A card of the panel: one kind of output with its own Copy and Insert. */
import type { TemplateResult } from 'lit';
import type { EntryView } from '../../src/panel/messages';
import type { PanelStrings } from '../../src/panel/strings';
import type { DescribeResult, TextResult } from '../../src/protocol';
import type { LineList } from '../line-list';

export interface CardContext {
  readonly entry: EntryView;
  readonly result: TextResult | DescribeResult;
  readonly strings: PanelStrings;
  readonly lineList: LineList;
  editAltText(text: string): void;
}

/** What the card's buttons copy and insert. */
export interface CardOutput {
  /** Names it within a sentence: "Copy alt text". */
  readonly what: string;
  readonly text: string;
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
