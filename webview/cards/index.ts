/** The cards in the order of the page. */
import { altTextCard } from './alt-text';
import type { Card } from './card';
import { descriptionCard } from './description';
import { formulaOfferCard } from './formula-offer';
import { latexCard } from './latex';
import { measuredCard } from './measured';
import { textCard } from './text';

export const CARDS: readonly Card[] = [
  latexCard,
  altTextCard,
  descriptionCard,
  formulaOfferCard,
  textCard,
  measuredCard,
];
