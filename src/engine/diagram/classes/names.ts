/** Names that Mermaid takes as they are. */

/** Words with a meaning of their own in Mermaid's class and entity diagrams. */
const RESERVED =
  /^(?:class|classdiagram|classdef|cssclass|direction|namespace|note|link|links|click|callback|call|href|style|style_?text|end|subgraph|default|title|acctitle|accdescr|erdiagram|tb|td|bt|lr|rl|one|only|many|to|zero|or|more|optionally|o|u|x)$/i;

/** @returns an identifier for each name, all different */
export function identifiers(names: readonly string[], prefix: string): string[] {
  const used = new Set<string>();
  return names.map((name, i) => {
    const plain = name
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9_]+/g, '_')
      .replace(/^_+|_+$/g, '');
    let id = /^[A-Za-z]/.test(plain) && !RESERVED.test(plain) ? plain : `${prefix}${i + 1}`;
    while (used.has(id)) id = `${id}_${i + 1}`;
    used.add(id);
    return id;
  });
}

/** Text between quotes or after a colon: what would end it is written as a code. */
export function safe(text: string): string {
  return text
    .replace(/[#"<>`\\;:{}%]/g, (c) => `#${c.charCodeAt(0)};`)
    .replace(/\s+/g, ' ')
    .trim();
}
