// The commands of the palette. Each asks the server, or the same program's command line.

import { execFile } from "node:child_process";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import type { Contents } from "./contents";
import type { Desk } from "./desk";
import type { Unopened } from "./unopened";

/** A bulletin to begin with. */
const TEMPLATE = `---
title: \${1:Title}
date: \${2:$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE}
---

# \${1:Title}

*\${3:Author}*

$0
`;

/** What shows the pages of rules: documents that nobody can edit, and nobody is asked to save. */
const PAGES = "copydesk-rule";

export function registerCommands(desk: Desk, contents: Contents, unopened: Unopened): vscode.Disposable[] {
  const register = vscode.commands.registerCommand;
  const pages: vscode.TextDocumentContentProvider = {
    provideTextDocumentContent: (uri) => ask(desk, ["explain", path.posix.basename(uri.path, ".md")]),
  };
  return [
    vscode.workspace.registerTextDocumentContentProvider(PAGES, pages),
    register("copydesk.fixAll", () => fixAll(desk)),
    register("copydesk.checkWorkspace", () => checkWorkspace(desk, unopened)),
    register("copydesk.newBulletin", () => newBulletin(desk)),
    register("copydesk.insertCitation", () => insertCitation(desk, contents)),
    register("copydesk.addActor", () => addActor(desk)),
    register("copydesk.explain", () => explain()),
    register("copydesk.showLog", () => desk.showLog()),
    register("copydesk.restart", () => desk.restart()),
  ];
}

async function fixAll(desk: Desk): Promise<void> {
  await desk.start();
  await vscode.commands.executeCommand("editor.action.codeAction", {
    kind: "source.fixAll.copydesk",
    apply: "first",
  });
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

async function newBulletin(desk: Desk): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: "markdown" });
  desk.wanted.choose(document);
  void desk.consider(document);
  const editor = await vscode.window.showTextDocument(document);
  await editor.insertSnippet(new vscode.SnippetString(TEMPLATE));
}

/** The citation of the address on the clipboard, from the register of sources and the address's own date. */
async function insertCitation(desk: Desk, contents: Contents): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const address = (await vscode.env.clipboard.readText()).trim();
  if (!editor) {
    return;
  }
  if (!/^https?:\/\/\S+$/.test(address)) {
    void vscode.window.showInformationMessage("Copy the address of a report first: the clipboard holds none.");
    return;
  }
  const { document, selection } = editor;
  const found = contents.found();
  const day = found?.document === document ? found.listing.issue.date : null;
  const citation = await ask(desk, ["source", ...(day ? ["--date", day] : []), address], document);
  if (citation !== undefined) {
    const before = document.lineAt(selection.start.line).text.slice(0, selection.start.character);
    const gap = /\S$/.test(before) ? " " : "";
    await editor.edit((edit) => edit.replace(selection, `${gap}(${citation.trim()})`));
  }
}

/** A name: words that begin with a capital letter, with the small words that hold names together between them. */
const NAME = /\p{Lu}[\p{L}\p{M}\p{N}’'.-]*(?: (?:(?:of|for|the|and|al|el|de|du|la) )*\p{Lu}[\p{L}\p{M}\p{N}’'-]*)*/gu;

/** What the server calls the action that adds a name to the house's list. */
const ADDS = /^Add “.+” to the house’s actors$/;

/** Adds the selected name, else the one at the cursor, to the house's list of actors. What is written where, the server knows. */
async function addActor(desk: Desk): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    return;
  }
  const { document, selection } = editor;
  desk.wanted.choose(document);
  await desk.consider(document);
  const place = selection.isEmpty ? nameAt(document, selection.active) : selection;
  const name = place && document.getText(place).replace(/\s+/g, " ").trim();
  if (!place || !name) {
    void vscode.window.showInformationMessage("Select the name of the actor first, as it is to be written.");
    return;
  }
  editor.selection = new vscode.Selection(place.start, place.end);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    place,
    vscode.CodeActionKind.RefactorRewrite.value,
  );
  const edit = actions.find((action) => ADDS.test(action.title))?.edit;
  if (!edit) {
    const known = desk.runs() ? await ask(desk, ["name", name], document) : undefined;
    if (known !== undefined) {
      void vscode.window.showInformationMessage(`“${name}” was not added. ${known.trim().split("\n")[0]}`);
    }
    return;
  }
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showWarningMessage(`“${name}” could not be added: the list of actors may not be changed.`);
    return;
  }
  // Other bulletins are checked against the files, so these are saved.
  const files = edit.entries().map(([uri]) => uri.toString());
  const changed = vscode.workspace.textDocuments.filter((each) => files.includes(each.uri.toString()));
  await Promise.all(changed.map((each) => each.save()));
  const list = changed.find((each) => !each.uri.path.endsWith("/copydesk.toml"));
  const shown = list && vscode.workspace.asRelativePath(list.uri);
  const told = vscode.window.showInformationMessage(
    `“${name}” was added to ${shown ?? "the house’s actors"}. Its abbreviation and other spellings can be written there.`,
    ...(list ? ["Open the List"] : []),
  );
  // The message may stand for long; the work is done.
  void told.then((choice) => (choice && list ? vscode.window.showTextDocument(list) : undefined));
}

/** The name that stands around a place. */
function nameAt(document: vscode.TextDocument, place: vscode.Position): vscode.Range | undefined {
  const line = document.lineAt(place.line).text;
  const found = [...line.matchAll(NAME)].find(
    ({ index, 0: words }) => index <= place.character && place.character <= index + words.length,
  );
  return found && new vscode.Range(place.line, found.index, place.line, found.index + found[0].length);
}

/** The page of the rule that speaks at the cursor. */
async function explain(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const place = editor?.selection.active;
  const found = editor && place ? vscode.languages.getDiagnostics(editor.document.uri) : [];
  const here = found.find((finding) => finding.source === "copydesk" && place && finding.range.contains(place));
  const rule = typeof here?.code === "object" ? here.code.value : here?.code;
  if (rule === undefined) {
    void vscode.window.showInformationMessage("No finding of copydesk stands at the cursor.");
    return;
  }
  const page = vscode.Uri.from({ scheme: PAGES, path: `/${rule}.md` });
  await vscode.commands.executeCommand("markdown.showLockedPreviewToSide", page);
}

/** What the program prints, by the configuration that holds for a document; nothing, with a word to the user, where it fails. */
function ask(desk: Desk, args: string[], document?: vscode.TextDocument): Promise<string | undefined> {
  return new Promise((resolve) => {
    const tell = (message: string) => {
      void vscode.window.showWarningMessage(message);
      resolve(undefined);
    };
    try {
      const cwd = document?.uri.scheme === "file" ? path.dirname(document.uri.fsPath) : os.homedir();
      const options = { cwd, timeout: 10_000, maxBuffer: 4 << 20 };
      execFile(desk.program(), args, options, (error, stdout, stderr) =>
        error ? tell(stderr.trim() || error.message) : resolve(stdout),
      );
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  });
}
