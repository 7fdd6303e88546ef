// Which documents the server is told of: all Markdown. Which of them are checked, the server says.

import * as vscode from "vscode";

/** The languages of bulletins; extensions for VS Code give the last three to `.mdx`, `.qmd` and `.Rmd`. */
export const LANGUAGES = ["markdown", "mdx", "quarto", "rmd"];

/** Where documents lie. */
export const SCHEMES = ["file", "untitled", "vscode-vfs"];

/** Whether the server is told of a document. */
export function isMarkdown({ languageId, uri }: vscode.TextDocument): boolean {
  return LANGUAGES.includes(languageId) && SCHEMES.includes(uri.scheme);
}

/** Whether the settings say that nothing is checked: then there is no server to ask. */
export function isOff(uri: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration("copydesk", uri).get("enable") === "never";
}

/** Whether a document starts the server: a bulletin may be in it, or it is the house's configuration. */
export function startsServer(document: vscode.TextDocument): boolean {
  if (isOff(document.uri)) {
    return false;
  }
  return isMarkdown(document) || document.uri.path.endsWith("/copydesk.toml");
}
