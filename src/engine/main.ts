/** Entry point of the inference process: JSON-RPC over the IPC channel of `child_process.fork`. */
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { startServer } from './server';
import { createTasks } from './tasks';

const [, , bundled, installed] = process.argv;
if (!process.send || !bundled || !installed) {
  console.error(
    'This is PixelScribe’s inference process. It is started by the extension; use dist/cli.js in a terminal.',
  );
  process.exit(2);
}

// The channel closes when the host dies. The timer covers a host that vanished without closing it.
process.once('disconnect', () => process.exit(0));
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(0);
}, 5000).unref();

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
startServer(connection, createTasks({ bundled, installed }));
