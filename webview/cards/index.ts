/** The cards in the order of the page. */
import { altTextCard } from './alt-text';
import type { Card } from './card';
import { descriptionCard } from './description';
import { measuredCard } from './measured';
import { textCard } from './text';

export const CARDS: readonly Card[] = [altTextCard, descriptionCard, textCard, measuredCard];
