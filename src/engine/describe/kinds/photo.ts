import type { Appearance } from '../measure/palette';
import { type Findings, prominent, type Scene } from '../scene';
import { list, quote } from '../wording';

/** Above this share of slightly differing neighbours a picture is grained like a photograph. */
const GRAIN = 0.3;

/** A photograph's format and colours. What it shows is not known without a vision model, and not guessed. */
export function readPhoto(scene: Scene): Findings {
  const noun = scene.appearance.texture > GRAIN ? 'Photo' : 'Picture';
  const format = formatOf(scene);
  const colours = coloursOf(scene.appearance);
  const texts = prominent(scene, 3)
    .filter((line) => line.confidence > 0.9 && line.text.length > 2)
    .map((line) => line.text);
  const wordings =
    texts.length > 0
      ? [3, 2, 1].map(
          (n) =>
            `${noun} in ${format} format with the text ${list(texts.slice(0, n).map((t) => quote(t, 50)))}, ${colours}`,
        )
      : [];
  wordings.push(`${noun} in ${format} format, ${colours}`);
  return {
    altTexts: wordings,
    details: [
      ...(texts.length > 0 ? [`The text ${list(texts.map((t) => quote(t, 80)))} can be read in it.`] : []),
      'What it shows has not been recognised; a vision model can be installed to describe it.',
    ],
    facts: texts.length > 0 ? [{ label: 'Text', value: texts.join(', ') }] : [],
  };
}

export function formatOf({ widthPx, heightPx }: Pick<Scene, 'widthPx' | 'heightPx'>): string {
  const aspect = widthPx / heightPx;
  if (aspect > 2.2) return 'panorama';
  if (aspect > 1.05) return 'landscape';
  return aspect < 0.95 ? 'portrait' : 'square';
}

/** "mostly green and blue", "in black and white", "in shades of grey". */
export function coloursOf({ colours, greyscale }: Appearance): string {
  if (greyscale) {
    const names = colours.map(({ name }) => name);
    return names.some((name) => name.includes('grey')) ? 'in shades of grey' : 'in black and white';
  }
  const names = colours.filter(({ share }) => share >= 0.12).map(({ name }) => name);
  const shown = (names.length > 0 ? names : colours.map(({ name }) => name)).slice(0, 3);
  return shown.length === 0 ? 'in many colours' : `mostly ${list(shown)}`;
}
