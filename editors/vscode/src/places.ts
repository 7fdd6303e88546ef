// Places in the active text.

import * as vscode from "vscode";
import type { Range } from "vscode-languageclient/node";

/** Puts the cursor at the start of a place, and scrolls there if it is out of view. */
export function goTo(editor: vscode.TextEditor, range: Range): void {
  const place = rangeOf(range);
  editor.selection = new vscode.Selection(place.start, place.start);
  editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Converts a range of the protocol into one of the editor. */
export function rangeOf({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
