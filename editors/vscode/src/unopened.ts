// The findings in bulletins that are not open in a tab. Once the user has checked the whole workspace, Problems lists them for
// the files as saved: they are requested again when a file or a setting changes.

import * as vscode from "vscode";
import type { Desk } from "./desk";
import { isOff } from "./languages";
import { fileOf, isShown } from "./tabs";

/** The files that are checked. */
const FILES = "**/*.{md,markdown,mdown,mkd}";
const MARKDOWN = /\.(?:md|markdown|mdown|mkd)$/i;

/** Other people's Markdown. */
const FOREIGN = "**/node_modules/**";

/** The most files that are checked. */
const MOST = 10_000;

/** How many files are checked at a time. */
const AT_ONCE = 8;

/** How long changes must pause before everything is checked again, in milliseconds. */
const REST = 300;

export class Unopened implements vscode.Disposable {
  private readonly findings = vscode.languages.createDiagnosticCollection("copydesk");
  private readonly parts: vscode.Disposable[] = [this.findings];
  /** The files that have findings. */
  private readonly found = new Map<string, vscode.Uri>();
  /** How often each file was requested: only the latest answer counts. */
  private readonly rounds = new Map<string, number>();
  private watches = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly desk: Desk) {}

  /** Checks all bulletins of the workspace; from now on, their findings are kept up to date with the files. */
  async check(progress: vscode.Progress<{ message?: string; increment?: number }>, token: vscode.CancellationToken): Promise<void> {
    this.watch();
    const files = await vscode.workspace.findFiles(FILES, FOREIGN, MOST, token);
    let done = 0;
    await this.each(files, token, () => {
      progress.report({ message: `${++done} of ${files.length}`, increment: 100 / files.length });
    });
  }

  private async each(files: vscode.Uri[], token?: vscode.CancellationToken, looked?: () => void): Promise<void> {
    const left = files.values();
    const work = async () => {
      for (const file of left) {
        if (token?.isCancellationRequested) {
          return;
        }
        await this.look(file);
        looked?.();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  private watch(): void {
    if (this.watches) {
      return;
    }
    this.watches = true;
    const watcher = vscode.workspace.createFileSystemWatcher(FILES, false, false, true);
    // If a folder is deleted, its files are not reported one by one, so every deletion is watched.
    const deletions = vscode.workspace.createFileSystemWatcher("**", true, true, false);
    const look = (file: vscode.Uri) => void (file.path.includes("/node_modules/") || this.look(file));
    this.parts.push(
      watcher,
      watcher.onDidCreate(look),
      watcher.onDidChange(look),
      deletions,
      deletions.onDidDelete((gone) => {
        const file = this.found.get(gone.toString());
        if (file) {
          look(file);
        } else if (!MARKDOWN.test(gone.path)) {
          // This may be a folder.
          [...this.found.values()].filter((each) => each.toString().startsWith(`${gone}/`)).forEach(look);
        }
      }),
      this.desk.onDidShow((file) => this.put(file, [])),
      // The editor itself reports nothing more on a document whose last tab was closed.
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        closed.map(fileOf).filter((file) => file !== undefined && MARKDOWN.test(file.path)).forEach((file) => look(file!));
      }),
      // The editor may keep a document without a tab, for minutes. Until it lets go of it, the server answers for that text, which
      // follows the file a moment after the file has changed.
      vscode.workspace.onDidChangeTextDocument(({ document: { uri } }) => void (MARKDOWN.test(uri.path) && !isShown(uri) && look(uri))),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void (MARKDOWN.test(uri.path) && look(uri))),
      this.desk.onDidRefresh(() => this.soon()),
      vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("copydesk") && this.soon()),
    );
  }

  /** Checks everything again. */
  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const files = [...this.found.values(), ...(await vscode.workspace.findFiles(FILES, FOREIGN, MOST))];
      await this.each([...new Map(files.map((file) => [file.toString(), file])).values()]);
    }, REST);
  }

  private async look(file: vscode.Uri): Promise<void> {
    const key = file.toString();
    const round = (this.rounds.get(key) ?? 0) + 1;
    this.rounds.set(key, round);
    const found = await this.ask(file);
    // The editor itself requests findings in open tabs. If the server is off, its last findings stay.
    if (found && !isShown(file) && this.rounds.get(key) === round) {
      this.put(file, found);
    }
  }

  private put(file: vscode.Uri, found: vscode.Diagnostic[]): void {
    const key = file.toString();
    // Each change notifies everything that shows findings, so an empty list is not set for nothing.
    if (found.length > 0) {
      this.found.set(key, file);
      this.findings.set(file, found);
    } else if (this.found.delete(key)) {
      this.findings.delete(file);
    }
  }

  private async ask(file: vscode.Uri): Promise<vscode.Diagnostic[] | undefined> {
    // The server reads only its own disk.
    if (file.scheme !== "file" || isOff(file)) {
      return [];
    }
    // If a file is gone, the server may still hold the text that an editor showed.
    const exists = await vscode.workspace.fs.stat(file).then(() => true, () => false);
    return exists ? this.desk.findings(file) : [];
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.parts.forEach((part) => part.dispose());
  }
}
