// Checks and fixes of whole files and folders.

import * as vscode from "vscode";
import type { Desk } from "./desk";
import { run } from "./program";
import { tell } from "./tell";
import type { Unopened } from "./unopened";

/** Applies all safe fixes in the active document. */
export async function fixAll(desk: Desk): Promise<void> {
  await desk.start();
  await vscode.commands.executeCommand("editor.action.codeAction", {
    kind: "source.fixAll.copydesk",
    apply: "first",
  });
}

/** Applies all safe fixes in the files of the workspace, as the command line does. */
export async function fixWorkspace(desk: Desk): Promise<void> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  if (folders.length === 0) {
    tell("Open the folder that contains the bulletins first.");
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
  tell(said.filter(Boolean).join(" ") || "There are no safe fixes to apply.");
}

/** Requests the findings in every bulletin of the workspace, open or not, so that Problems lists them all. */
export async function checkWorkspace(desk: Desk, unopened: Unopened): Promise<void> {
  await desk.start();
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: "copydesk", cancellable: true },
    (progress, token) => unopened.check(progress, token),
  );
  await vscode.commands.executeCommand("workbench.panel.markers.view.focus");
}

/** Checks the active document even if it would be skipped. */
export async function checkThis(desk: Desk): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document) {
    await desk.start();
    await desk.ask("copydesk/check", document);
  }
}
