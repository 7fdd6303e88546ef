// Which program is the server, and what to say when there is none.

import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";

/** The oldest server that this extension works with. */
const OLDEST: [number, number, number] = [0, 1, 0];

/** How long the program may take to print its version, in milliseconds. */
const PATIENCE = 10_000;

/** A server that cannot be used, and what to do about it. */
export class Unusable extends Error {}

const NAME = process.platform === "win32" ? "copydesk.exe" : "copydesk";

/**
 * The program to run: the one that the settings name, else the one in the extension, else the one on the PATH. Always a
 * full path, so that a program in the opened folder is never run by mistake.
 */
export function program(context: vscode.ExtensionContext): string {
  // A setting of an untrusted folder never gets here: see restrictedConfigurations in package.json.
  const named = vscode.workspace.getConfiguration("copydesk").get<string>("path")?.trim();
  if (named) {
    const file = named.replace(/^~(?=[/\\])/, os.homedir());
    if (path.isAbsolute(file)) {
      return runnable(file, `The setting copydesk.path names “${named}”`);
    }
    if (!/[/\\]/.test(file)) {
      return onPath(file);
    }
    throw new Unusable(`The setting copydesk.path names “${named}”. Give the whole path of the program.`);
  }
  const bundled = context.asAbsolutePath(path.join("server", NAME));
  return fs.existsSync(bundled) ? runnable(bundled, "The extension brings its own copydesk") : onPath(NAME);
}

/** The file, which must exist and be executable; `why` says where the name comes from. */
function runnable(file: string, why: string): string {
  if (!isFile(file)) {
    throw new Unusable(`${why}, but there is no such file. Correct the setting, or leave it empty.`);
  }
  if (!isExecutable(file)) {
    throw new Unusable(`${why}, but it may not be run. Make it executable: chmod +x "${file}".`);
  }
  return file;
}

/** The first program of that name on the PATH; relative entries are ignored. */
function onPath(name: string): string {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const names = process.platform === "win32" && !path.extname(name) ? [`${name}.exe`] : [name];
  const files = folders.flatMap((folder) => names.map((each) => path.join(folder, each))).filter(isFile);
  const found = files.find(isExecutable);
  if (found) {
    return found;
  }
  if (files[0]) {
    throw new Unusable(`“${files[0]}” may not be run. Make it executable: chmod +x "${files[0]}".`);
  }
  throw new Unusable(
    `The program “${name}” was not found. Install copydesk so that it is on the PATH (“cargo install --locked --path .” in its folder), or name the program in the setting copydesk.path.`,
  );
}

function isFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Checks that the program runs and is new enough; returns its version. */
export function version(command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, ["--version"], { timeout: PATIENCE, cwd: path.dirname(command) }, (error, stdout) => {
      const found = /\bcopydesk (\d+)\.(\d+)\.(\d+)/.exec(stdout);
      const numbers = found?.slice(1, 4).map(Number);
      const said = numbers?.join(".");
      if (error) {
        reject(new Unusable(`“${command}” could not be started: ${error.message.trim()}`));
      } else if (!numbers || !said) {
        reject(new Unusable(`“${command}” is not copydesk: it does not say a version. Correct the setting copydesk.path.`));
      } else if (older(numbers)) {
        reject(
          new Unusable(
            `“${command}” is copydesk ${said}, too old for this extension. Install ${OLDEST.join(".")} or later.`,
          ),
        );
      } else {
        resolve(said);
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
