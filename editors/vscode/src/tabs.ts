// Which files are open in tabs.

import * as vscode from "vscode";

/** Whether the file is open in a tab. */
export function isShown(file: vscode.Uri): boolean {
  const key = file.toString();
  return vscode.window.tabGroups.all.some((group) => group.tabs.some((tab) => fileOf(tab)?.toString() === key));
}

/** The file that is open in a tab. */
export function fileOf({ input }: vscode.Tab): vscode.Uri | undefined {
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) {
    return input.uri;
  }
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}
