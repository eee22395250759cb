/** Pictures that came without a file: pasted, or dropped from another program. The last ones are kept beside the extension's state. */
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { lastPathPart } from '../base-name';

const MAX_BYTES = 50 * 1024 * 1024;
/** So many stay, so that the panel can show them again after a restart. */
const MAX_KEPT = 20;

export class KeptPictures {
  constructor(private readonly folder: vscode.Uri) {}

  /**
   * Writes the picture to a file; the same picture to the same one.
   *
   * @throws Error with a sentence for the user
   */
  async keep(name: string, bytes: Uint8Array): Promise<vscode.Uri> {
    if (bytes.length === 0) throw new Error(vscode.l10n.t('{0} is empty. Copy the picture again.', name));
    if (bytes.length > MAX_BYTES) {
      throw new Error(
        vscode.l10n.t('{0} is larger than 50 MB. Save it as a file and choose it in the Explorer.', name),
      );
    }
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    const own = vscode.Uri.joinPath(this.folder, hash);
    const file = vscode.Uri.joinPath(own, fileName(name));
    await vscode.workspace.fs.createDirectory(own);
    await vscode.workspace.fs.writeFile(file, bytes);
    await this.tidy(hash);
    return file;
  }

  private async tidy(latest: string): Promise<void> {
    const folders = (await vscode.workspace.fs.readDirectory(this.folder)).map(([name]) => name);
    if (folders.length <= MAX_KEPT) return;
    const ages = await Promise.all(
      folders.map(async (name) => {
        const uri = vscode.Uri.joinPath(this.folder, name);
        return { uri, name, mtime: (await vscode.workspace.fs.stat(uri)).mtime };
      }),
    );
    const old = ages
      .filter(({ name }) => name !== latest)
      .sort((a, b) => b.mtime - a.mtime)
      .slice(MAX_KEPT - 1);
    for (const { uri } of old) await vscode.workspace.fs.delete(uri, { recursive: true });
  }
}

/** A plain name: what a page sends is no path. */
function fileName(name: string): string {
  const safe = lastPathPart(name)
    .replace(/[^\p{L}\p{N}._ -]/gu, '')
    .replace(/^\.+/, '')
    .slice(-80);
  return safe || 'picture.png';
}
