/** Puts the lines found in a picture where the text in reading order has them: rows, indentation, gaps. */

export interface Piece {
  /** Index into `result.lines`. */
  readonly line: number;
  /** White space between this piece and what is before it in the row. */
  readonly gap: string;
}

/** A row without pieces is a blank line. */
export type Row = readonly Piece[];

interface Written {
  readonly text: string;
  readonly lines: readonly { readonly text: string }[];
}

/** How many lines the text may leave out before the two are taken to disagree. */
const LOOK_AHEAD = 5;

/**
 * Walks through `text` row by row and takes the lines in order wherever they are written. Lines that the text
 * words differently get rows of their own, so that none is lost.
 */
export function layOut({ text, lines }: Written): Row[] {
  const rows: Row[] = [];
  let next = 0;
  const takeAlone = (until: number) => {
    for (; next < until; next++) rows.push([{ line: next, gap: '' }]);
  };
  for (const written of text.split('\n')) {
    const begins = (line: number) =>
      wording(lines, line) !== '' && written.trimStart().startsWith(wording(lines, line));
    for (let ahead = next; ahead < Math.min(next + LOOK_AHEAD, lines.length); ahead++) {
      if (!begins(ahead)) continue;
      takeAlone(ahead);
      break;
    }
    const pieces: Piece[] = [];
    let rest = written;
    for (; next < lines.length; next++) {
      const gap = /^\s*/.exec(rest)![0];
      const words = wording(lines, next);
      if (words === '' || !rest.startsWith(words, gap.length)) break;
      pieces.push({ line: next, gap });
      rest = rest.slice(gap.length + words.length);
    }
    if (pieces.length > 0 || written.trim() === '') rows.push(pieces);
  }
  takeAlone(lines.length);
  while (rows.at(-1)?.length === 0) rows.pop();
  return rows;
}

function wording(lines: Written['lines'], line: number): string {
  return lines[line]?.text.trim() ?? '';
}
