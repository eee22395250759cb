/**
 * `pixelscribe mcp`: the agent tools over the Model Context Protocol on standard input and output.
 * A bundle of its own, so that other commands do not load the protocol's libraries.
 */
import { parseArgs } from 'node:util';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { PathPolicy } from '../agent-tools/path-policy';
import { AGENT_TOOLS, type ImageReader, runTool, TOOL_INPUT } from '../agent-tools/tools';
import { Queue } from '../engine/queue';
import { messageOf } from '../errors';

/** Serves until the transport closes. */
export async function serve(reader: ImageReader, policy: PathPolicy, transport: Transport): Promise<void> {
  const queue = new Queue();
  const server = new Server({ name: 'pixelscribe', version: '0.1.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: AGENT_TOOLS.map(({ name, title, description }) => ({
      name,
      title,
      description,
      inputSchema: { ...TOOL_INPUT, required: [...TOOL_INPUT.required] },
      annotations: { readOnlyHint: true, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = AGENT_TOOLS.find(({ name }) => name === params.name);
    if (!tool) return failure(`There is no tool ${params.name}.`);
    try {
      const text = await queue.add('interactive', signal, () =>
        runTool(tool, params.arguments, reader, policy, signal),
      );
      return { content: [{ type: 'text', text }] };
    } catch (error) {
      return failure(messageOf(error));
    }
  });
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
  });
  await server.connect(transport);
  await closed;
}

function failure(text: string) {
  return { content: [{ type: 'text' as const, text }], isError: true };
}

export async function run(argv: readonly string[], reader: ImageReader): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      root: { type: 'string', multiple: true },
      'allow-outside': { type: 'boolean', default: false },
    },
  });
  const policy = { roots: values.root ?? [process.cwd()], allowOutside: values['allow-outside'] ?? false };
  const transport = new StdioServerTransport();
  process.stdin.once('end', () => void transport.close());
  await serve(reader, policy, transport);
}
