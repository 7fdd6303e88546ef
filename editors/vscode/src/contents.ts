// What the shown bulletin says: its issue, articles, citations and actors, as `copydesk index` lists them.

import { execFile } from "node:child_process";
import * as os from "node:os";
import * as vscode from "vscode";
import type { Desk } from "./desk";
import type { Found, Listing } from "./listing";
import { LANGUAGES } from "./wanted";

/** How long typing must rest before a bulletin is listed anew, in milliseconds. */
const REST = 500;

/** Characters above which a document is not listed. */
const LARGEST = 5_000_000;

/** Lists the bulletin in the active editor, and again after each change. */
export class Contents implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Found | undefined>();
  private readonly parts: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private round = 0;
  private last: Found | undefined;

  /** There is a new listing, or none. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly desk: Desk) {
    this.parts = [
      this.changed,
      vscode.window.onDidChangeActiveTextEditor(() => this.soon(0)),
      // The first findings tell that the server runs, and that the document is a bulletin.
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        const shown = vscode.window.activeTextEditor?.document.uri.toString();
        if (uris.some((uri) => uri.toString() === shown)) {
          this.soon(REST);
        }
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) {
          this.soon(REST);
        }
      }),
    ];
  }

  /** The last listing. */
  found(): Found | undefined {
    return this.last;
  }

  private soon(after: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.list(), after);
  }

  private async list(): Promise<void> {
    const round = ++this.round;
    const document = vscode.window.activeTextEditor?.document;
    if (!document) {
      // The focus is in a panel or the tree: what was listed still stands.
      return;
    }
    const bulletin = LANGUAGES.includes(document.languageId) && this.desk.runs() && this.desk.wanted.has(document);
    const text = bulletin ? document.getText() : "";
    const listing = bulletin && text.length < LARGEST ? await read(this.desk, document, text) : undefined;
    if (round === this.round) {
      this.last = listing && { document, listing };
      this.changed.fire(this.last);
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.parts.forEach((part) => part.dispose());
  }
}

function read(desk: Desk, document: vscode.TextDocument, text: string): Promise<Listing | undefined> {
  return new Promise((resolve) => {
    const args = ["index", "--format", "json", "--stdin-filename", document.uri.fsPath];
    const date = vscode.workspace.getConfiguration("copydesk", document).get<{ date?: unknown }>("issue")?.date;
    if (typeof date === "string") {
      args.push("--date", date);
    }
    const options = { cwd: os.homedir(), timeout: 10_000, maxBuffer: 64 << 20 };
    let child;
    try {
      child = execFile(desk.program(), [...args, "-"], options, (_, stdout) => {
        try {
          resolve((JSON.parse(stdout) as { documents: Listing[] }).documents[0]);
        } catch {
          resolve(undefined);
        }
      });
    } catch {
      resolve(undefined);
      return;
    }
    // A program that ends before it has read everything breaks the pipe; its answer says the rest.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(text);
  });
}
