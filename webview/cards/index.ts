/** The cards in the order of the page. */
import { altTextCard } from './alt-text';
import type { Card } from './card';
import { descriptionCard } from './description';
import { diagramCard } from './diagram';
import { formulaOfferCard } from './formula-offer';
import { latexCard } from './latex';
import { measuredCard } from './measured';
import { outlineCard } from './outline';
import { textCard } from './text';

export const CARDS: readonly Card[] = [
  latexCard,
  altTextCard,
  descriptionCard,
  diagramCard,
  outlineCard,
  formulaOfferCard,
  textCard,
  measuredCard,
];
