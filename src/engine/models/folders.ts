/** Where the command line keeps downloaded models. */
import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * 1. `PIXELSCRIBE_MODELS_DIR`;
 * 2. `%LOCALAPPDATA%\PixelScribe\models` on Windows, `~/Library/Application Support/PixelScribe/models` on macOS;
 * 3. `$XDG_DATA_HOME/pixelscribe/models`, else `~/.local/share/pixelscribe/models`.
 */
export function defaultModelsFolder(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env.PIXELSCRIBE_MODELS_DIR) return env.PIXELSCRIBE_MODELS_DIR;
  switch (platform) {
    case 'win32':
      return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'PixelScribe', 'models');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'PixelScribe', 'models');
    default:
      return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'pixelscribe', 'models');
  }
}
