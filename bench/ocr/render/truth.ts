/** What a page shows, measured in the page: words with their boxes, gathered into rows and blocks. */
export interface TruthRow {
  readonly text: string;
  /** x, y, width, height in picture pixels. */
  readonly box: readonly [number, number, number, number];
}

export interface Truth {
  /** Blocks in reading order, each with its rows from top to bottom. */
  readonly blocks: readonly (readonly TruthRow[])[];
}

/** Runs inside the page. `ratio` is picture pixels per CSS pixel. */
export function collectTruth(ratio: number): Truth {
  for (const element of document.querySelectorAll<HTMLElement>('[data-hide]')) {
    if (element.getBoundingClientRect().bottom > window.innerHeight - 4) element.style.visibility = 'hidden';
  }
  interface Word {
    text: string;
    x: number;
    y: number;
    right: number;
    bottom: number;
    sizePx: number;
  }
  const blocks: TruthRow[][] = [];
  for (const block of document.querySelectorAll('[data-block]')) {
    const words: Word[] = [];
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!;
      const style = getComputedStyle(parent);
      if (style.visibility === 'hidden') continue;
      for (const match of (node.textContent ?? '').matchAll(/\S+/g)) {
        const range = document.createRange();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        const rect = range.getBoundingClientRect();
        if (rect.width === 0 || rect.top < 0 || rect.left < 0) continue;
        if (rect.bottom > window.innerHeight + 2 || rect.right > window.innerWidth + 2) continue;
        words.push({
          text: match[0],
          x: rect.left,
          y: rect.top,
          right: rect.right,
          bottom: rect.bottom,
          sizePx: Number.parseFloat(style.fontSize),
        });
      }
    }
    const rows: Word[][] = [];
    for (const word of words) {
      const middle = (word.y + word.bottom) / 2;
      const row = rows.find(
        ([first]) => Math.abs((first!.y + first!.bottom) / 2 - middle) < 0.5 * first!.sizePx,
      );
      if (row) row.push(word);
      else rows.push([word]);
    }
    rows.sort((a, b) => a[0]!.y - b[0]!.y);
    blocks.push(
      rows.map((row) => {
        row.sort((a, b) => a.x - b.x);
        let text = '';
        let right = Number.NaN;
        for (const word of row) {
          if (word.x - right > 0.12 * word.sizePx) text += ' ';
          text += word.text;
          right = word.right;
        }
        const x = Math.min(...row.map((word) => word.x));
        const y = Math.min(...row.map((word) => word.y));
        return {
          text,
          box: [
            x * ratio,
            y * ratio,
            (Math.max(...row.map((word) => word.right)) - x) * ratio,
            (Math.max(...row.map((word) => word.bottom)) - y) * ratio,
          ],
        } as TruthRow;
      }),
    );
  }
  return { blocks: blocks.filter((rows) => rows.length > 0) };
}
