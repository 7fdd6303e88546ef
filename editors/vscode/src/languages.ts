// Which documents are sent to the server: all Markdown. The server decides which of them are checked.

import * as vscode from "vscode";

/** The languages of bulletins; extensions for VS Code give the last three to `.mdx`, `.qmd` and `.Rmd`. */
export const LANGUAGES = ["markdown", "mdx", "quarto", "rmd"];

/** The schemes of documents. */
export const SCHEMES = ["file", "untitled", "vscode-vfs"];

/** Whether a document is sent to the server. */
export function isMarkdown({ languageId, uri }: vscode.TextDocument): boolean {
  return LANGUAGES.includes(languageId) && SCHEMES.includes(uri.scheme);
}

/** Whether the settings switch checking off: then there is no server to ask. */
export function isOff(uri: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration("copydesk", uri).get("enable") === "never";
}

/** Whether a document starts the server: it may be a bulletin, or is a configuration. */
export function startsServer(document: vscode.TextDocument): boolean {
  if (isOff(document.uri)) {
    return false;
  }
  return isMarkdown(document) || document.uri.path.endsWith("/copydesk.toml");
}
