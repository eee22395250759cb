/**
 * Tools for agents in VS Code: they read images of the workspace on this machine. The same tools are
 * offered as an MCP server.
 */
import * as vscode from 'vscode';
import type { PathPolicy } from '../agent-tools/path-policy';
import { AGENT_TOOLS, type AgentTool, type ImageReader, runTool } from '../agent-tools/tools';
import type { EngineClient } from '../client/engine-client';
import { chooseNode } from '../client/node-runtime';
import { isOnDisk } from './image-targets';

interface ToolInput {
  readonly path: string;
}

export function activate(context: vscode.ExtensionContext, engine: EngineClient): void {
  for (const tool of AGENT_TOOLS) {
    context.subscriptions.push(vscode.lm.registerTool(`pixelscribe_${tool.name}`, toolFor(tool, engine)));
  }
  const foldersChanged = new vscode.EventEmitter<void>();
  context.subscriptions.push(
    foldersChanged,
    vscode.workspace.onDidChangeWorkspaceFolders(() => foldersChanged.fire()),
    vscode.lm.registerMcpServerDefinitionProvider('pixelscribe.mcp', {
      onDidChangeMcpServerDefinitions: foldersChanged.event,
      provideMcpServerDefinitions: () => mcpServers(context),
    }),
  );
}

function toolFor(tool: AgentTool, engine: EngineClient): vscode.LanguageModelTool<ToolInput> {
  return {
    prepareInvocation: ({ input }) => ({
      invocationMessage: vscode.l10n.t('{0}: {1}', tool.title, input.path),
      confirmationMessages: { title: tool.title, message: tool.confirmation(input.path) },
    }),
    invoke: async ({ input }, token) => {
      const controller = new AbortController();
      const listener = token.onCancellationRequested(() => controller.abort());
      try {
        const text = await runTool(tool, input, readerFor(engine, token), pathPolicy(), controller.signal);
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      } finally {
        listener.dispose();
      }
    },
  };
}

function readerFor(engine: EngineClient, token: vscode.CancellationToken): ImageReader {
  return {
    describe: (source) => engine.describe({ source, priority: 'interactive' }, token),
    extractText: (source) => engine.extractText({ source, priority: 'interactive' }, token),
    diagram: (source) => engine.diagram({ source, priority: 'interactive' }, token),
    latex: (source) => engine.latex({ source, priority: 'interactive' }, token),
  };
}

function pathPolicy(): PathPolicy {
  return {
    roots: (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => isOnDisk(uri))
      .map(({ uri }) => uri.fsPath),
    allowOutside: vscode.workspace.getConfiguration('pixelscribe.tools').get('allowOutsideWorkspace', false),
  };
}

async function mcpServers(context: vscode.ExtensionContext): Promise<vscode.McpServerDefinition[]> {
  const nodePath = vscode.workspace.getConfiguration('pixelscribe.engine').get<string>('nodePath');
  const { execPath, env } = await chooseNode(nodePath || undefined);
  const { roots, allowOutside } = pathPolicy();
  const args = [
    context.asAbsolutePath('dist/cli.js'),
    'mcp',
    ...roots.flatMap((root) => ['--root', root]),
    ...(allowOutside ? ['--allow-outside'] : []),
  ];
  return [new vscode.McpStdioServerDefinition('PixelScribe', execPath, args, { ...env })];
}
