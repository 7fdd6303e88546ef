// The server's answers to its own requests about a bulletin, as src/lsp/convert/desk.rs writes them.

import type * as vscode from "vscode";
import type { Range, TextEdit, WorkspaceEdit } from "vscode-languageclient/node";

export interface Worst {
  level: "error" | "warning";
  message: string;
  range: Range;
}

export interface Cited {
  name: string;
  address: string | null;
  dates: string[];
  range: Range;
  worst: Worst | null;
}

export interface Named {
  name: string;
  times: number;
  range: Range;
}

export interface Article {
  title: string;
  authors: string[];
  range: Range;
  faults: number;
  cited: Cited[];
  actors: Named[];
}

/** `copydesk/contents`: whether a document is checked, and its contents. */
export interface Listing {
  checked: boolean;
  /** Why it is not checked. */
  why: string | null;
  /** The issue date. */
  date: string | null;
  articles: Article[];
}

/** A listing and its document. */
export interface Found {
  document: vscode.TextDocument;
  listing: Listing;
}

/** `copydesk/citation`: the citation of an address, or why there is none. */
export interface Citation {
  title: string | null;
  range: Range | null;
  text: string | null;
  snippet: string | null;
  /** Text inserted elsewhere along with it: the definition of a note. */
  also: TextEdit | null;
  refused: string | null;
}

/** The fields of a record, and the kinds to choose from. */
export interface Form {
  name: string;
  abbreviation: string;
  kind: string;
  host: string;
  kinds: string[];
}

/** `copydesk/record`: what is at a place. */
export interface Looked {
  what: "actor" | "source";
  name: string;
  range: Range;
  message: string | null;
  near: { title: string; edit: WorkspaceEdit }[];
  form: Form | null;
}

/** `copydesk/addRecord`: the edit that adds a record, or why there is none. */
export interface Added {
  edit: WorkspaceEdit | null;
  list: string | null;
  refused: string | null;
}
