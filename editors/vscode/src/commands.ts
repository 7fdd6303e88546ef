// The commands of the palette, and those that the server's actions run. Each asks the server, or the same program's command
// line, which makes all decisions.

import * as path from "node:path";
import * as vscode from "vscode";
import type { Range } from "vscode-languageclient/node";
import { checkThis, checkWorkspace, fixAll, fixWorkspace } from "./checking";
import type { Contents } from "./contents";
import type { Desk } from "./desk";
import { explain, PAGES, showUndated, step } from "./findings";
import { init, report } from "./program";
import { addRecord } from "./records";
import type { Unopened } from "./unopened";
import { insertCitation, insertSnippet, newBulletin } from "./writing";

/** The scheme of records in the lists. */
const RECORDS = "copydesk-record";

/** Registers the commands, and the read-only documents that some of them show, which are never saved. */
export function registerCommands(
  context: vscode.ExtensionContext,
  desk: Desk,
  contents: Contents,
  unopened: Unopened,
): vscode.Disposable[] {
  const register = vscode.commands.registerCommand;
  const pages: vscode.TextDocumentContentProvider = {
    provideTextDocumentContent: (uri) => desk.page(path.posix.basename(uri.path, ".md")),
  };
  // The server's actions pass words. A menu passes the document, and means the place of the cursor.
  return [
    vscode.workspace.registerTextDocumentContentProvider(PAGES, pages),
    vscode.workspace.registerTextDocumentContentProvider(RECORDS, { provideTextDocumentContent: (uri) => desk.record(uri) }),
    register("copydesk.fixAll", () => fixAll(desk)),
    register("copydesk.fixWorkspace", () => fixWorkspace(desk)),
    register("copydesk.checkWorkspace", () => checkWorkspace(desk, unopened)),
    register("copydesk.checkThis", () => checkThis(desk)),
    register("copydesk.newBulletin", () => newBulletin(desk)),
    register("copydesk.insertCitation", () => insertCitation(desk)),
    register("copydesk.addRecord", (uri?: unknown, range?: Range, what?: string) =>
      typeof uri === "string" ? addRecord(desk, uri, range, what) : addRecord(desk),
    ),
    register("copydesk.addActor", () => addRecord(desk, undefined, undefined, "actor")),
    register("copydesk.insertSnippet", insertSnippet),
    register("copydesk.explain", (rule?: unknown) => explain(typeof rule === "string" ? rule : undefined)),
    register("copydesk.report", () => report(desk)),
    register("copydesk.init", () => init(desk)),
    register("copydesk.nextFinding", () => step(1)),
    register("copydesk.previousFinding", () => step(-1)),
    register("copydesk.showUndated", () => showUndated(contents)),
    register("copydesk.howToInstall", () =>
      vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.joinPath(context.extensionUri, "README.md")),
    ),
    register("copydesk.showLog", () => desk.showLog()),
    register("copydesk.restart", () => desk.restart()),
  ];
}
