/**
 * Descriptions from what was measured: the kind of picture, its text by prominence and layout, its colours.
 * Nothing is claimed that was not measured.
 */
import type { Fact, ImageKind } from '../../protocol';
import type { Raster } from '../image/raster';
import { composeDescription, type DescriptionParts } from './compose';
import { KindModel } from './kind-model';
import { readChart } from './kinds/chart';
import { readCode } from './kinds/code';
import { readDiagram } from './kinds/diagram';
import { readDialog } from './kinds/dialog';
import { readDocument } from './kinds/document';
import { readFormula } from './kinds/formula';
import { readIcon } from './kinds/icon';
import { readPhoto } from './kinds/photo';
import { readTable } from './kinds/table';
import { readTerminal } from './kinds/terminal';
import { readWebPage } from './kinds/web-page';
import { appearanceOf } from './measure/palette';
import { type Findings, type KindGuess, makeScene, type Reading, type Scene } from './scene';

export { composeDescription, type DescriptionParts } from './compose';
export { withDiagram } from './kinds/flowchart';

const READERS: Readonly<Record<ImageKind, (scene: Scene) => Findings>> = {
  code: readCode,
  terminal: readTerminal,
  'web-page': readWebPage,
  dialog: readDialog,
  table: readTable,
  chart: readChart,
  diagram: readDiagram,
  formula: readFormula,
  document: readDocument,
  photo: readPhoto,
  icon: readIcon,
};

export interface Description {
  readonly kind: ImageKind;
  readonly kindConfidence: number;
  readonly altText: string;
  readonly description: string;
  readonly facts: readonly Fact[];
}

/** What there is to say about a picture of a kind that is known. */
export function inspect(raster: Raster, reading: Reading, guess: KindGuess): DescriptionParts {
  const scene = makeScene(reading, appearanceOf(raster), raster);
  return { scene, guess, findings: READERS[guess.kind](scene) };
}

/**
 * Describes pictures without a vision model.
 *
 * @example
 * const describer = new Describer('models');
 * const { altText } = await describer.describe(raster, await reader.read(raster, signal), signal);
 * // Screenshot of a terminal where “npm install” fails with “ERESOLVE unable to resolve dependency tree”.
 */
export class Describer {
  private readonly model: KindModel;

  /** The model is loaded on first use from the folder `kind` in `modelsDir`. */
  constructor(modelsDir: string) {
    this.model = new KindModel(modelsDir);
  }

  /** The kind, and everything a description can be composed from; see `composeDescription`. */
  async examine(raster: Raster, reading: Reading, signal?: AbortSignal): Promise<DescriptionParts> {
    signal?.throwIfAborted();
    const guess = await this.model.guess(raster, reading);
    signal?.throwIfAborted();
    return inspect(raster, reading, guess);
  }

  /** @throws PixelScribeError `model-missing` or `model-damaged`; the signal's reason once it is aborted. */
  async describe(raster: Raster, reading: Reading, signal?: AbortSignal): Promise<Description> {
    const parts = await this.examine(raster, reading, signal);
    return { kind: parts.guess.kind, kindConfidence: parts.guess.confidence, ...composeDescription(parts) };
  }

  dispose(): Promise<void> {
    return this.model.dispose();
  }
}
