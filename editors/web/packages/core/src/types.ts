/** A text and its name, which may contain the issue date: `2018-10-10-letter.md`. */
export interface Draft {
  /** `draft.md` if none is given. */
  path?: string;
  text: string;
}

/** The settings for a draft. */
export interface Settings {
  /** The text of a `copydesk.toml`. Lists that it names are not read: there are no files here. */
  config?: string;
  /** The issue date, which takes precedence over the text: `2018-10-10`. */
  date?: string;
  /** A profile, which takes precedence over the configuration. */
  profile?: string;
}

export type Level = "error" | "warning" | "info" | "hint";

/** A place: `offset` counts UTF-8 bytes from 0; lines and columns count from 1, columns in Unicode scalar values. */
export interface Place {
  offset: number;
  line: number;
  column: number;
}

/** A change; its places are UTF-8 bytes. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

export interface Fix {
  /** A safe fix cannot change what the text says; any other is for review. */
  safety: "safe" | "review";
  title: string;
  edits: Edit[];
}

export interface Finding {
  path: string;
  rule: string;
  level: Level;
  message: string;
  start: Place;
  end: Place;
  /** The best fix. */
  fix: Fix | null;
  /** All fixes, best first, if there are several. */
  fixes?: Fix[];
  related: { message: string; start: Place; end: Place }[];
  /** Shared by findings that one decision settles. */
  group: string | null;
}

/** What `copydesk check --format json` prints. */
export interface Report {
  version: 1;
  diagnostics: Finding[];
  issue_date: string | null;
  summary: { files: number; errors: number; warnings: number; infos: number; hints: number };
}

/** A date as written, and its meaning as far as it is known. */
export interface CitedDate {
  text: string;
  date: string | null;
  precision: "day" | "month" | "year" | "none";
}

/** What is cited. Keys that are rarely known are not declared here; `docs/cli.md` and the index itself name them. */
export interface CitedItem {
  start: number;
  end: number;
  kind: string;
  source: string | null;
  source_id: string | null;
  url: string | null;
  dates: CitedDate[];
  [more: string]: unknown;
}

export interface IndexedContents {
  citations: { start: number; end: number; style: string; note?: string; items: CitedItem[] }[];
  actors: { id: string; text: string; start: number; end: number }[];
  abbreviations: { short: string; long: string; start: number; end: number; uses: number }[];
  notes: { label: string; start: number; end: number; references: { start: number; end: number }[]; items: CitedItem[] }[];
}

/** What `copydesk index --format json` prints. */
export interface Index {
  version: 1;
  documents: {
    path: string;
    issue: { date: string | null; volume: number | null; number: number | null };
    articles: ({ title: string; authors: string[]; start: number; end: number } & IndexedContents)[];
    outside?: IndexedContents;
  }[];
}

export interface Fixed {
  text: string;
  /** How many fixes were applied. */
  applied: number;
}

/** What is known about a place, in Markdown. */
export interface Hover {
  start: number;
  end: number;
  markdown: string;
}

/** What the documentation of a completion is about. */
export type Subject = { actor: string } | { source: string } | { rule: string };

export interface Completion {
  label: string;
  detail: string;
  kind: "source" | "address" | "date" | "actor" | "note" | "citation" | "author" | "rule" | "key";
  edit: Edit;
  /** The same with placeholders, as an LSP snippet. */
  snippet?: string;
  /** Another edit elsewhere in the text, to be applied with it. */
  also?: Edit;
  /** What typed words are matched against. */
  filter: string;
  subject?: Subject;
}

export interface Completions {
  /** Best first. */
  items: Completion[];
  /** There are more, or typing more may change them. */
  incomplete: boolean;
}

export interface Turn {
  start: number;
  end: number;
  style: "note" | "inline" | "numbered";
}

export interface Turned {
  edits: Edit[];
  /** A message about citations that were not converted. */
  message: string | null;
}

/** What can be done at a place: one of the last six keys says how. */
export interface Action {
  title: string;
  kind: "fix" | "fix-all" | "rewrite";
  /** The finding that it is offered for. */
  finding?: { rule: string; start: number; end: number };
  /** Whether it is the obvious choice. */
  preferred: boolean;
  edits?: Edit[];
  snippet?: { edit: Edit; snippet: string };
  /** All fixes of a rule, or all safe ones: `edits` returns them. */
  all?: { rule: string | null };
  /** The fixes of one decision: `edits` returns them. */
  group?: { name: string; rank: number };
  /** Converts the citations in a range into another style: `turn` returns its edits. */
  turn?: Turn;
  /** Shows the page of a rule. */
  explain?: { rule: string };
}

/** What is wrong with a configuration; `start` and `end` are UTF-8 bytes of its text. */
export interface Problem {
  start: number;
  end: number;
  line: number;
  level: Level;
  message: string;
}

export interface Rule {
  name: string;
  family: string;
  level: Level | "off";
  fix: "safe" | "review" | "none";
  summary: string;
}

/** The questions that a desk answers. All places are UTF-8 bytes: `Places` converts them. */
export interface Desk {
  /** The findings in one draft or several. `level` is the lowest level to report, by default `info`. */
  check(drafts: Draft | Draft[], settings?: Settings, level?: Level): Report;
  /** The same, byte for byte as the command line prints it. */
  checkJson(drafts: Draft | Draft[], settings?: Settings, level?: Level): string;
  /** The contents of drafts: articles, citations, actors, abbreviations, notes. */
  index(drafts: Draft | Draft[], settings?: Settings): Index;
  /** The same, byte for byte as the command line prints it. */
  indexJson(drafts: Draft | Draft[], settings?: Settings): string;
  /** Applies the safe fixes; with `review`, the others too; with `rules`, only those of these rules. */
  fix(draft: Draft, settings?: Settings, wanted?: { review?: boolean; rules?: string[] }): Fixed;
  hover(draft: Draft, settings: Settings | undefined, offset: number): Hover | null;
  /** `typedSpace` says that a space was just typed: then there are answers only where a space calls for completion. */
  complete(draft: Draft, settings: Settings | undefined, offset: number, typedSpace?: boolean): Completions;
  /** The documentation of a completion, in Markdown. */
  card(draft: Draft, settings: Settings | undefined, subject: Subject): string | null;
  actions(draft: Draft, settings: Settings | undefined, start: number, end: number): Action[];
  /** The edits of an action that does not contain them. */
  edits(draft: Draft, settings: Settings | undefined, wanted: Pick<Action, "all" | "group">): Edit[];
  /** Converts the citations in a range into another style; null if the configuration excludes the draft. */
  turn(draft: Draft, settings: Settings | undefined, wanted: Turn): Turned | null;
  /** What is wrong with the configuration. */
  problems(settings: Settings): Problem[];
  rules(): Rule[];
  /** The names of the profiles. */
  profiles(): string[];
  /** The page of a rule, in Markdown. */
  explain(rule: string): string;
}

/** A desk that answers asynchronously, in a worker. */
export type AsyncDesk = { [Name in keyof Desk]: (...args: Parameters<Desk[Name]>) => Promise<ReturnType<Desk[Name]>> };
