// An address that is pasted into prose is offered as a citation. The server writes it, and says where none belongs.

import * as vscode from "vscode";
import type { Desk } from "./desk";
import { isMarkdown, LANGUAGES, SCHEMES } from "./languages";
import type { Citation } from "./listing";

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
      // The full stop before it goes behind it.
      const start = new vscode.Position(cited.range.start.line, cited.range.start.character);
      if (start.isBefore(range.start)) {
        edit.additionalEdit = new vscode.WorkspaceEdit();
        edit.additionalEdit.delete(document.uri, new vscode.Range(start, range.start));
      }
      // The address as it is stays what is pasted; the citation is one key away.
      edit.yieldTo = [vscode.DocumentDropOrPasteEditKind.Text];
      return [edit];
    },
  };
  const metadata = { providedPasteEditKinds: [kind], pasteMimeTypes: ["text/plain"] };
  return vscode.languages.registerDocumentPasteEditProvider(selector, provider, metadata);
}
