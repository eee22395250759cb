import * as vscode from 'vscode';
import type { LogParams } from './protocol';

export interface Log extends vscode.Disposable {
  (entry: LogParams): void;
  show(): void;
}

/** The “PixelScribe” output channel, mirrored to the console where tests run. */
export function createLog(mirror: boolean): Log {
  const channel = vscode.window.createOutputChannel('PixelScribe', { log: true });
  const log = ({ level, message }: LogParams) => {
    channel[level](message);
    if (mirror) console.log(`[pixelscribe ${level}] ${message}`);
  };
  return Object.assign(log, { show: () => channel.show(true), dispose: () => channel.dispose() });
}
