/**
 * The documents core in the extension host. Its parsers weigh several megabytes, so activation does not load
 * them: features take the types from here and call `loadDocuments()` when a user asks for something.
 */
export type DocumentsCore = typeof import('../documents');

/** A bundle of its own, loaded by the first call. */
export function loadDocuments(): Promise<DocumentsCore> {
  return import('../documents');
}
