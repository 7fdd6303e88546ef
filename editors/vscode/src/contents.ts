// The contents of the active bulletin: its issue, articles, citations and actors, as the server lists them.

import * as vscode from "vscode";
import type { Desk } from "./desk";
import { isMarkdown } from "./languages";
import type { Found, Listing } from "./listing";

/** How long typing must pause before a bulletin is listed again, in milliseconds. */
const REST = 500;

/** Lists the bulletin in the active editor, and again after each change. */
export class Contents implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Found | undefined>();
  private readonly parts: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private round = 0;
  private last: Found | undefined;

  /** Fires when there is a new listing, or none any more. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly desk: Desk) {
    const shown = (uri: vscode.Uri) => uri.toString() === vscode.window.activeTextEditor?.document.uri.toString();
    this.parts = [
      this.changed,
      vscode.window.onDidChangeActiveTextEditor(() => this.soon(0)),
      // The server was asked for findings, so it is running and has the text.
      desk.onDidShow((uri) => shown(uri) && this.soon(0)),
      desk.onDidRefresh(() => this.soon(REST)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => shown(document.uri) && this.soon(REST)),
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
      // The focus is in a panel or the tree: the last listing still applies.
      return;
    }
    const listing = isMarkdown(document) ? await this.desk.ask<Listing>("copydesk/contents", document) : undefined;
    if (round === this.round) {
      this.last = listing ? { document, listing } : undefined;
      this.changed.fire(this.last);
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.parts.forEach((part) => part.dispose());
  }
}
