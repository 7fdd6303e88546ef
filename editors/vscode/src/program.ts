// What the same program does on the command line: writes the editorial report, or a configuration to start from.

import { execFile } from "node:child_process";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import type { Desk } from "./desk";
import { tell } from "./tell";

/** Writes the editorial report of the active file to the system's temporary folder, and opens it in the browser. */
export async function report(desk: Desk): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.uri.scheme !== "file" || !(await document.save())) {
    tell("Open a bulletin and save it first: the report is made from its file.");
    return;
  }
  const name = `${path.basename(document.uri.fsPath, path.extname(document.uri.fsPath))}-report.html`;
  const page = path.join(os.tmpdir(), name);
  const file = document.uri.fsPath;
  await run(desk, ["report", "--force", "-o", page, path.basename(file)], path.dirname(file));
  await vscode.env.openExternal(vscode.Uri.file(page));
}

/** Writes a configuration to start from to the workspace folder, and shows it. */
export async function init(desk: Desk): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const placeHolder = "The folder of the bulletins";
  const chosen = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick({ placeHolder }) : folders[0];
  if (!chosen) {
    tell("Open the folder that contains the bulletins first.");
    return;
  }
  if ((await ask(desk, ["init"], chosen.uri.fsPath)) !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(chosen.uri, "copydesk.toml"));
  }
}

/** What the program prints; if it fails, nothing, and the user is told. */
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

/** What the program prints about a folder, whatever its exit status: 1 only means that there are findings. */
export function run(desk: Desk, args: string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    const options = { cwd, timeout: 120_000, maxBuffer: 64 << 20 };
    execFile(desk.program(), args, options, (_, stdout, stderr) => resolve(stdout.trim() || stderr.trim()));
  });
}
