// What `copydesk index` says of a bulletin.

import type * as vscode from "vscode";

/** A stretch of the text; bytes of UTF-8. */
export interface Stretch {
  start: number;
  end: number;
}

export interface Group extends Stretch {
  items: { source: string | null; url: string | null; dates: { text: string }[] }[];
}

export interface Actor extends Stretch {
  id: string;
  text: string;
}

export interface Article extends Stretch {
  title: string;
  authors: string[];
  citations: Group[];
  actors: Actor[];
}

/** What a bulletin says. */
export interface Listing {
  issue: { date: string | null; volume: number | null; number: number | null };
  articles: Article[];
}

/** A listing, and the document that it is of. */
export interface Found {
  document: vscode.TextDocument;
  listing: Listing;
}
