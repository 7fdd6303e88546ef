// Where the editor begins: makes the parts of the extension and joins them.

import * as vscode from "vscode";
import { registerCommands } from "./commands";
import { Contents } from "./contents";
import { Desk } from "./desk";
import { StatusItem } from "./status";
import { ContentsTree } from "./tree";
import { suggestInCitations } from "./typing";
import { Unopened } from "./unopened";
import { LANGUAGES, Wanted } from "./wanted";

/** Called by the editor. */
export function activate(context: vscode.ExtensionContext): Desk {
  const wanted = new Wanted();
  const status = new StatusItem(wanted);
  const desk = new Desk(context, status, wanted);
  const contents = new Contents(desk);
  const tree = new ContentsTree(contents);
  const unopened = new Unopened(desk);
  context.subscriptions.push(wanted, status, desk, contents, tree, unopened, suggestInCitations(desk));
  context.subscriptions.push(...registerCommands(desk, contents, unopened));
  contents.onDidChange((found) => status.issue(found));
  let rest: NodeJS.Timeout | undefined;
  context.subscriptions.push(
    wanted.onDidChange(() => desk.considerAll()),
    vscode.workspace.onDidOpenTextDocument((document) => void desk.consider(document)),
    vscode.workspace.onDidSaveTextDocument((document) => void desk.consider(document)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      // A draft becomes a bulletin with its first citation. Once the server runs, the gate sees to it.
      if (!desk.tried() && LANGUAGES.includes(document.languageId)) {
        clearTimeout(rest);
        rest = setTimeout(() => void desk.consider(document), 300);
      }
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("copydesk.path") && desk.tried()) {
        void desk.restart();
      } else if (change.affectsConfiguration("copydesk.enable")) {
        void desk.enable();
      }
    }),
  );
  desk.considerAll();
  // The search takes longer than to check a bulletin that is open: what cites does not wait for it.
  void wanted.look().then(() => desk.considerAll());
  return desk;
}
