// Places in the shown text.

import * as vscode from "vscode";
import type { Range } from "vscode-languageclient/node";

/** Puts the cursor at the start of a place, and scrolls there if it is out of view. */
export function goTo(editor: vscode.TextEditor, { start, end }: Range): void {
  const cursor = new vscode.Position(start.line, start.character);
  editor.selection = new vscode.Selection(cursor, cursor);
  const place = new vscode.Range(cursor, new vscode.Position(end.line, end.character));
  editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
