/**
 * Not a test: writes `test/webview/themes.json`, what VS Code gives every webview in each kind of theme. Run
 * `npx tsx test/vscode/run.ts capture-themes` when VS Code's themes have changed.
 */
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { eventually, imagePreview } from '../window';

const THEMES = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};

interface Captured {
  readonly bodyClass: string;
  readonly themeId: string;
  readonly variables: string;
  readonly defaultStyles: string;
}

it('captures the themes', async () => {
  const [image] = await vscode.workspace.findFiles('**/*.png');
  await vscode.commands.executeCommand('vscode.open', image);
  const themes: Record<string, Captured> = {};
  for (const [kind, name] of Object.entries(THEMES)) {
    await vscode.workspace.getConfiguration('workbench').update('colorTheme', name, true);
    themes[kind] = await eventually(async () => {
      const captured = await imagePreview.evaluate<Captured>(`({
        bodyClass: document.body.className.replace(/\\b(container|image|loading|ready|scale-to-fit|zoom-in)\\b/g, '').trim(),
        themeId: document.body.dataset.vscodeThemeId,
        variables: document.documentElement.style.cssText,
        defaultStyles: document.getElementById('_defaultStyles').textContent,
      })`);
      if (captured.themeId !== name) throw new Error(`still ${captured.themeId}`);
      return captured;
    });
  }
  const file = process.env.PIXELSCRIBE_TEST_THEMES;
  if (!file) throw new Error('PIXELSCRIBE_TEST_THEMES names no file');
  writeFileSync(file, `${JSON.stringify(themes, undefined, 1)}\n`);
});
