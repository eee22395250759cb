/** Child processes and temporary folders that do not outlive the runner. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const groups = new Set<number>();
const folders = new Set<string>();

/** A fresh folder, gone when the runner is. */
export function temporaryFolder(purpose: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `pixelscribe-${purpose}-`));
  folders.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  folders.delete(folder);
}

/** Starts a process as the leader of its own group, so that its children can be ended with it. */
export function spawnGroup(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): ChildProcess {
  const child = spawn(command, args, { ...options, detached: true });
  if (child.pid !== undefined) groups.add(child.pid);
  return child;
}

/** Ends a group: politely, then after three seconds for good. */
export async function endGroup(child: ChildProcess): Promise<void> {
  const group = child.pid;
  if (group === undefined) return;
  signal(group, 'SIGTERM');
  for (let waitedMs = 0; waitedMs < 3000 && signal(group, 0); waitedMs += 50) await sleep(50);
  signal(group, 'SIGKILL');
  groups.delete(group);
}

/** Whether the group existed to receive it. */
function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, name);
    return true;
  } catch {
    return false;
  }
}

// Nothing stays behind, whatever ends the runner.
process.on('exit', () => {
  for (const group of groups) signal(group, 'SIGKILL');
  for (const folder of folders) removeFolder(folder);
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => process.exit(1));
}
