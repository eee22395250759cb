/** The VS Code server: one fresh profile a start, nothing shared with the developer's own VS Code. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureVSCode } from './install';
import { endGroup, removeFolder, spawnGroup, temporaryFolder } from './processes';

export interface ServerOptions {
  /** User settings on top of {@link quietSettings}. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment of the extension host, on top of the runner's. */
  readonly env?: Readonly<Record<string, string>>;
  /** Extensions to install before the start. */
  readonly vsix?: readonly string[];
  /** Folders of extensions to run as if they were installed. */
  readonly linked?: readonly string[];
  /** Whether workspaces open trusted without a question (the default) or in Restricted Mode. */
  readonly trusted?: boolean;
  /** Lets the page's address name a test suite and an extension under development. */
  readonly development?: boolean;
  readonly port?: number;
}

export interface RunningServer {
  readonly port: number;
  /** Folder of settings, extensions and logs; gone after {@link stop}. */
  readonly profile: string;
  /** Everything the server printed so far. */
  log(): string;
  /** Rejects when the server ends before {@link stop}. */
  readonly died: Promise<never>;
  stop(): Promise<void>;
}

/** No first-run pages, nothing that reaches for the network. */
export const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.banner': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.menuStyle': 'custom',
  'window.autoDetectColorScheme': false,
  'workbench.colorTheme': 'Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { node, serverMain } = ensureVSCode();
  const profile = temporaryFolder('vscode');
  const userData = path.join(profile, 'user');
  mkdirSync(path.join(userData, 'User'), { recursive: true });
  writeFileSync(
    path.join(userData, 'User', 'settings.json'),
    JSON.stringify({ ...quietSettings, ...options.settings }, undefined, 2),
  );
  const extensions = path.join(profile, 'extensions');
  mkdirSync(extensions);
  for (const folder of options.linked ?? [])
    symlinkSync(folder, path.join(extensions, path.basename(folder)));
  const folders = [
    '--server-data-dir',
    path.join(profile, 'server'),
    '--user-data-dir',
    userData,
    '--extensions-dir',
    extensions,
  ];
  for (const vsix of options.vsix ?? []) {
    const install = spawnSync(node, [serverMain, ...folders, '--install-extension', vsix], {
      encoding: 'utf8',
    });
    if (install.status !== 0) {
      throw new Error(`VS Code refused ${path.basename(vsix)}:\n${install.stdout}${install.stderr}`);
    }
  }

  const child = spawnGroup(
    node,
    [
      serverMain,
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0)],
      ...['--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off'],
      ...(options.trusted === false ? [] : ['--disable-workspace-trust']),
      ...(options.development === false ? [] : ['--enable-smoke-test-driver']),
      ...folders,
    ],
    { env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  let stopping = false;
  const died = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => {
      if (!stopping) reject(new Error(`VS Code ended early (${signal ?? `exit code ${code}`}):\n${log}`));
    });
  });
  died.catch(() => {});
  const stop = async () => {
    stopping = true;
    await endGroup(child);
    removeFolder(profile);
  };
  try {
    const port = await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`VS Code did not start within 60 s:\n${log}`)), 60_000);
      const read = (chunk: Buffer) => {
        log += chunk.toString();
        const match = /listening on (\d+)/.exec(log);
        if (!match) return;
        clearTimeout(timer);
        resolve(Number(match[1]));
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      child.once('error', reject);
      child.once('exit', (code) =>
        reject(new Error(`VS Code stopped at once with exit code ${code}:\n${log}`)),
      );
    });
    return { port, profile, log: () => log, died, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
