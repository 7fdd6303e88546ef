// Offers a citation for an address that is pasted into prose. The server writes it, and decides where none belongs.

import * as vscode from "vscode";
import type { Desk } from "./desk";
import { isMarkdown, LANGUAGES, SCHEMES } from "./languages";
import type { Citation } from "./listing";
import { rangeOf } from "./places";

/** One address and nothing else. */
export const ADDRESS = /^https?:\/\/\S+$/;

export function citeOnPaste(desk: Desk): vscode.Disposable {
  const kind = vscode.DocumentDropOrPasteEditKind.Text.append("copydesk", "citation");
  const selector = SCHEMES.flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language })));
  const provider: vscode.DocumentPasteEditProvider = {
    async provideDocumentPasteEdits(document, ranges, data, _context, token) {
      const address = (await data.get("text/plain")?.asString())?.trim();
      const range = ranges.length === 1 ? ranges[0] : undefined;
      if (!address || !range || !ADDRESS.test(address) || !isMarkdown(document)) {
        return undefined;
      }
      const cited = await desk.ask<Citation>("copydesk/citation", document, { range, address });
      if (!cited?.snippet || !cited.range || token.isCancellationRequested) {
        return undefined;
      }
      const edit = new vscode.DocumentPasteEdit(new vscode.SnippetString(cited.snippet), cited.title ?? "Cite", kind);
      edit.additionalEdit = new vscode.WorkspaceEdit();
      // What it replaces beside the selection: a full stop, which moves to its other side.
      const place = rangeOf(cited.range);
      for (const taken of [new vscode.Range(place.start, range.start), new vscode.Range(range.end, place.end)]) {
        if (!taken.isEmpty) {
          edit.additionalEdit.delete(document.uri, taken);
        }
      }
      if (cited.also) {
        edit.additionalEdit.insert(document.uri, rangeOf(cited.also.range).start, cited.also.newText);
      }
      // By default, the plain address is still pasted; the citation is one keystroke away.
      edit.yieldTo = [vscode.DocumentDropOrPasteEditKind.Text];
      return [edit];
    },
  };
  const metadata = { providedPasteEditKinds: [kind], pasteMimeTypes: ["text/plain"] };
  return vscode.languages.registerDocumentPasteEditProvider(selector, provider, metadata);
}
