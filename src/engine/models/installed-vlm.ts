import { join } from 'node:path';
import { PixelScribeError } from '../../errors';
import {
  availableVariants,
  type Quality,
  TUNING_FILE,
  tunedOptions,
  tuneOnce,
  VisionLanguageModel,
} from '../vlm';
import { ModelStore } from './store';

export interface OpenModel {
  readonly model: VisionLanguageModel;
  readonly title: string;
  /** How closely this machine can look at a picture within a few seconds. */
  readonly quality: Quality;
}

/** Folder and title of the first installed model this runtime can run; undefined without one. */
export async function findInstalledModel(
  store: ModelStore,
): Promise<{ readonly dir: string; readonly title: string } | undefined> {
  for (const { title, status } of await store.list()) {
    if (status.state !== 'installed') continue;
    const { dir } = status.model;
    const variants = Object.values(availableVariants(dir));
    if (variants.every((list) => list.length > 0)) return { dir, title };
  }
  return undefined;
}

/** @throws PixelScribeError `model-missing` saying how to install one */
export function noInstalledModel(): PixelScribeError {
  return new PixelScribeError(
    'model-missing',
    'No vision-language model is installed. Run `pixelscribe models list` and download one, such as fastvlm-0.5b.',
  );
}

/**
 * The installed vision-language model, loaded by the first picture that asks for it. The first time ever, what suits the
 * machine is measured (some ten seconds for FastVLM-0.5B) and remembered beside the model.
 */
export class InstalledVlm {
  private open: Promise<OpenModel | undefined> | undefined;

  /**
   * @param bundledDir folder of the catalogue
   * @param folder where models are installed; need not exist
   */
  constructor(
    private readonly bundledDir: string,
    private readonly folder: string,
  ) {}

  /** Undefined where none is installed, which is looked up each time. @throws PixelScribeError `model-damaged` */
  async get(): Promise<OpenModel | undefined> {
    this.open ??= this.load();
    const opened = await this.open.catch((error: unknown) => {
      this.open = undefined;
      throw error;
    });
    if (!opened) this.open = undefined;
    return opened;
  }

  async dispose(): Promise<void> {
    const opened = await this.open?.catch(() => undefined);
    this.open = undefined;
    await opened?.model.dispose();
  }

  private async load(): Promise<OpenModel | undefined> {
    const store = await ModelStore.open({ bundledDir: this.bundledDir, folder: this.folder });
    const found = await findInstalledModel(store);
    if (!found) return undefined;
    const { dir, title } = found;
    const tuning = await tuneOnce(dir, join(dir, TUNING_FILE));
    return {
      model: await VisionLanguageModel.load(dir, tunedOptions(tuning)),
      title,
      quality: tuning.quality,
    };
  }
}
