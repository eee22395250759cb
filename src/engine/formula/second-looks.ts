/** What other looks at a doubtful picture say. */
import { distinct, type Hypothesis, latexOf } from './hypothesis';
import { type FormulaModel, MIN_ROOM, roomForTokens, writeDown } from './loaded-model';
import { type Look, lookAt } from './look';
import { slanted, type View, viewsFor } from './second-views';
import { averaged, weighTogether } from './weigh';

/** A reading that several looks were asked about. */
export interface Opinion {
  readonly hypothesis: Hypothesis;
  /** Which share of the looks read just this. */
  readonly agreement: number;
}

/** Looks at the picture, each with what was read by it alone. */
interface Glance {
  readonly look: Look;
  readonly reading: Hypothesis;
}

/**
 * Looks again a little nearer and a little farther. Where all looks read the same, that is the answer, if `content` with it.
 * Otherwise more readings are looked for, with `beams` and by more looks, and all looks weigh them all.
 *
 * @returns opinions of every reading, the likeliest first
 */
export async function lookAgain(
  loaded: FormulaModel,
  first: Glance,
  beams: number,
  content: (opinion: Opinion) => boolean,
  signal?: AbortSignal,
): Promise<Opinion[]> {
  const { near, far } = viewsFor(loaded.config.preprocessing);
  const glances = [first, ...(await glance(loaded, first.look, near, signal))];
  const agreed = distinct(glances.map(({ reading }) => reading));
  if (agreed.length === 1) {
    const opinions = glances
      .map(({ reading }) => reading.logProbs)
      .filter(({ length }) => length === first.reading.logProbs.length);
    const opinion = { hypothesis: averaged(first.reading, opinions), agreement: 1 };
    if (content(opinion)) return [opinion];
  }
  const others = beams > 1 ? await writeDown(loaded, first.look, beams, signal) : [];
  glances.push(...(await glance(loaded, first.look, far, signal)));
  const found = distinct([...glances.map(({ reading }) => reading), ...others]);
  const looks = glances.map(({ look }) => look);
  const weighed = await weighTogether(loaded, looks, found, signal);
  const read = glances.map(({ reading }) => latexOf(reading));
  return weighed.map((hypothesis) => {
    const latex = latexOf(hypothesis);
    return { hypothesis, agreement: read.filter((other) => other === latex).length / read.length };
  });
}

async function glance(
  loaded: FormulaModel,
  { ink, emPx }: Look,
  views: readonly View[],
  signal?: AbortSignal,
): Promise<Glance[]> {
  const { model, config, classes } = loaded;
  const glances: Glance[] = [];
  for (const { size, slant } of views) {
    const look = await lookAt(model, slanted(ink, slant), emPx * size, config, classes, signal);
    if (roomForTokens(loaded, look) < MIN_ROOM) continue;
    const [reading] = await writeDown(loaded, look, 1, signal);
    if (reading) glances.push({ look, reading });
  }
  return glances;
}
