/** Which key does what. Letters work outside of text fields only. */

export type KeyAction =
  | { readonly kind: 'accept' | 'edit' | 'skip' | 'decorative' | 'apply' | 'leave' }
  | { readonly kind: 'move'; readonly to: 'up' | 'down' | 'first' | 'last' };

const LETTERS: Readonly<Record<string, KeyAction>> = {
  a: { kind: 'accept' },
  e: { kind: 'edit' },
  s: { kind: 'skip' },
  d: { kind: 'decorative' },
};

const MOVES: Readonly<Record<string, KeyAction>> = {
  ArrowUp: { kind: 'move', to: 'up' },
  ArrowDown: { kind: 'move', to: 'down' },
  Home: { kind: 'move', to: 'first' },
  End: { kind: 'move', to: 'last' },
};

export function keyAction(event: KeyboardEvent): KeyAction | undefined {
  const { key, ctrlKey, metaKey, altKey, isComposing } = event;
  if (isComposing || altKey) return undefined;
  if (key === 'Enter' && (ctrlKey || metaKey)) return { kind: 'apply' };
  if (ctrlKey || metaKey) return undefined;
  if (event.target instanceof HTMLTextAreaElement) {
    // Alt text is one line, so Enter has nothing else to do there.
    if (key === 'Enter') return { kind: 'accept' };
    return key === 'Escape' ? { kind: 'leave' } : undefined;
  }
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return undefined;
  return LETTERS[key.toLowerCase()] ?? MOVES[key];
}
