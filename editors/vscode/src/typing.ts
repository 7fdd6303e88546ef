// VS Code offers completions in Markdown only on request. Within a citation, the first letter of a word requests them.

import * as vscode from "vscode";
import type { Desk } from "./desk";
import { isMarkdown } from "./languages";

/** From the bracket that opens a citation up to the cursor; the last character is the first letter of a word. */
const WITHIN = /\((?:see )?\[[^\]\n]{0,200}$|\(\[[^\]\n]{1,200}\]\([^)\n]{0,2000}\)[^)\n]{0,200}$/;

export function suggestInCitations(desk: Desk): vscode.Disposable {
  // Where the cursor will be after the letter. The editor reports the change first, then the cursor.
  let expected: vscode.Position | undefined;
  const typed = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    const change = contentChanges[0];
    const editor = vscode.window.activeTextEditor;
    if (contentChanges.length !== 1 || !change || !/^\p{L}$/u.test(change.text) || editor?.document !== document) {
      return;
    }
    if (!isMarkdown(document) || !desk.runs()) {
      return;
    }
    const { line, character } = change.range.start;
    const text = document.lineAt(line).text;
    const before = text.slice(Math.max(0, character - 3000), character);
    // In the text of a link, people type their own words, and Tab goes to the next placeholder.
    if (/\p{L}$/u.test(before) || !WITHIN.test(before) || text.slice(character + 1).startsWith("](")) {
      return;
    }
    expected = new vscode.Position(line, character + 1);
  });
  const moved = vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
    const place = expected;
    expected = undefined;
    // An edit that inserts text elsewhere requests nothing: the cursor is not there.
    if (place && textEditor === vscode.window.activeTextEditor && selections.length === 1 && selections[0]?.active.isEqual(place)) {
      void vscode.commands.executeCommand("editor.action.triggerSuggest");
    }
  });
  return vscode.Disposable.from(typed, moved);
}
