/**
 * What models there are: `models/catalogue.json`, its types and the questions asked of it.
 *
 * A model's weights come in interchangeable variants of each part (vision encoder, embeddings, decoder);
 * a mix names one variant of each. A file whose exact size is not known has `aboutBytes`, for display and
 * for the disk-space check; a file without `sha256` is checked against the hub's own listing of the pinned revision.
 */
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { PixelScribeError } from '../../errors';

export interface CatalogueFile {
  /** Relative, with forward slashes, the same in the repository and in the installed folder. */
  readonly path: string;
  readonly bytes?: number;
  readonly aboutBytes?: number;
  readonly sha256?: string;
}

export interface Licence {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** Needs an explicit consent before anything is downloaded. */
  readonly researchOnly: boolean;
  /** Paragraphs to show. */
  readonly text: readonly string[];
  /** `model_type` of checkpoints whose conversions fall under it. */
  readonly modelTypes?: readonly string[];
}

export const PARTS = ['vision', 'embed', 'decoder'] as const;
export type Part = (typeof PARTS)[number];

/** One variant of each part, such as `{vision: 'q4f16', embed: 'fp16', decoder: 'q4'}`. */
export type PartChoice = Readonly<Record<Part, string>>;

export interface Mix {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly parts: PartChoice;
}

interface ModelBase {
  readonly id: string;
  readonly title: string;
  /** What it is for, in a sentence or two. */
  readonly purpose: string;
  readonly licence: string;
  /** An estimate of the memory in use while it works. */
  readonly memoryBytes: number;
}

/** Ships with the extension, in a folder of its own under `models/`. */
export interface BundledModel extends ModelBase {
  readonly kind: 'bundled';
  readonly folder: string;
}

export interface DownloadableModel extends ModelBase {
  readonly kind: 'download';
  readonly source: { readonly repo: string; readonly revision: string };
  /** `planned`: it can be fetched, and nothing runs it yet. */
  readonly runtime: 'ready' | 'planned';
  readonly files: readonly CatalogueFile[];
  readonly parts: Readonly<Record<Part, Readonly<Record<string, CatalogueFile>>>>;
  /** The first is the default. */
  readonly mixes: readonly [Mix, ...Mix[]];
}

export type CatalogueModel = BundledModel | DownloadableModel;

interface CatalogueJson {
  readonly schema: 1;
  readonly hub: string;
  readonly licences: Readonly<Record<string, Omit<Licence, 'id'>>>;
  readonly models: readonly CatalogueModel[];
}

export class Catalogue {
  /** Base address of the public hub; a mirror replaces it. */
  readonly hub: string;
  readonly models: readonly CatalogueModel[];
  readonly #licences: CatalogueJson['licences'];

  constructor(json: CatalogueJson) {
    this.hub = json.hub;
    this.models = json.models;
    this.#licences = json.licences;
  }

  /** @param modelsDir the folder of the bundled models, which holds catalogue.json */
  static async load(modelsDir: string): Promise<Catalogue> {
    const file = join(modelsDir, 'catalogue.json');
    try {
      return new Catalogue(JSON.parse(await readFile(file, 'utf8')) as CatalogueJson);
    } catch (cause) {
      throw new PixelScribeError(
        'model-damaged',
        `The list of models ${file} cannot be read. Reinstall PixelScribe.`,
        { cause },
      );
    }
  }

  find(id: string): CatalogueModel | undefined {
    return this.models.find((model) => model.id === id);
  }

  /** @throws PixelScribeError `model-unknown` */
  get(id: string): CatalogueModel {
    const model = this.find(id);
    if (!model) {
      const known = this.models.map((candidate) => candidate.id).join(', ');
      throw new PixelScribeError('model-unknown', `There is no model called ${id}. Known models: ${known}.`);
    }
    return model;
  }

  /** @throws PixelScribeError `model-unknown`, also for a model that ships with the extension */
  downloadable(id: string): DownloadableModel {
    const model = this.get(id);
    if (model.kind === 'bundled') {
      throw new PixelScribeError(
        'model-unknown',
        `${model.title} ships with PixelScribe: there is nothing to download.`,
      );
    }
    return model;
  }

  licence(model: Pick<ModelBase, 'licence'>): Licence {
    const licence = this.#licences[model.licence];
    if (!licence) throw new Error(`catalogue.json has no licence ${model.licence}`);
    return { id: model.licence, ...licence };
  }

  /** The licence a conversion of such a checkpoint inherits, if it is known. */
  licenceOfType(modelType: string): string | undefined {
    return Object.keys(this.#licences).find((id) => this.#licences[id]?.modelTypes?.includes(modelType));
  }
}

/** `{mix, parts}` as a user gives them: a named mix, changed part by part. */
export interface Selection {
  readonly mix?: string;
  readonly parts?: Partial<PartChoice>;
}

/** @throws PixelScribeError `model-unknown` naming the mixes or variants there are */
export function chooseParts(model: DownloadableModel, { mix, parts }: Selection = {}): PartChoice {
  const base = mix === undefined ? model.mixes[0] : model.mixes.find(({ id }) => id === mix);
  if (!base) {
    const known = model.mixes.map(({ id }) => id).join(', ');
    throw new PixelScribeError('model-unknown', `${model.title} has no mix ${mix}. There are: ${known}.`);
  }
  const choice = { ...base.parts };
  for (const part of PARTS) {
    const variant = parts?.[part];
    if (variant === undefined) continue;
    if (!Object.hasOwn(model.parts[part], variant)) {
      const known = Object.keys(model.parts[part]).join(', ');
      throw new PixelScribeError(
        'model-unknown',
        `${model.title} has no ${part} variant ${variant}. There are: ${known}.`,
      );
    }
    choice[part] = variant;
  }
  return choice;
}

/** The files of a choice, small ones first, so that a wrong address shows at once. */
export function filesOf(model: DownloadableModel, choice: PartChoice): readonly CatalogueFile[] {
  return [...model.files, ...PARTS.map((part) => model.parts[part][choice[part]]!)];
}

/** Every file of every variant. */
export function allFiles(model: DownloadableModel): readonly CatalogueFile[] {
  return [...model.files, ...PARTS.flatMap((part) => Object.values(model.parts[part]))];
}

export interface Size {
  readonly bytes: number;
  readonly exact: boolean;
}

export function sizeOf(files: readonly CatalogueFile[]): Size {
  return {
    bytes: files.reduce((sum, file) => sum + (file.bytes ?? file.aboutBytes ?? 0), 0),
    exact: files.every((file) => file.bytes !== undefined),
  };
}

/** Whether a path from a listing or a manifest stays inside the model's folder. */
export function isSafePath(path: string): boolean {
  const normal = posix.normalize(path);
  return (
    path.length > 0 &&
    normal === path &&
    !path.includes('\\') &&
    !path.includes(':') &&
    !posix.isAbsolute(path) &&
    normal !== '.' &&
    normal.split('/')[0] !== '..'
  );
}
