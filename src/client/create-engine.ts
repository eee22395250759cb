import * as vscode from 'vscode';
import type { Log } from '../log';
import { EngineClient, type EngineState } from './engine-client';
import { modelsFolder } from './models-folder';
import { chooseNode } from './node-runtime';

/** The engine client with the extension's settings, folders and log. Starts nothing. */
export function createEngine(
  context: vscode.ExtensionContext,
  log: Log,
): { engine: EngineClient; onState: vscode.Event<EngineState> } {
  const states = new vscode.EventEmitter<EngineState>();
  context.subscriptions.push(states);
  const settings = () => vscode.workspace.getConfiguration('pixelscribe.engine');
  const engine = new EngineClient({
    engineFile: context.asAbsolutePath('dist/engine.js'),
    models: () => ({ bundled: context.asAbsolutePath('models'), installed: modelsFolder(context) }),
    chooseNode: () => chooseNode(settings().get<string>('nodePath') || undefined),
    idleMs: settings().get<number>('idleMinutes', 10) * 60_000,
    log,
    onState: (state) => states.fire(state),
  });
  return { engine, onState: states.event };
}
