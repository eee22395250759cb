/**
 * `npm run demo`: the real VS Code in a browser, on a copy of the sample workspace, with the extension running.
 * Prints the address; Ctrl+C ends it.
 *
 * `PORT` fixes the port; `DEMO_FOLDER` opens another folder, in place.
 */
import { cpSync } from 'node:fs';
import path from 'node:path';
import { repository } from './install';
import { temporaryFolder } from './processes';
import { startServer } from './server';
import { windowAddress } from './window';

async function main(): Promise<void> {
  const workspace = process.env.DEMO_FOLDER ?? temporaryFolder('demo');
  if (!process.env.DEMO_FOLDER) {
    cpSync(path.join(repository, 'test', 'fixtures', 'workspace'), workspace, { recursive: true });
  }
  const server = await startServer({
    port: process.env.PORT ? Number(process.env.PORT) : 0,
    linked: [repository],
    development: false,
  });
  const address = windowAddress({ port: server.port, workspace });
  console.log(`
VS Code is running on ${workspace}. Open

  ${address}

then right-click a picture in the Explorer and choose "Describe Image". Ctrl+C ends VS Code.`);
  await server.died;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
