/**
 * Which line of text is lit up. Set from the list and from the picture, shown by both; kept out of the
 * templates, so that moving the pointer over thousands of lines touches two elements only.
 */
export interface HighlightChange {
  readonly line: number | undefined;
  readonly from: 'list' | 'picture' | 'preview';
}

export class Highlight {
  private readonly listeners = new Set<(change: HighlightChange) => void>();
  private current: number | undefined;

  get line(): number | undefined {
    return this.current;
  }

  set(line: number | undefined, from: HighlightChange['from']): void {
    if (line === this.current) return;
    this.current = line;
    for (const listener of this.listeners) listener({ line, from });
  }

  /** @returns a function that ends the subscription */
  onChange(listener: (change: HighlightChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
