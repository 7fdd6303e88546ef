// Goes from finding to finding, and to their explanations.

import * as vscode from "vscode";
import type { Contents } from "./contents";
import type { Cited } from "./listing";
import { goTo } from "./places";
import { tell } from "./tell";

/** The scheme of rule pages. */
export const PAGES = "copydesk-rule";

/** Shows the page of a rule: the named one, or the one that reports a finding at the cursor. */
export async function explain(named?: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const place = editor?.selection.active;
  const found = editor && place ? findings(editor.document) : [];
  const here = found.find((finding) => place && finding.range.contains(place));
  const rule = named ?? (typeof here?.code === "object" ? here.code.value : here?.code);
  if (rule === undefined) {
    tell("There is no copydesk finding at the cursor.");
    return;
  }
  const page = vscode.Uri.from({ scheme: PAGES, path: `/${rule}.md` });
  await vscode.commands.executeCommand("markdown.showLockedPreviewToSide", page);
}

function findings(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter((finding) => finding.source === "copydesk");
}

/** Goes to the next or previous finding that should not be printed, wrapping around. */
export async function step(by: 1 | -1): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    return;
  }
  const { Error, Warning } = vscode.DiagnosticSeverity;
  const faults = findings(editor.document).filter(({ severity }) => severity === Error || severity === Warning);
  const places = faults.map(({ range }) => range.start).sort((one, other) => one.compareTo(other));
  const here = editor.selection.active;
  const next =
    by === 1
      ? (places.find((place) => place.isAfter(here)) ?? places[0])
      : (places.filter((place) => place.isBefore(here)).at(-1) ?? places.at(-1));
  if (!next) {
    tell("No finding in this file requires a change.");
    return;
  }
  goTo(editor, { start: next, end: next });
  await vscode.commands.executeCommand("editor.action.showHover");
}

/** Offers a choice of the citations in the active bulletin that lack a date or a link. */
export async function showUndated(contents: Contents): Promise<void> {
  const found = contents.found();
  const open = (found?.listing.articles ?? []).flatMap(({ cited }) => cited.filter(({ worst }) => worst));
  if (!found || open.length === 0) {
    tell("No citation in this file is incomplete.");
    return;
  }
  const items = open.map((item: Cited) => ({ label: item.name, description: item.worst?.message ?? "", item }));
  const chosen = await vscode.window.showQuickPick(items, { title: "Incomplete citations", matchOnDescription: true });
  if (chosen) {
    goTo(await vscode.window.showTextDocument(found.document), chosen.item.worst?.range ?? chosen.item.range);
    await vscode.commands.executeCommand("editor.action.quickFix");
  }
}
