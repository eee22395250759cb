/** Alt text where people write: problems, quick fixes, and pasted pictures that arrive with a description. */
import type * as vscode from 'vscode';
import { createDescribe } from '../client/create-describe';
import type { EngineClient } from '../client/engine-client';
import type { Log } from '../log';
import * as diagnostics from './alt-text-diagnostics';
import { AltTextDocuments } from './alt-text-documents';
import * as quickFixes from './alt-text-quick-fixes';
import * as diagramInDocument from './diagram-in-document';
import * as extractTable from './extract-table';
import * as pasteImage from './paste-image';

export function activate(context: vscode.ExtensionContext, engine: EngineClient, log: Log): void {
  const documents = new AltTextDocuments();
  const cached = createDescribe(context, engine);
  const descriptions: quickFixes.Descriptions = {
    describe: async (source, priority, token, options) =>
      (await cached.describe(source, priority, token, options)).result,
    known: (source) => cached.known(source),
  };
  diagnostics.activate(context, documents);
  quickFixes.activate(context, documents, descriptions, log);
  diagramInDocument.activate(context, documents, engine, log);
  extractTable.activate(context, documents, engine, log);
  pasteImage.activate(context, documents, descriptions, log);
}
