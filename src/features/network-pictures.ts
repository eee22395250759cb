/** Pictures that a document shows by their address: fetched only where the user allowed it. */
import * as vscode from 'vscode';
import { PixelScribeError } from '../errors';
import type { ImageSource } from '../protocol';

const SECTION = 'pixelscribe.network';
const NAME = 'images';
export const NETWORK_SETTING = `${SECTION}.${NAME}`;

type Network = 'off' | 'public' | 'any';

/** A setting of the user alone: a workspace cannot make the machine ask an address. */
function allowedNetwork(): Network {
  return vscode.workspace.getConfiguration(SECTION).get<Network>(NAME, 'off');
}

export function isNetworkAllowed(): boolean {
  return allowedNetwork() !== 'off';
}

/** Opens the settings where the user allows it. */
export async function openNetworkSetting(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', `@id:${NETWORK_SETTING}`);
}

export async function askForNetwork(): Promise<void> {
  const open = vscode.l10n.t('Open Setting');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'This image is on the network, and nothing is fetched from there unless you allow it. Download the picture, or change the setting {0}.',
      NETWORK_SETTING,
    ),
    open,
  );
  if (chosen === open) await openNetworkSetting();
}

/**
 * @param name what the picture is called in messages
 * @throws PixelScribeError `file-not-found` while the network is not allowed, else as `fetchPicture` does
 */
export async function networkSource(
  address: string,
  name: string,
  token: vscode.CancellationToken,
): Promise<ImageSource> {
  const network = allowedNetwork();
  if (network === 'off') {
    throw new PixelScribeError(
      'file-not-found',
      vscode.l10n.t(
        '{0} is on the network, and nothing is fetched from there. Allow it with the setting {1}, or download the picture first.',
        name,
        NETWORK_SETTING,
      ),
    );
  }
  const controller = new AbortController();
  const listener = token.onCancellationRequested(() => controller.abort());
  if (token.isCancellationRequested) controller.abort();
  try {
    const { fetchPicture } = await import('../client/fetch-picture');
    const bytes = await fetchPicture(address, { network, proxy: 'editor', signal: controller.signal });
    return { bytes, name };
  } finally {
    listener.dispose();
  }
}
