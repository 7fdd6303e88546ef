// Adds a record to the house's lists: the server says what is at a place and proposes a record, the user completes it in one
// small form, and sees what was written.

import * as vscode from "vscode";
import type { Range } from "vscode-languageclient/node";
import type { Desk } from "./desk";
import type { Added, Form, Looked } from "./listing";

/** Adds the name at a place to the house's lists; by default the selection, or the name at the cursor. */
export async function addRecord(desk: Desk, uri?: string, range?: Range, what?: string): Promise<void> {
  const editor = uri
    ? await vscode.window.showTextDocument(vscode.Uri.parse(uri))
    : vscode.window.activeTextEditor;
  if (!editor) {
    return;
  }
  await desk.start();
  const { document } = editor;
  const asked = { range: range ?? editor.selection, ...(what ? { what } : {}) };
  const found = await desk.ask<Looked>("copydesk/record", document, asked);
  if (!found) {
    return;
  }
  if (found.near.length > 0 || !found.form) {
    if (!(await instead(desk, found)) || !found.form) {
      return;
    }
  }
  await fill(desk, document, found.what, found.form);
}

/** Offers listed names that are the same or similar. Returns whether the user wants a new record anyway. */
async function instead(desk: Desk, found: Looked): Promise<boolean> {
  if (found.near.length === 0) {
    void vscode.window.showInformationMessage(found.message ?? "Nothing can be recorded here.");
    return false;
  }
  const near = found.near.map(({ title, edit }) => ({ label: title, edit }));
  const addAnyway = { label: `Add “${found.name}” anyway`, edit: undefined };
  const chosen = await vscode.window.showQuickPick(found.form ? [...near, addAnyway] : near, {
    title: found.message ?? "",
    ignoreFocusOut: true,
  });
  const edit = chosen?.edit && (await desk.edit(chosen.edit));
  if (edit) {
    await vscode.workspace.applyEdit(edit);
  }
  return chosen === addAnyway;
}

type Field = "name" | "abbreviation" | "kind" | "host";

/** The form: the first line writes the record, and each other line is a field that can be changed. */
async function fill(desk: Desk, document: vscode.TextDocument, what: "actor" | "source", form: Form): Promise<void> {
  for (;;) {
    const line = (field: Field, label: string, value: string) => ({ label, description: value || "—", field });
    const fields = [
      line("name", "Name", form.name),
      line("kind", "Kind", form.kind),
      what === "actor" ? line("abbreviation", "Short form", form.abbreviation) : line("host", "Host", form.host),
    ];
    const add = { label: `$(add) Add this ${what} to the house’s list`, description: "", field: undefined };
    const options = { title: `New ${what}: choose a line to change it`, ignoreFocusOut: true };
    const chosen = await vscode.window.showQuickPick([add, ...fields], options);
    if (!chosen) {
      return;
    }
    if (chosen.field === "kind") {
      const kind = await vscode.window.showQuickPick(form.kinds, { title: `What is “${form.name}”?`, ignoreFocusOut: true });
      form = { ...form, kind: kind ?? form.kind };
    } else if (chosen.field) {
      const { field, label } = chosen;
      const value = await vscode.window.showInputBox({ title: label, value: form[field], ignoreFocusOut: true });
      form = { ...form, [field]: value ?? form[field] };
    } else if (await write(desk, document, what, form)) {
      return;
    }
  }
}

/** Writes the record. Returns whether the form is finished. */
async function write(desk: Desk, document: vscode.TextDocument, what: string, form: Form): Promise<boolean> {
  const added = await desk.ask<Added>("copydesk/addRecord", document, { what, ...form });
  const edit = added?.edit && (await desk.edit(added.edit));
  if (!edit) {
    // The user changes what is wrong in the form.
    void vscode.window.showWarningMessage(added?.refused ?? "The record could not be written.");
    return added === undefined;
  }
  const files = edit.entries().map(([uri]) => uri);
  const before = await Promise.all(files.map(async (uri) => ({ uri, text: await textOf(uri) })));
  const folders = await missingFolders(files);
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showWarningMessage(`“${form.name}” could not be added: the list cannot be changed.`);
    return true;
  }
  // Other bulletins are checked against the files, so save them.
  await saved(files);
  const changes = await Promise.all(before.map(async (file) => ({ ...file, written: await textOf(file.uri) })));
  const list = added.list ? vscode.Uri.parse(added.list) : undefined;
  const shown = list ? vscode.workspace.asRelativePath(list) : "the house’s list";
  const about = [form.kind, form.abbreviation, form.host].filter(Boolean).join(", ");
  const told = vscode.window.showInformationMessage(
    `“${form.name}”${about ? ` (${about})` : ""} was added to ${shown}.`,
    "Undo",
    ...(list ? ["Open the List"] : []),
  );
  // The message may stay open for a long time; the work is done.
  void told.then(async (choice) => {
    if (choice === "Open the List" && list) {
      await vscode.window.showTextDocument(list);
    } else if (choice === "Undo") {
      await undo(changes, folders);
    }
  });
  return true;
}

/** The text of a file; undefined if it does not exist. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return (await vscode.workspace.openTextDocument(uri)).getText();
  } catch {
    return undefined;
  }
}

async function saved(files: vscode.Uri[]): Promise<void> {
  const names = files.map(String);
  const changed = vscode.workspace.textDocuments.filter(({ uri }) => names.includes(uri.toString()));
  await Promise.all(changed.map((each) => each.save()));
}

/** The folders that must be created to write the files, innermost first. */
async function missingFolders(files: vscode.Uri[]): Promise<vscode.Uri[]> {
  const missing = new Map<string, vscode.Uri>();
  for (const file of files) {
    for (let folder = vscode.Uri.joinPath(file, ".."); !(await exists(folder)); folder = vscode.Uri.joinPath(folder, "..")) {
      missing.set(folder.toString(), folder);
    }
  }
  return [...missing.values()].sort((one, other) => other.path.length - one.path.length);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => uri.path === "/",
  );
}

/** A file before a record was added, if it existed, and after. */
interface Written {
  uri: vscode.Uri;
  text: string | undefined;
  written: string | undefined;
}

/**
 * Restores files, unless one has changed since: the message with “Undo” may stay open for a long time. Folders created for them
 * are removed too, unless they now contain something else.
 */
async function undo(files: Written[], folders: vscode.Uri[]): Promise<void> {
  for (const { uri, written } of files) {
    if ((await textOf(uri)) !== written) {
      const name = vscode.workspace.asRelativePath(uri);
      void vscode.window.showWarningMessage(`“${name}” has changed since, so nothing was undone. Remove the record there.`);
      return;
    }
  }
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, text } of files) {
    if (text === undefined) {
      edit.deleteFile(uri, { ignoreIfNotExists: true });
    } else {
      const { lineCount } = await vscode.workspace.openTextDocument(uri);
      edit.replace(uri, new vscode.Range(0, 0, lineCount, 0), text);
    }
  }
  await vscode.workspace.applyEdit(edit);
  await saved(files.filter(({ text }) => text !== undefined).map(({ uri }) => uri));
  for (const folder of folders) {
    const inside = await Promise.resolve(vscode.workspace.fs.readDirectory(folder)).catch(() => undefined);
    if (inside?.length === 0) {
      await vscode.workspace.fs.delete(folder);
    }
  }
}
