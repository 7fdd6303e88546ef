// Whether a document is one of ours: most Markdown is no bulletin.

import * as vscode from "vscode";

/** A link and a date in brackets, as far as a pattern can tell; the server judges better. */
const CITATION =
  /\(\s*(?:see\s+)?\[[^\]\n]{2,80}\]\s?\([^)\n]*\)\s*,?\s*(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|\d{1,2}[ ./])/;

/** Characters that are looked at: citations stand early in a bulletin. */
const LOOKED_AT = 200_000;

/** Whether the document cites. */
export function cites(text: string): boolean {
  return CITATION.test(text.slice(0, LOOKED_AT));
}

/** Whether the settings, the folder or the document ask for the server. */
export async function wanted(document: vscode.TextDocument): Promise<boolean> {
  const enable = vscode.workspace.getConfiguration("copydesk", document).get<string>("enable");
  if (enable === "never" || document.languageId !== "markdown") {
    return false;
  }
  if (enable === "always" || cites(document.getText())) {
    return true;
  }
  const found = await vscode.workspace.findFiles("**/copydesk.toml", "**/node_modules/**", 1);
  return found.length > 0;
}
