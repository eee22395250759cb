/**
 * The documents core in the extension host. Its parsers weigh several megabytes, so activation does not load
 * them: features take the types from here and call `loadDocuments()` when a user asks for something.
 */
export type DocumentsCore = typeof import('../cli/documents');

/** Loads the bundle beside the extension's own on the first call. */
export function loadDocuments(): DocumentsCore {
  return require('./documents.js') as DocumentsCore;
}
