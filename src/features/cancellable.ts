import * as vscode from 'vscode';

/** Runs work under a notification that says what is done, with a Cancel button. */
export function cancellable<Result>(
  message: string,
  work: (token: vscode.CancellationToken) => Promise<Result>,
): Thenable<Result> {
  const options = { location: vscode.ProgressLocation.Notification, title: 'PixelScribe', cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    progress.report({ message });
    return work(token);
  });
}
