// Whether a document is one of ours: most Markdown is no bulletin, and the server is told of none but bulletins.

import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient/node";

/** A link and a date in brackets, as far as a pattern can tell; the server judges better. */
const CITATION =
  /\(\s*(?:see\s+)?\[[^\]\n]{2,80}\]\s?\([^)\n]*\)\s*,?\s*(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|\d{1,2}[ ./])/;

/** Characters that are looked at: citations stand early in a bulletin. */
const LOOKED_AT = 200_000;

/** What the server can be told of. */
const SCHEMES = ["file", "untitled", "vscode-vfs"];

/** The languages of bulletins; extensions for VS Code give the last three to `.mdx`, `.qmd` and `.Rmd`. */
export const LANGUAGES = ["markdown", "mdx", "quarto", "rmd"];

/** Whether a text cites. */
export function cites(text: string): boolean {
  return CITATION.test(text.slice(0, LOOKED_AT));
}

/** Settings that make a bulletin of the folder's Markdown. */
const OURS = ["style", "rules", "issue", "abbreviations", "terms"];

/** The setting that says what is wanted. */
function enabled(uri: vscode.Uri): string | undefined {
  return vscode.workspace.getConfiguration("copydesk", uri).get<string>("enable");
}

/** Whether the server may be told of a document. */
function mayBe(uri: vscode.Uri): boolean {
  return SCHEMES.includes(uri.scheme) && enabled(uri) !== "never";
}

/** Whether the settings for a document say something, or it cites. */
function asks(uri: vscode.Uri, text: () => string): boolean {
  const settings = vscode.workspace.getConfiguration("copydesk", uri);
  return OURS.some((section) => Object.keys(settings.get<object>(section) ?? {}).length > 0) || cites(text());
}

/** Decides which documents are bulletins. One that was wanted once stays so while it is open. */
export class Wanted implements vscode.Disposable {
  private readonly chosen = new Set<string>();
  private configured = false;
  private readonly watcher = vscode.workspace.createFileSystemWatcher("**/copydesk.toml", false, true, false);
  private readonly parts: vscode.Disposable[];
  private readonly changed = new vscode.EventEmitter<void>();

  /** The folder's configuration appeared or went. */
  readonly onDidChange = this.changed.event;

  constructor() {
    const look = () => void this.look().then(() => this.changed.fire());
    this.parts = [
      this.watcher,
      this.changed,
      this.watcher.onDidCreate(look),
      this.watcher.onDidDelete(look),
      vscode.workspace.onDidCloseTextDocument((document) => this.chosen.delete(document.uri.toString())),
    ];
  }

  /** Looks for a configuration in the workspace. */
  async look(): Promise<void> {
    this.configured = (await vscode.workspace.findFiles("**/copydesk.toml", "**/node_modules/**", 1)).length > 0;
  }

  /** From now on the document is wanted, whatever it says. */
  choose(document: vscode.TextDocument): void {
    this.chosen.add(document.uri.toString());
  }

  /** Whether the settings, the folder or the document ask for the server. */
  has(document: vscode.TextDocument): boolean {
    const { uri, languageId } = document;
    if (!mayBe(uri)) {
      return false;
    }
    if (uri.path.endsWith("/copydesk.toml")) {
      return true;
    }
    if (!LANGUAGES.includes(languageId)) {
      return false;
    }
    const key = uri.toString();
    if (this.wantsAll(uri) || this.chosen.has(key)) {
      return true;
    }
    if (asks(uri, () => document.getText())) {
      this.chosen.add(key);
      return true;
    }
    return false;
  }

  /** Whether the settings, the folder or the text of a Markdown file that is not open ask for the server. */
  wants(uri: vscode.Uri, text: () => string): boolean {
    return mayBe(uri) && (this.wantsAll(uri) || asks(uri, text));
  }

  private wantsAll(uri: vscode.Uri): boolean {
    return this.configured || enabled(uri) === "always";
  }

  dispose(): void {
    this.parts.forEach((part) => part.dispose());
  }
}

/** Keeps from the server the documents that are not wanted, until they are. What the server does not know it leaves alone. */
export class Gate {
  private readonly waiting = new Map<string, () => Promise<void>>();

  constructor(private readonly wanted: Wanted) {}

  readonly middleware: Middleware = {
    didOpen: (document, next) => {
      const key = document.uri.toString();
      if (this.wanted.has(document)) {
        this.waiting.delete(key);
        return next(document);
      }
      this.waiting.set(key, () => next(document));
      return Promise.resolve();
    },
    didChange: (change, next) => {
      const key = change.document.uri.toString();
      return this.waiting.has(key) ? this.reconsider(change.document) : next(change);
    },
    didSave: (document, next) => (this.waiting.has(document.uri.toString()) ? Promise.resolve() : next(document)),
    didClose: (document, next) => (this.waiting.delete(document.uri.toString()) ? Promise.resolve() : next(document)),
  };

  /** Whether a document is kept from the server. */
  holds(uri: vscode.Uri): boolean {
    return this.waiting.has(uri.toString());
  }

  /** Lets a document through that has become wanted, as it is now. */
  async reconsider(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    const open = this.waiting.get(key);
    if (open && this.wanted.has(document)) {
      this.waiting.delete(key);
      await open();
    }
  }
}
