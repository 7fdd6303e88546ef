// The entry point: creates the parts of the extension and connects them.

import * as vscode from "vscode";
import { registerCommands } from "./commands";
import { Contents } from "./contents";
import { Desk } from "./desk";
import { StatusItem } from "./status";
import { ContentsTree } from "./tree";
import { suggestInCitations } from "./typing";
import { Unopened } from "./unopened";
import { citeOnPaste } from "./paste";

/** Called by the editor. */
export function activate(context: vscode.ExtensionContext): Desk {
  const status = new StatusItem();
  const desk = new Desk(context, status);
  const contents = new Contents(desk);
  const tree = new ContentsTree(contents);
  const unopened = new Unopened(desk);
  context.subscriptions.push(status, desk, contents, tree, unopened, suggestInCitations(desk), citeOnPaste(desk));
  context.subscriptions.push(...registerCommands(context, desk, contents, unopened));
  contents.onDidChange((found) => status.issue(found));
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument((document) => void desk.consider(document)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("copydesk.path") && desk.tried()) {
        void desk.restart();
      } else if (change.affectsConfiguration("copydesk.enable")) {
        void desk.enable();
      }
    }),
  );
  desk.considerAll();
  return desk;
}
