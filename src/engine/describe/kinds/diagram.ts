import { type Findings, headingOf, isQuotable, type Scene } from '../scene';
import { capitalised, count, list, quote } from '../wording';

/** The labels of a diagram in reading order. How they are connected is for the diagram reader to say. */
export function readDiagram(scene: Scene): Findings {
  const title = headingOf(scene, 0.15);
  const labels = [
    ...new Set(
      scene.rows
        .flat()
        .filter((cell) => isQuotable(cell) && !title?.includes(cell.text))
        .map((cell) => cell.text)
        .filter((text) => /[\p{L}\p{N}]/u.test(text) && text.length > 1),
    ),
  ];
  const named = title ? `Diagram titled ${quote(title, 60)}` : 'Diagram';
  const wordings: string[] = [];
  if (labels.length > 0) {
    for (const most of [7, 6, 5, 4, 3])
      wordings.push(
        `${named} with the labels ${list(
          labels.map((l) => quote(l, 32)),
          most,
        )}`,
      );
    wordings.push(
      `${named} with ${count(labels.length, 'label')}, the first of them ${quote(labels[0]!, 50)}`,
    );
  }
  const { background } = scene.appearance;
  wordings.push(
    `${named}${background ? ` on a ${background} background` : ''}, without text that could be read`,
  );
  return {
    altTexts: wordings,
    details: [
      ...(labels.length > 0
        ? [
            `${capitalised(count(labels.length, 'label'))} can be read: ${list(
              labels.map((l) => quote(l, 50)),
              20,
            )}.`,
          ]
        : []),
    ],
    facts: [
      ...(title ? [{ label: 'Title', value: title }] : []),
      ...(labels.length > 0 ? [{ label: 'Labels', value: labels.join(', ') }] : []),
    ],
  };
}
