// Short messages.

import * as vscode from "vscode";

/** Shows the user a short message. */
export function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
