/** Canonical tokens of a formula; null where it has no canonical form. */
export function normalise(latex: string): string[] | null;
