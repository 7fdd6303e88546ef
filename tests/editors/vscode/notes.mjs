// Notes in the real workbench: what an editor who cites in notes pastes, completes, renames and converts.

import assert from "node:assert/strict";
import path from "node:path";
import { until } from "./until.cjs";
import { Window, read, write } from "./workbench.mjs";

/** Cites in footnotes, the second before the first; letters of several scripts stand before them. */
const NOTES = `---
date: 2018-10-10
---

## Quay Reopens

*Ada Vale*

Boats came 🚤 из Мандеры.[^2] The quay is open.[^1] Rain fell.

[^1]: “Quay Reopens,” *Reuters*, May 5, 2018, https://www.reuters.com/article/quay.

[^2]: “Boats Found,” *Daily Nation*, May 7, 2018, https://www.nation.co.ke/boats.
`;

/** Two articles that cite in brackets. */
const BRACKETS = `---
date: 2018-10-10
---

## The Road

*Ada Vale*

One lorry left 🚚 ([Dawn](https://www.dawn.com/news/1), May 4). Two came ([Dawn](https://www.dawn.com/news/2), May 5).

## The Port

*Tom Hill*

It is shut ([Reuters](https://www.reuters.com/article/a), May 6). It was open ([Reuters](https://www.reuters.com/article/b), May 7).
`;

/** What turning the first article makes of it: footnotes stand at the end of the document. */
const FIRST_TURNED = BRACKETS.replace(" ([Dawn](https://www.dawn.com/news/1), May 4).", ".[^1]")
  .replace(" ([Dawn](https://www.dawn.com/news/2), May 5).", ".[^2]")
  .concat("\n[^1]: [Dawn](https://www.dawn.com/news/1), May 4, 2018.\n\n[^2]: [Dawn](https://www.dawn.com/news/2), May 5, 2018.\n");

/** A house that keeps a list of sources, and a document without one. */
const HOUSE = '[citations]\nlist = "## Sources"\n';
const UNLISTED = `---
date: 2018-10-10
---

The road is shut 🚚 ([Dawn](https://www.dawn.com/news/1), October 1). Lorries wait ([Daily Nation](https://nation.africa/2018/10/02/lorries), October 2).
`;

/** Cites in notes, of which one is not in the form of the others; an address in the text is known to a library. */
const UNEVEN = `---
date: 2018-10-10
---

## The Harbour

*Ada Vale*

Boats came 🚤 из Мандеры.[^1] The quay is open.[^2] Lamps went out.[^3] A port burned.[^4] Rain fell https://www.dawn.com/2018/10/05/rain.

[^1]: “Quay Reopens,” *Reuters*, May 5, 2018.

[^2]: “Boats Found,” *Daily Nation*, May 7, 2018.

[^3]: “Lamps Go Out,” *Dawn*, May 8, 2018.

[^4]: *Reuters*, “Port Burns” (May 6, 2018).
`;

const LIBRARY = `@article{rain,
  author = {Holt, Lena},
  title = {Rain at the Port},
  journal = {Dawn},
  date = {2018-10-05},
  url = {https://www.dawn.com/2018/10/05/rain},
}
`;

/** The part of the test; `use` is given each window that it opens. */
export function inNotes({ test, use, serve, shots }) {
  return async function inNotes(desk) {
    const server = await serve(desk);
    const folder = write(path.join(desk.folder, "notes"), {
      "notes.md": NOTES,
      "brackets.md": BRACKETS,
      "library/copydesk.toml": '[citations]\nlibrary = ["works.bib"]\n',
      "library/works.bib": LIBRARY,
      "library/uneven.md": UNEVEN,
      "listed/copydesk.toml": HOUSE,
      "listed/draft.md": UNLISTED,
    });
    const window = use(await Window.open(desk.browser, shots, server, folder, "notes.md"));
    const line = NOTES.split("\n").findIndex((each) => each.startsWith("Boats")) + 1;
    const prose = NOTES.split("\n")[line - 1];
    const after = (words) => prose.indexOf(words) + words.length + 1;
    const saved = (file, what, holds) => window.saved(path.join(folder, file), what, holds);
    /** Takes back what a test has done. */
    const restored = (file, text) =>
      until(`${file} as it was`, async () => {
        await window.keys("Control+z", "Control+s");
        return read(path.join(folder, file)) === text;
      });

    await test("a new note is completed with its definition, as one edit", async () => {
      await window.counted(/^copydesk · /);
      await window.go(line, after("Rain fell."));
      await window.type(" Snow fell.[^");
      await window.take(/^3 “Boats Found”, Daily Nation$/);
      await window.picture("20-note-completed");
      const whole = await saved("notes.md", "the mark and the definition", (text) => text.includes("\n[^3]: "));
      assert.ok(whole.includes(" Snow fell.[^3]\n"), whole);
      assert.ok(whole.includes("\n[^3]: “Boats Found,” *Daily Nation*, May 7, 2018, https://www.nation.co.ke/boats.\n"), whole);
      await window.counted(/^copydesk · /);
      await window.keys("Control+z");
      const back = await saved("notes.md", "one step back", (text) => !text.includes("[^3]"));
      assert.ok(!back.includes("[^3"), "the definition went with the mark");
      await restored("notes.md", NOTES);
    });

    await test("the label of a note and its marks change together", async () => {
      await window.go(line, after("из Мандеры.[^2"));
      // The editor requests the places first, and frames them.
      await window.sees(".linked-editing-decoration");
      await window.type("-boats");
      await window.picture("21-label");
      const named = await saved("notes.md", "both places", (text) => text.includes("[^2-boats]: "));
      assert.equal(named, NOTES.replaceAll("[^2]", "[^2-boats]"));
      await restored("notes.md", NOTES);
    });

    await test("an address that is pasted is offered as a note", async () => {
      await window.copy("https://www.dawn.com/2018/10/05/road?utm_source=x");
      await window.go(line, after("Rain fell."));
      await window.keys("Control+v");
      await window.sees(".post-edit-widget");
      const offer = '.action-widget .monaco-list-row:has-text("Cite the report of Dawn in a note")';
      await window.seesAfter(() => window.keys("Control+."), offer);
      await window.picture("22-note-pasted");
      await window.page.locator(offer).click();
      const cited = await saved("notes.md", "the note", (text) => text.includes("[^3]: "));
      assert.ok(cited.includes("Rain fell.[^3]\n"), cited);
      assert.ok(cited.includes("\n[^3]: “[title],” *Dawn*, October 5, 2018, https://www.dawn.com/2018/10/05/road.\n"), cited);
      await restored("notes.md", NOTES);
    });

    await test("the notes are numbered in order", async () => {
      await window.go(line, after("из Мандеры.[^"));
      await window.refactor("Number the notes in order", "23-refactor");
      const ordered = await saved("notes.md", "the order", (text) => text.includes("Мандеры.[^1]"));
      assert.ok(ordered.includes("The quay is open.[^2] Rain"), ordered);
      assert.ok(ordered.indexOf("[^1]: “Boats Found") < ordered.indexOf("[^2]: “Quay Reopens"), ordered);
      await window.counted(/^copydesk · /);
    });

    await test("one citation is turned into a note and back", async () => {
      await window.openFile("brackets.md");
      const cited = BRACKETS.split("\n").findIndex((each) => each.startsWith("One lorry")) + 1;
      const words = BRACKETS.split("\n")[cited - 1];
      await window.go(cited, words.indexOf("[Dawn]") + 3);
      await window.refactor("Turn into a note");
      const noted = await saved("brackets.md", "the note", (text) => text.includes("[^1]: "));
      const note = "\n[^1]: [Dawn](https://www.dawn.com/news/1), May 4, 2018.\n";
      assert.equal(noted, BRACKETS.replace(" ([Dawn](https://www.dawn.com/news/1), May 4).", ".[^1]").concat(note));
      await window.counted(/^copydesk · /);
      await window.go(cited, words.indexOf(" ([Dawn]") + 4);
      await window.refactor("Turn into a bracketed citation");
      assert.equal(await saved("brackets.md", "the way back", (text) => !text.includes("[^")), BRACKETS);
    });

    await test("the citations of an article, and those of a document, are turned into notes and back", async () => {
      await window.openFile("brackets.md");
      const cited = BRACKETS.split("\n").findIndex((each) => each.startsWith("One lorry")) + 1;
      const column = BRACKETS.split("\n")[cited - 1].indexOf("[Dawn]") + 3;
      await window.go(cited, column);
      await window.refactor("Turn the citations of this article into notes");
      const article = await saved("brackets.md", "the article", (text) => text.includes("[^2]"));
      assert.equal(article, FIRST_TURNED);
      await window.picture("24-turned");
      await window.go(cited, BRACKETS.split("\n")[cited - 1].indexOf(" ([Dawn]") + 4);
      await window.refactor("Turn the notes of this document into bracketed citations");
      assert.equal(await saved("brackets.md", "the way back", (text) => !text.includes("[^")), BRACKETS);
      await window.go(cited, column);
      await window.refactor("Turn the citations of this document into notes");
      const document = await saved("brackets.md", "the document", (text) => text.includes("[^4]"));
      assert.ok(!document.includes("(["), document);
      await window.counted(/^copydesk · /);
    });

    await test("a note is written in the form of the others, and an address is cited as the library knows it", async () => {
      await window.openFile("uneven.md");
      await window.counted(/^1 copydesk · /);
      const lines = UNEVEN.split("\n");
      await window.go(lines.findIndex((each) => each.startsWith("[^4]")) + 1, 12);
      await window.refactor("Write this note in the form of the others", "25-house-form");
      const even = UNEVEN.replace("*Reuters*, “Port Burns” (May 6, 2018).", "“Port Burns,” *Reuters*, May 6, 2018.");
      assert.equal(await saved("library/uneven.md", "the form", (text) => text.includes("“Port Burns,”")), even);
      await window.counted(/^copydesk · /);
      const cited = lines.findIndex((each) => each.startsWith("Boats")) + 1;
      await window.go(cited, lines[cited - 1].indexOf("https") + 10);
      await window.refactor("Cite the report of Dawn in a note");
      const whole = await saved("library/uneven.md", "the citation", (text) => text.includes("[^5]: "));
      const note = "\n[^5]: Lena Holt, “[Rain at the Port](https://www.dawn.com/2018/10/05/rain),” *Dawn*, October 5, 2018.\n";
      assert.equal(whole, even.replace(" https://www.dawn.com/2018/10/05/rain.", ".[^5]").concat(note));
      await window.counted(/^copydesk · /);
    });

    await test("a list of sources that the house keeps is asked for, and written", async () => {
      await window.openFile("draft.md");
      await window.sees(".monaco-editor .squiggly-warning");
      await window.command("copydesk: Go to Next Finding");
      const offer = '.action-widget .monaco-list-row:has-text("Write the list of sources")';
      await window.seesAfter(() => window.keys("Control+."), offer);
      await window.picture("25-list");
      await window.page.locator(offer).click();
      const listed = await saved("listed/draft.md", "the list", (text) => text.includes("## Sources"));
      const entries = "* [Daily Nation](https://nation.africa/2018/10/02/lorries), October 2, 2018.\n* [Dawn](https://www.dawn.com/news/1), October 1, 2018.\n";
      assert.equal(listed, `${UNLISTED}\n## Sources\n\n${entries}`);
      await window.counted(/^copydesk · /);
    });

    await window.close();
  };
}
