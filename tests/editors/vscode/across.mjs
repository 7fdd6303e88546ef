// What concerns several files in the real workbench: a rename that asks before it changes what nobody opened; a broken
// configuration, after which everything stays as it was; a workspace of several folders.

import assert from "node:assert/strict";
import path from "node:path";
import { PATIENCE, sleep, until } from "./until.cjs";
import { Window, read, replace, write } from "./workbench.mjs";

const issue = (date, title) => `---
date: ${date}
---

## ${title}

*Ruth Adhiambo*

Guards 🚓 met men of al-Shabaab ([Reuters](https://www.reuters.com/article/${title.toLowerCase()}), August 5).
`;

const [EARLIER, DRAFT, LATER] = [issue("2018-09-12", "Roads"), issue("2018-10-10", "Ports"), issue("2018-10-24", "Rails")];
/** It cites nothing, and is a bulletin only where a configuration applies. */
const PLAIN = "# Diary\n\nIt was the the first day.\n";
const renamed = (text) => text.replace("al-Shabaab", "the Youth");

/** The date of the issue stands in the configuration only. */
const HOUSE = '[issue]\ndate = "2018-10-10"\n';
const UNDATED = DRAFT.replace("date: 2018-10-10", "title: Ports");

/** The part of the test; `use` is given each window that it opens. */
export function acrossFiles({ test, use, serve, shots }) {
  return async function acrossFiles(desk) {
    const server = await serve(desk);
    const folder = write(path.join(desk.folder, "across"), {
      "earlier.md": EARLIER,
      "draft.md": DRAFT,
      "later.md": LATER,
    });
    const line = DRAFT.split("\n").findIndex((each) => each.startsWith("Guards")) + 1;
    const column = DRAFT.split("\n")[line - 1].indexOf("al-Shabaab") + 4;
    const file = (name) => read(path.join(folder, name));

    let window = use(await Window.open(desk.browser, shots, server, folder, "draft.md"));
    await test("a rename asks before it changes documents that are not open, and leaves earlier issues unticked", async () => {
      await window.counted(/^copydesk · October 10, 2018$/);
      await window.go(line, column);
      const panel = ".bulk-edit-panel";
      const row = (name) => window.page.locator(`${panel} .monaco-list-row`).filter({ hasText: name });
      // The server may not have read the other documents yet.
      await until("all three documents in the preview", async () => {
        await window.seesAfter(() => window.keys("F2"), ".rename-box input");
        await window.page.locator(".rename-box input").fill("the Youth");
        await window.keys("Enter");
        await window.sees(`${panel} .monaco-list-row`);
        if ((await row("earlier.md").count()) === 1 && (await row("later.md").count()) === 1) {
          return true;
        }
        await window.page.locator(`${panel} >> text=Discard`).click();
        return false;
      });
      await window.picture("26-rename");
      const box = (name) => row(name).locator("input[type=checkbox], .monaco-checkbox").first();
      const ticked = (name) =>
        box(name).evaluate((each) => (each instanceof HTMLInputElement ? each.checked : each.getAttribute("aria-checked") === "true"));
      assert.deepEqual(await Promise.all(["earlier.md", "draft.md", "later.md"].map(ticked)), [false, true, false]);
      await box("later.md").click();
      await until("the later one ticked", () => ticked("later.md"));
      // Grouped by what is asked, the questions can be read.
      await window.page.locator('[aria-label^="Group Changes By Type"]').first().click();
      for (const question of ["In earlier issues", "In documents that are not open"]) {
        await window.sees(`${panel} .monaco-list-row:has-text("${question}")`);
      }
      await window.picture("26-rename-questions");
      await window.page.locator(`${panel} >> text=Apply`).click();
      await window.sees('.view-line:has-text("men of the Youth")');
      assert.equal(await window.saved(path.join(folder, "draft.md"), "the draft", (text) => text === renamed(DRAFT)), renamed(DRAFT));
      await window.openFile("later.md");
      await window.saved(path.join(folder, "later.md"), "what was ticked", (text) => text === renamed(LATER));
      assert.equal(file("earlier.md"), EARLIER, "what was not ticked stays");
    });
    await window.close();

    const house = write(path.join(desk.folder, "broken"), { "copydesk.toml": HOUSE, "draft.md": UNDATED });
    const config = path.join(house, "copydesk.toml");
    window = use(await Window.open(desk.browser, shots, server, house, "draft.md"));
    await test("with a broken configuration, the view and the date of the issue stay", async () => {
      const article = '.pane:has-text("Bulletin") .monaco-list-row:has-text("Ports")';
      await window.counted(/^copydesk · October 10, 2018$/);
      await window.command("Explorer: Focus on Bulletin View");
      await window.sees(article);
      // A newly opened window may not watch its files yet: written until it is seen.
      const told = await until("a message", async () => {
        replace(config, "[issue\n");
        await sleep(1000);
        return window.notification();
      });
      assert.match(told, /copydesk\.toml/);
      // The draft is checked again after the message: this fault is found in the state that the configuration left.
      await window.go(line, 1);
      await window.type("The the rain fell. ");
      await window.counted(/^1 copydesk · October 10, 2018$/);
      await window.sees(article);
      await window.picture("27-broken-configuration");
      replace(config, HOUSE.replace("10-10", "10-17"));
      await window.counted(/^1 copydesk · October 17, 2018$/);
      assert.equal(read(config), HOUSE.replace("10-10", "10-17"), "nothing is written to it");
    });
    await window.close();

    const several = write(path.join(desk.folder, "several"), {
      "desk.code-workspace": JSON.stringify({ folders: [{ path: "house" }, { path: "other" }] }),
      "house/copydesk.toml": "",
      "house/near.md": PLAIN,
      "other/far.md": PLAIN,
    });
    const both = path.join(several, "desk.code-workspace");
    window = use(await Window.open(desk.browser, shots, server, both, "house/near.md"));
    // At its first start on a busy machine, the workbench may read the file with the folders too early, and open none.
    await until("the folders", async () => {
      const shown = await window.sees('.explorer-folders-view .monaco-list-row:has-text("other")', 10_000).catch(() => undefined);
      if (!shown) {
        await window.page.goto(server.address(both, "house/near.md"));
      }
      return shown;
    }, 3 * PATIENCE);
    await test("a configuration in one folder of the workspace says nothing of another folder", async () => {
      await window.counted(/^1 copydesk$/);
      await window.openFile("far.md");
      await window.counted(/^copydesk: not checked$/);
      await window.picture("28-folders");
      await window.openFile("near.md");
      await window.counted(/^1 copydesk$/);
    });

    await test("the key and the context menu do what their commands do", async () => {
      await window.go(1, 1);
      await window.keys("Control+Alt+.");
      const there = "Ln 3, Col 8";
      await until(there, async () => (await window.page.locator(".statusbar").innerText()).includes(there));
      const { x, y, width, height } = await window.page.locator(".monaco-editor .squiggly-warning").first().boundingBox();
      const menu = '.monaco-menu .action-label:has-text("Explain Finding")';
      await window.seesAfter(() => window.page.mouse.click(x + width / 2, y + height / 2, { button: "right" }), menu);
      await window.picture("29-menu");
      await window.page.locator(menu).click();
      await window.sees('.tab:has-text("doubled-word")');
    });
    await window.close();
  };
}
