import * as vscode from 'vscode';
import { CachedDescribe, type DescribeEngine } from './cached-describe';
import { modelsFolder } from './models-folder';
import { ResultCache } from './result-cache';

/** Descriptions with their cache in the extension's storage, which all features and windows share. */
export function createDescribe(context: vscode.ExtensionContext, engine: DescribeEngine): CachedDescribe {
  const { version } = context.extension.packageJSON as { version: string };
  const folder = vscode.Uri.joinPath(context.globalStorageUri, 'results').fsPath;
  return new CachedDescribe(engine, new ResultCache(folder, version), () => modelsFolder(context));
}
