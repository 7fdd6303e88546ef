// Writes at the cursor: a new bulletin, the citation of an address, text with placeholders to fill in.

import * as vscode from "vscode";
import type { Range } from "vscode-languageclient/node";
import type { Desk } from "./desk";
import type { Citation } from "./listing";
import { ADDRESS } from "./paste";
import { rangeOf } from "./places";
import { tell } from "./tell";

/** A new issue to start from: masthead, contents, and an article with its byline, notes and author. */
const TEMPLATE = `---
date: \${1:$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE}
---

# \${2:Title of the Publication}

VOLUME \${3:I}, ISSUE \${4:1}

*\${6:Author}*

**\${5:Title of the First Article}**

## \${5:Title of the First Article}

*\${6:Author}*

\${7:The first sentence, with its note} [1].$0

### Notes

1. \${8:See the sources of the article.}

*\${6:Author} is \${9:an analyst of …}.*
`;

/** Opens a document with the template of an issue. */
export async function newBulletin(desk: Desk): Promise<void> {
  await desk.start();
  const document = await vscode.workspace.openTextDocument({ language: "markdown" });
  const editor = await vscode.window.showTextDocument(document);
  await desk.ask("copydesk/check", document);
  await editor.insertSnippet(new vscode.SnippetString(TEMPLATE));
}

/** Inserts the citation of the address in the clipboard at the cursor. */
export async function insertCitation(desk: Desk): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const address = (await vscode.env.clipboard.readText()).trim();
  if (!editor) {
    return;
  }
  if (!ADDRESS.test(address)) {
    tell("There is no address in the clipboard. Copy the address of a report first.");
    return;
  }
  await desk.start();
  const { document, selection } = editor;
  const cited = await desk.ask<Citation>("copydesk/citation", document, { range: selection, address });
  if (cited?.text && cited.range && cited.also) {
    // A note is one edit in two places: the note reference and the definition.
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, rangeOf(cited.range), cited.text);
    edit.insert(document.uri, rangeOf(cited.also.range).start, cited.also.newText);
    await vscode.workspace.applyEdit(edit);
  } else if (cited?.snippet && cited.range) {
    await insertSnippet(document.uri.toString(), cited.range, cited.snippet);
  } else if (cited?.refused) {
    tell(cited.refused);
  }
}

/** Inserts text with placeholders to fill in. */
export async function insertSnippet(uri: string, range: Range, snippet: string): Promise<void> {
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri));
  await editor.insertSnippet(new vscode.SnippetString(snippet), rangeOf(range));
}
