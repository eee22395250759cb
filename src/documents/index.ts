/**
 * Image references in documents: finding them, and changing them without touching anything else.
 *
 * @example
 * const parsed = await parseDocument({ language: 'markdown', text });
 * const [first] = parsed.references;
 * const changed = applyEdits(text, edit(first, { kind: 'set-alt', alt: 'A login dialog.' }));
 */
export { contextFor, type ImageContext } from './context';
export { type DiagramPlacement, diagramPlacements, placeDiagram } from './diagram-block';
export { imageSourceOf, type ReferencePlace } from './image-source';
export { type ImageMarkup, insertMarkup, type MarkupForm } from './insert';
export { documentLanguage, documentLanguageOfPath } from './language-ids';
export { LineMap } from './line-map';
export { type Diagnostic, type LintOptions, lint, lintParsed } from './lint';
export { isFunctional, RULE_CODES, type RuleCode } from './lint-rules';
export { edit, find, parseDocument } from './parse';
export { type AdaptedProposal, adaptProposal, type DescriptionProposal } from './proposal';
export { markdownReport, type ReportEntry, sarifReport } from './report';
export { placeTable, type TableText, tableBlock } from './table-block';
export { candidatePaths, targetName } from './target';
export { applyEdits, normaliseAlt } from './text';
export * from './types';
