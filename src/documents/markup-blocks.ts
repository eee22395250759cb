/** Headings and paragraphs of an element tree. */
import type { MarkupElement, MarkupNode } from './markup';
import type { TextBlock, TextPiece } from './types';

const HEADING = /^h[1-6]$/i;
const CAPTION = /^(?:figcaption|caption)$/i;
const BLOCKS = new Set(
  `address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
   footer form h1 h2 h3 h4 h5 h6 header html li main nav ol p pre section summary table tbody td template
   tfoot th thead tr ul`.split(/\s+/),
);
const SILENT = new Set(['script', 'style', 'title', 'textarea', 'head']);

/**
 * A block holds the text that stands in it but not in a block within it; blocks without text are left out.
 *
 * @param loose whether text outside every block element makes a block of its own
 */
export function findMarkupBlocks(roots: readonly MarkupNode[], loose = true): TextBlock[] {
  const blocks: TextBlock[] = [];
  const walk = (nodes: readonly MarkupNode[], pieces: TextPiece[]) => {
    for (const node of nodes) {
      if (node.kind === 'text') {
        if (node.text.trim() !== '') pieces.push({ start: node.range.start, text: node.text });
      } else if (BLOCKS.has(node.name.toLowerCase())) {
        addBlock(node);
      } else if (!SILENT.has(node.name)) {
        walk(node.children, pieces);
      }
    }
  };
  const addBlock = (element: MarkupElement) => {
    const pieces: TextPiece[] = [];
    const block: TextBlock = { kind: kindOf(element.name), range: element.range, pieces };
    blocks.push(block);
    walk(element.children, pieces);
  };
  const rest: TextPiece[] = [];
  walk(roots, rest);
  const first = roots[0];
  if (loose && rest.length > 0 && first) {
    blocks.unshift({
      kind: 'paragraph',
      range: { start: first.range.start, end: roots.at(-1)!.range.end },
      pieces: rest,
    });
  }
  return blocks.filter((block) => block.pieces.length > 0);
}

function kindOf(name: string): TextBlock['kind'] {
  if (HEADING.test(name)) return 'heading';
  return CAPTION.test(name) ? 'caption' : 'paragraph';
}
