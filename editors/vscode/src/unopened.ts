// The findings of bulletins that no tab shows. Once somebody has asked for the whole workspace, they stand in Problems as
// the files say it: they are asked for anew when a file or a setting changes.

import * as vscode from "vscode";
import type { Desk } from "./desk";
import { isOff } from "./languages";
import { fileOf, isShown } from "./tabs";

/** What is looked at. */
const FILES = "**/*.{md,markdown,mdown,mkd}";
const MARKDOWN = /\.(?:md|markdown|mdown|mkd)$/i;

/** Other people's Markdown. */
const FOREIGN = "**/node_modules/**";

/** Files that are looked at, at most. */
const MOST = 10_000;

/** Files that are asked for at a time. */
const AT_ONCE = 8;

/** How long changes must rest before all is asked for anew, in milliseconds. */
const REST = 300;

export class Unopened implements vscode.Disposable {
  private readonly findings = vscode.languages.createDiagnosticCollection("copydesk");
  private readonly parts: vscode.Disposable[] = [this.findings];
  /** The files that have findings. */
  private readonly found = new Map<string, vscode.Uri>();
  /** How often each file was asked for: only the newest answer counts. */
  private readonly rounds = new Map<string, number>();
  private watches = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly desk: Desk) {}

  /** Asks for all bulletins of the workspace; from now on their findings are kept as the files are. */
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
    // Where a folder goes, nobody speaks of its files: all that goes is looked at.
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
          // Perhaps a folder.
          [...this.found.values()].filter((each) => each.toString().startsWith(`${gone}/`)).forEach(look);
        }
      }),
      this.desk.onDidShow((file) => this.put(file, [])),
      // The editor itself says nothing more of a document whose last tab was closed.
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        closed.map(fileOf).filter((file) => file !== undefined && MARKDOWN.test(file.path)).forEach((file) => look(file!));
      }),
      this.desk.onDidRefresh(() => this.soon()),
      vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("copydesk") && this.soon()),
    );
  }

  /** Everything is asked for anew. */
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
    // What a tab shows, the editor asks for itself. A server that is off says nothing, and what it said stands.
    if (found && !isShown(file) && this.rounds.get(key) === round) {
      this.put(file, found);
    }
  }

  private put(file: vscode.Uri, found: vscode.Diagnostic[]): void {
    const key = file.toString();
    // Each change tells everybody who shows findings.
    if (found.length > 0) {
      this.found.set(key, file);
      this.findings.set(file, found);
    } else if (this.found.delete(key)) {
      this.findings.delete(file);
    }
  }

  private async ask(file: vscode.Uri): Promise<vscode.Diagnostic[] | undefined> {
    // The server reads its own disk alone.
    if (file.scheme !== "file" || isOff(file)) {
      return [];
    }
    // Of a file that went, the server may still hold what an editor showed.
    const exists = await vscode.workspace.fs.stat(file).then(() => true, () => false);
    return exists ? this.desk.findings(file) : [];
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.parts.forEach((part) => part.dispose());
  }
}
