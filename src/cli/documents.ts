/**
 * Everything that needs the document parsers, as one bundle of its own: the command line and the extension load
 * it when they first need it, other commands and activation never do.
 */
export * from '../documents';
export { contextFor, type ImageContext } from '../documents/context';
export { imageSourceOf } from '../documents/image-source';
export { LineMap } from '../documents/line-map';
export { type Diagnostic, lintParsed } from '../documents/lint';
export { isFunctional, type RuleCode } from '../documents/lint-rules';
export { type AdaptedProposal, adaptProposal } from '../documents/proposal';
export { markdownReport, type ReportEntry, sarifReport } from '../documents/report';
export { candidatePaths, targetName } from '../documents/target';
export { findDocuments, openDocument } from './document-files';
export { entriesOf as reportEntries } from './document-report';
export { type Describe, run as fix } from './fix';
export { run as lint } from './lint';
