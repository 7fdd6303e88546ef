// The commands of the palette, and those that actions of the server run. Each asks the server, or the same program's command
// line; what is decided is decided there.

import { execFile } from "node:child_process";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import type { Range } from "vscode-languageclient/node";
import type { Contents } from "./contents";
import type { Desk } from "./desk";
import type { Citation, Cited } from "./listing";
import { ADDRESS } from "./paste";
import { goTo } from "./places";
import { addRecord } from "./records";
import type { Unopened } from "./unopened";

/** An issue to begin with: masthead, contents, an article with its byline, its notes and its author. */
const TEMPLATE = `---
date: \${1:$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE}
---

# \${2:Title of the Publication}

VOLUME \${3:I}, ISSUE \${4:1}

## \${5:Title of the First Article}

*\${6:Author}*

$0

*\${6:Author} is \${7:an analyst of …}.*
`;

/** What shows the pages of rules: documents that nobody can edit, and nobody is asked to save. */
const PAGES = "copydesk-rule";

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
  return [
    vscode.workspace.registerTextDocumentContentProvider(PAGES, pages),
    register("copydesk.fixAll", () => fixAll(desk)),
    register("copydesk.fixWorkspace", () => fixWorkspace(desk)),
    register("copydesk.checkWorkspace", () => checkWorkspace(desk, unopened)),
    register("copydesk.checkThis", () => checkThis(desk)),
    register("copydesk.newBulletin", () => newBulletin(desk)),
    register("copydesk.insertCitation", () => insertCitation(desk)),
    register("copydesk.addRecord", (uri?: string, range?: Range, what?: string) => addRecord(desk, uri, range, what)),
    register("copydesk.addActor", () => addRecord(desk, undefined, undefined, "actor")),
    register("copydesk.insertSnippet", insertSnippet),
    register("copydesk.explain", (rule?: string) => explain(rule)),
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

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}

async function fixAll(desk: Desk): Promise<void> {
  await desk.start();
  await vscode.commands.executeCommand("editor.action.codeAction", {
    kind: "source.fixAll.copydesk",
    apply: "first",
  });
}

/** Applies what is safe in all files of the workspace, as the command line does. */
async function fixWorkspace(desk: Desk): Promise<void> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  if (folders.length === 0) {
    tell("Open the folder of the bulletins first.");
    return;
  }
  const names = folders.map(({ name }) => `“${name}”`).join(", ");
  const yes = "Fix the Files";
  const answer = await vscode.window.showWarningMessage(
    `Fix all that is safe in every bulletin of ${names}? Open files are saved first, and the files are changed on disk.`,
    { modal: true },
    yes,
  );
  if (answer !== yes || !(await vscode.workspace.saveAll())) {
    return;
  }
  const said: string[] = [];
  for (const { uri } of folders) {
    const done = await run(desk, ["fix", "."], uri.fsPath);
    said.push(done.trim().split("\n").at(-1) ?? "");
  }
  tell(said.filter(Boolean).join(" ") || "Nothing that is safe to fix was found.");
}

/** Asks for the findings of every bulletin of the workspace, open or not: the problems list then holds them all. */
async function checkWorkspace(desk: Desk, unopened: Unopened): Promise<void> {
  await desk.start();
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: "copydesk", cancellable: true },
    (progress, token) => unopened.check(progress, token),
  );
  await vscode.commands.executeCommand("workbench.actions.view.problems");
}

/** Checks the shown document, though nothing else speaks for it. */
async function checkThis(desk: Desk): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document) {
    await desk.start();
    await desk.ask("copydesk/check", document);
  }
}

async function newBulletin(desk: Desk): Promise<void> {
  await desk.start();
  const document = await vscode.workspace.openTextDocument({ language: "markdown" });
  const editor = await vscode.window.showTextDocument(document);
  await desk.ask("copydesk/check", document);
  await editor.insertSnippet(new vscode.SnippetString(TEMPLATE));
}

/** The citation of the address on the clipboard, where the cursor stands. */
async function insertCitation(desk: Desk): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const address = (await vscode.env.clipboard.readText()).trim();
  if (!editor) {
    return;
  }
  if (!ADDRESS.test(address)) {
    tell("The clipboard holds no address. Copy the address of a report first.");
    return;
  }
  await desk.start();
  const { document, selection } = editor;
  const cited = await desk.ask<Citation>("copydesk/citation", document, { range: selection, address });
  if (cited?.snippet && cited.range) {
    await insertSnippet(document.uri.toString(), cited.range, cited.snippet);
  } else if (cited?.refused) {
    tell(cited.refused);
  }
}

/** Inserts text with places to fill in. */
async function insertSnippet(uri: string, range: Range, snippet: string): Promise<void> {
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri));
  const { start, end } = range;
  const place = new vscode.Range(start.line, start.character, end.line, end.character);
  await editor.insertSnippet(new vscode.SnippetString(snippet), place);
}

/** The page of a rule; of the one that speaks at the cursor where none is named. */
async function explain(named?: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const place = editor?.selection.active;
  const found = editor && place ? findings(editor.document) : [];
  const here = found.find((finding) => place && finding.range.contains(place));
  const rule = named ?? (typeof here?.code === "object" ? here.code.value : here?.code);
  if (rule === undefined) {
    tell("No finding of copydesk stands at the cursor.");
    return;
  }
  const page = vscode.Uri.from({ scheme: PAGES, path: `/${rule}.md` });
  await vscode.commands.executeCommand("markdown.showLockedPreviewToSide", page);
}

function findings(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter((finding) => finding.source === "copydesk");
}

/** To the next finding that should not be printed, or the one before; from the last to the first. */
async function step(by: 1 | -1): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    return;
  }
  const { Error, Warning } = vscode.DiagnosticSeverity;
  const faults = findings(editor.document).filter(({ severity }) => severity === Error || severity === Warning);
  const places = faults.map(({ range }) => range.start).sort((one, other) => one.compareTo(other));
  const here = editor.selection.active;
  const next =
    by === 1
      ? (places.find((place) => place.isAfter(here)) ?? places[0])
      : (places.filter((place) => place.isBefore(here)).at(-1) ?? places.at(-1));
  if (!next) {
    tell("No finding in this file asks for a change.");
    return;
  }
  goTo(editor, { start: next, end: next });
  await vscode.commands.executeCommand("editor.action.showHover");
}

/** The citations of the shown bulletin that lack a date or a link, to choose from. */
async function showUndated(contents: Contents): Promise<void> {
  const found = contents.found();
  const open = (found?.listing.articles ?? []).flatMap(({ cited }) => cited.filter(({ worst }) => worst));
  if (!found || open.length === 0) {
    tell("No citation of this file needs completing.");
    return;
  }
  const items = open.map((item: Cited) => ({ label: item.name, description: item.worst?.message ?? "", item }));
  const chosen = await vscode.window.showQuickPick(items, { title: "Citations to be completed", matchOnDescription: true });
  if (chosen) {
    goTo(await vscode.window.showTextDocument(found.document), chosen.item.worst?.range ?? chosen.item.range);
    await vscode.commands.executeCommand("editor.action.quickFix");
  }
}

/** Writes the editorial report of the shown file beside the system's temporary files, and opens it in the browser. */
async function report(desk: Desk): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.uri.scheme !== "file" || !(await document.save())) {
    tell("Open a bulletin and save it first: the report is made of its file.");
    return;
  }
  const name = `${path.basename(document.uri.fsPath, path.extname(document.uri.fsPath))}-report.html`;
  const page = path.join(os.tmpdir(), name);
  const file = document.uri.fsPath;
  await run(desk, ["report", "--force", "-o", page, path.basename(file)], path.dirname(file));
  await vscode.env.openExternal(vscode.Uri.file(page));
}

/** Writes a configuration to start from into the workspace's folder, and shows it. */
async function init(desk: Desk): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const placeHolder = "The folder of the bulletins";
  const chosen = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick({ placeHolder }) : folders[0];
  if (!chosen) {
    tell("Open the folder of the bulletins first.");
    return;
  }
  if ((await ask(desk, ["init"], chosen.uri.fsPath)) !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(chosen.uri, "copydesk.toml"));
  }
}

/** What the program prints; nothing, with a word to the user, where it fails. */
function ask(desk: Desk, args: string[], cwd = os.homedir()): Promise<string | undefined> {
  return new Promise((resolve) => {
    const warn = (message: string) => {
      void vscode.window.showWarningMessage(message);
      resolve(undefined);
    };
    try {
      const options = { cwd, timeout: 10_000, maxBuffer: 4 << 20 };
      execFile(desk.program(), args, options, (error, stdout, stderr) =>
        error ? warn(stderr.trim() || error.message) : resolve(stdout),
      );
    } catch (error) {
      warn(error instanceof Error ? error.message : String(error));
    }
  });
}

/** What the program says of a folder, whatever it ends with: a status of 1 only says that something was found. */
function run(desk: Desk, args: string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    const options = { cwd, timeout: 120_000, maxBuffer: 64 << 20 };
    execFile(desk.program(), args, options, (_, stdout, stderr) => resolve(stdout.trim() || stderr.trim()));
  });
}
