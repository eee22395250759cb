import type { Findings, Scene } from '../scene';

/**
 * Text recognition does not read formulas, so nothing it found is quoted. The LaTeX comes from the formula
 * reader on request.
 */
export function readFormula(scene: Scene): Findings {
  const { background, ink, theme } = scene.appearance;
  const rows = rowsOf(scene);
  const ground = ` on a ${background ?? theme.replace('mixed', 'coloured')} background`;
  const colours = `${ink ? ` in ${ink}` : ''}${ground}`;
  return {
    altTexts: [`${rows > 1 ? `Mathematical formulas on ${rows} lines` : 'Mathematical formula'}${colours}`],
    details: ['Its LaTeX can be extracted with the command Formula to LaTeX.'],
    facts: [],
  };
}

/** Lines of formulas far enough apart not to be numerator and denominator. */
function rowsOf(scene: Scene): number {
  const boxes = scene.lines
    .filter((line) => line.text.length > 3)
    .map((line) => line.box)
    .sort((a, b) => a.y - b.y);
  let rows = 0;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const box of boxes) {
    if (box.y > bottom + 1.2 * box.height) rows++;
    bottom = Math.max(bottom, box.y + box.height);
  }
  return Math.max(1, rows);
}
