// Which program is the server, and what to say when there is none.

import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

/** The oldest server that this extension knows how to speak with. */
const OLDEST: [number, number, number] = [0, 1, 0];

/** A server that cannot be used, and what to do about it. */
export class Unusable extends Error {}

const NAME = process.platform === "win32" ? "copydesk.exe" : "copydesk";

/** The program to run: the one that the settings name, else the one in the extension, else the one on the PATH. */
export function program(context: vscode.ExtensionContext): string {
  const settings = vscode.workspace.getConfiguration("copydesk").inspect<string>("path");
  // A folder's own settings count only where the folder is trusted.
  const local = vscode.workspace.isTrusted ? (settings?.workspaceFolderValue ?? settings?.workspaceValue) : undefined;
  const named = local || settings?.globalValue;
  if (named) {
    return named;
  }
  const bundled = context.asAbsolutePath(path.join("server", NAME));
  return fs.existsSync(bundled) ? bundled : NAME;
}

/** Makes sure that the program runs and is new enough; gives its version. */
export function version(command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, ["--version"], { timeout: 10_000 }, (error, stdout) => {
      if (error) {
        reject(new Unusable(reason(command, error)));
        return;
      }
      const found = /(\d+)\.(\d+)\.(\d+)/.exec(stdout);
      const numbers = found?.slice(1, 4).map(Number);
      if (!found || !numbers) {
        reject(new Unusable(`${command} does not say its version: is it copydesk?`));
      } else if (older(numbers)) {
        reject(new Unusable(`copydesk ${found[0]} is too old for this extension. Install ${OLDEST.join(".")} or later.`));
      } else {
        resolve(found[0]);
      }
    });
  });
}

function older(numbers: number[]): boolean {
  for (let part = 0; part < OLDEST.length; part++) {
    if (numbers[part] !== OLDEST[part]) {
      return (numbers[part] ?? 0) < OLDEST[part]!;
    }
  }
  return false;
}

function reason(command: string, error: { code?: string | number | null; message: string }): string {
  switch (error.code) {
    case "ENOENT":
      return `copydesk was not found (“${command}”). Install it, or name it in the setting copydesk.path.`;
    case "EACCES":
      return `${command} may not be run: it is not executable.`;
    default:
      return `${command} could not be started: ${error.message}`;
  }
}
