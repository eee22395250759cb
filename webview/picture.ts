/** The picture with the boxes of the text found in it. */
import { boundingBox, LineIndex, outline, type Region } from './geometry';
import type { Highlight } from './highlight';

const SVG = 'http://www.w3.org/2000/svg';

export interface PictureParts {
  readonly imageUri: string;
  readonly alt: string;
  readonly result?: {
    readonly widthPx: number;
    readonly heightPx: number;
    /** Without them there are no boxes. */
    readonly lines?: readonly (Region & { readonly confidence: number })[];
  };
  /** Regions less sure than that are marked; none unless told. */
  readonly doubtfulBelow?: number;
  readonly noPreview: string;
}

/** Called when the browser cannot show the picture. */
export type OnUnshown = () => void;

/** Called when a box is clicked. */
export type OnPick = (line: number) => void;

/**
 * A scrolling frame around the picture. The boxes are one path, the lit one is a polygon of its own, and the
 * line under the pointer is found by arithmetic: a 4K screenshot with thousands of lines stays fluid.
 */
export class Picture {
  readonly element = document.createElement('div');
  private readonly stage = document.createElement('div');
  private image = document.createElement('img');
  private readonly note = document.createElement('p');
  private readonly lit = document.createElementNS(SVG, 'polygon');
  private readonly lines: readonly (Region & { readonly confidence: number })[];
  private readonly index: LineIndex;
  private readonly unsubscribe: () => void;

  constructor(
    private readonly parts: PictureParts,
    private readonly highlight: Highlight,
    private readonly onPick: OnPick,
    private readonly onUnshown: OnUnshown,
  ) {
    this.lines = parts.result?.lines ?? [];
    this.index = new LineIndex(this.lines);
    this.element.className = 'picture';
    this.stage.className = 'stage';
    this.element.append(this.stage);
    this.addImage();
    this.addBoxes();
    this.unsubscribe = highlight.onChange(({ line, from }) => this.light(line, from !== 'picture'));
  }

  /** `fit` shows all of it where that leaves it readable, else one pixel is one pixel of the screen. */
  zoom(mode: 'fit' | 'actual'): void {
    this.element.dataset.zoom = mode;
  }

  setAlt(alt: string): void {
    this.image.alt = alt;
  }

  dispose(): void {
    this.unsubscribe();
  }

  private addImage(): void {
    const { imageUri, alt, result } = this.parts;
    this.image.decoding = 'async';
    this.image.alt = alt;
    if (result) {
      // Reserves the space, so that nothing jumps when the picture arrives.
      this.image.width = result.widthPx;
      this.image.height = result.heightPx;
      this.stage.style.setProperty('--width', `${result.widthPx / window.devicePixelRatio}px`);
      this.stage.style.setProperty('--ratio', `${result.widthPx} / ${result.heightPx}`);
      this.element.classList.toggle('tall', result.heightPx > 2 * result.widthPx);
    }
    const { image } = this;
    image.addEventListener('error', () => {
      if (this.image !== image) return;
      this.showPlaceholder();
      this.onUnshown();
    });
    this.image.src = imageUri;
    this.stage.append(this.image);
  }

  /** Shows the picture in another format than its own. */
  showPreview(dataUri: string): void {
    const preview = document.createElement('img');
    preview.alt = this.image.alt;
    preview.src = dataUri;
    // One that was asked for by an earlier rendering may come before this one has failed.
    (this.note.parentNode ? this.note : this.image).replaceWith(preview);
    this.image = preview;
    this.stage.classList.remove('without-image');
  }

  /** Browsers show no TIFF: until a preview comes, the boxes still say where the text is. */
  private showPlaceholder(): void {
    this.note.className = 'no-preview';
    this.note.textContent = this.parts.noPreview;
    this.image.replaceWith(this.note);
    this.stage.classList.add('without-image');
  }

  private addBoxes(): void {
    const { result } = this.parts;
    if (!result || this.lines.length === 0) return;
    const polygons = this.lines.map(({ polygon }) => polygon);
    const limit = this.parts.doubtfulBelow ?? 0;
    const doubtful = this.lines.filter(({ confidence }) => confidence < limit);
    const layers: Readonly<Record<string, string>> = {
      shadow: outline(polygons),
      boxes: outline(polygons),
      doubtful: outline(doubtful.map(({ polygon }) => polygon)),
    };
    const boxes = overlay(result);
    for (const [name, d] of Object.entries(layers)) {
      if (d === '') continue;
      const path = document.createElementNS(SVG, 'path');
      path.setAttribute('class', name);
      path.setAttribute('d', d);
      boxes.append(path);
    }
    // A layer of its own: lighting a box up does not paint all the others again.
    const top = overlay(result);
    this.lit.setAttribute('class', 'lit');
    top.append(this.lit);
    this.stage.append(boxes, top);
    this.stage.addEventListener('pointermove', (event) => this.highlight.set(this.lineAt(event), 'picture'));
    this.stage.addEventListener('pointerleave', () => this.highlight.set(undefined, 'picture'));
    this.stage.addEventListener('click', (event) => {
      const line = this.lineAt(event);
      if (line !== undefined) this.onPick(line);
    });
  }

  private lineAt({ clientX, clientY }: MouseEvent): number | undefined {
    const { result } = this.parts;
    const area = this.stage.getBoundingClientRect();
    if (!result || area.width === 0 || area.height === 0) return undefined;
    return this.index.at({
      x: ((clientX - area.left) / area.width) * result.widthPx,
      y: ((clientY - area.top) / area.height) * result.heightPx,
    });
  }

  private light(line: number | undefined, bringIntoView: boolean): void {
    const polygon = line === undefined ? undefined : this.lines[line]?.polygon;
    this.lit.setAttribute('points', polygon?.map(({ x, y }) => `${x},${y}`).join(' ') ?? '');
    this.stage.classList.toggle('picked', polygon !== undefined);
    if (polygon && bringIntoView) this.bringIntoView(boundingBox(polygon));
  }

  private bringIntoView(box: ReturnType<typeof boundingBox>): void {
    const scale = this.stage.clientWidth / (this.parts.result?.widthPx ?? 1);
    const { element } = this;
    const left = box.left * scale;
    const right = box.right * scale;
    const top = box.top * scale;
    const bottom = box.bottom * scale;
    if (top < element.scrollTop || bottom > element.scrollTop + element.clientHeight) {
      element.scrollTop = (top + bottom - element.clientHeight) / 2;
    }
    if (left < element.scrollLeft || right > element.scrollLeft + element.clientWidth) {
      element.scrollLeft = Math.max(0, Math.min(left - 16, (left + right - element.clientWidth) / 2));
    }
  }
}

/** Lies over the picture, in its pixels. The list says the same in words. */
function overlay({
  widthPx,
  heightPx,
}: {
  readonly widthPx: number;
  readonly heightPx: number;
}): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${widthPx} ${heightPx}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  return svg;
}
