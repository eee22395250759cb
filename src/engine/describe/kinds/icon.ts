import { type Findings, prominent, type Scene } from '../scene';
import { list, quote } from '../wording';

/** An icon's or logo's colours, size and lettering; its shape is not recognised. */
export function readIcon(scene: Scene): Findings {
  const { colours, background } = scene.appearance;
  const ink = colours.filter(({ name }) => name !== background).map(({ name }) => name);
  const lettering = prominent(scene, 1).find((line) => line.confidence > 0.9 && line.text.length > 1)?.text;
  const drawn = ink.length > 0 ? ` in ${list(ink.slice(0, 3))}` : '';
  const ground = background ? ` on a ${background} background` : '';
  const size = `${scene.widthPx} × ${scene.heightPx} pixels`;
  const noun = lettering ? `Logo or icon with the lettering ${quote(lettering, 40)}` : 'Icon';
  return {
    altTexts: [`${noun}${drawn}${ground}, ${size}`, `${noun}${drawn}${ground}`, noun],
    details: ['What it stands for has not been recognised; a vision model can be installed to describe it.'],
    facts: lettering ? [{ label: 'Lettering', value: lettering }] : [],
  };
}
