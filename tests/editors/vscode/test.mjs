// The extension in the real workbench, used as a person would. Needs in the environment: EDITORS, UNIVERSAL, PLATFORM
// and PROBE (the packages), COPYDESK (the program), SHOTS (the folder for screenshots). Arguments select parts of the
// test; those that begin with - leave parts out. Ends with `N passed, N failed`.

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { runner } from "../../browser/runner.mjs";
import { acrossFiles } from "./across.mjs";
import { inNotes } from "./notes.mjs";
import { PATIENCE, sleep, until } from "./until.cjs";
import { Window, begin, read as text, serve, write } from "./workbench.mjs";

const { UNIVERSAL, PLATFORM, PROBE, COPYDESK, SHOTS } = process.env;
fs.mkdirSync(path.join(SHOTS, "readme"), { recursive: true });

/** Letters of several scripts and emoji precede each fault: editors count them in UTF-16 units. */
const DRAFT = `---
title: Frontier Monitor
date: 2018-10-10
---

## Пограничные вести, أخبار الحدود 🚚

*Ruth Adhiambo*

Жители Мандеры 😀 и سكان المدينة 👩‍👩‍👧 agree that fuel is cheap ([Daily Nation](https://www.nation.co.ke/mandera/fuel-1.html) October 3).

Полиция 🚓🚓 stopped four lorries of al-Shabaab near Elwak (الواق) on Monday, September 25 ([Reuters](https://www.reuters.com/article/kenya-lorries), Sept 26).

Водители 🏴 told the the court الحمد لله of their load ([The Star](https://www.the-star.co.ke/news/fuel/), October 4).

*Ruth Adhiambo is a reporter in Garissa.*
`;

/** Most Markdown is not a bulletin. */
const PLAIN = "# Notes\n\nThis is the the place where we keep notes , and it cites nothing (October 3).\n";

const FAR = "# Archive\n\nАрхив 😀 holds it ([Dawn](https://www.dawn.com/news/1) May 9).\n";

/** Earlier issues of the desks whose next ones are typed: their authors are known. */
const BEFORE = {
  "2018-10-03.md": `# Frontier Monitor

## Lorries Wait at the Border

*Ruth Adhiambo*

Lorries wait ([Daily Nation](https://www.nation.co.ke/news/2018/10/02/lorries-1.html), October 2).

*Ruth Adhiambo is a reporter in Garissa.*
`,
  "2020-04-01-bridge.md": `# The bridge

By Ann Lind

The bridge is open ([Daily Nation](https://nation.africa/2020/03/30/bridge), March 30).
`,
};

/** An issue in the form of our sample. */
async function frontier({ window, take, cite }) {
  const lines = async (...all) => {
    for (const line of all) {
      await window.type(line);
      await window.keys("Enter", "Enter");
    }
  };
  await lines("# Frontier Monitor", "VOLUME IV, ISSUE 7", "October 10, 2018", "## Fuel Smugglers Return to the Border");
  await take("*Ruth Ad", "Ruth Adhiambo");
  await lines("*");
  await window.type("Police stopped four lorries near Elwak on October 8 ");
  await cite("([Dai", "Daily Nation", "https://www.nation.co.ke/news/2018/10/09/lorries-2.html", "October 9");
  await cite("; [The Sta", "The Standard", "https://www.standardmedia.co.ke/2018/10/08/lorries", "October 8");
  await window.keys("End");
  await window.type(". Drivers say that they had paid ");
  await take("al-Sh", "al-Shabaab");
  await window.type(" for the road ");
  await cite("([Reut", "Reuters", "https://www.reuters.com/article/2018/10/07/kenya-fuel", "October 7");
  await window.keys("End");
  await window.type(". The ");
  await take("African Union Miss", "African Union Mission in Somalia (AMISOM)");
  await window.type(" denies that its fuel is sold, and an inquiry of ");
  await take("AMIS", "AMISOM");
  await window.type(" has begun ");
  await take("([Daily Nation", "Daily Nation, October 9");
  await window.keys("End");
  await window.type(". ");
  await take("Al-Sh", "Al-Shabaab");
  await window.type(" says nothing.");
  await window.keys("Enter", "Enter");
  await window.type("*Ruth Adhiambo is a reporter in Garissa.*");
}
Object.assign(frontier, { file: "2018-10-10.md", end: "in Garissa.*" });

/** A signed text with a footnote. */
async function river({ window, take, cite }) {
  await window.type("# The river");
  await window.keys("Enter", "Enter");
  await take("By Ann L", "Ann Lind");
  await window.keys("Enter", "Enter");
  await window.type("The Joint River Mechanism (JRM) met twice in April ");
  await cite("([Dai", "Daily Nation", "https://nation.africa/2020/05/04/river", "May 4");
  await window.keys("End");
  await window.type(". The ");
  await take("JR", "JRM");
  // The note is inserted with its definition.
  await window.type(" is weak.");
  await take("[^", "1 Daily Nation, May 4");
  await window.go(5, 1000);
  await window.type(" Few trust the ");
  await take("JR", "JRM");
  await window.type(".");
}
Object.assign(river, { file: "2020-05-06-river.md", end: "May 4, 2020." });

let window;

const { test, pass, fail, end } = runner((name) => window?.picture(name));

const before = (line, words) => DRAFT.split("\n")[line - 1].split(words)[0];
/** Columns as VS Code counts them in Problems and in Go to Line: in UTF-16 units. */
const column = (line, words) => before(line, words).length + 1;
/** Columns as its status bar counts them: in characters. */
const shownColumn = (line, words) => [...before(line, words)].length + 1;

/** The server that most parts share: the universal package, and the program that this machine's settings name. */
let shared;
const common = (desk) => (shared ??= serve({ ...desk, packages: [UNIVERSAL], program: COPYDESK }));

async function atTheDesk(desk) {
  const server = await common(desk);
  const workspace = write(path.join(desk.folder, "bulletins"), { "draft.md": DRAFT, "plain.md": PLAIN });
  const draft = path.join(workspace, "draft.md");
  const fixed = DRAFT.replace(") October 3", "), October 3").replace("Sept 26", "September 26");
  const saves = async (words) => {
    await until(`saved: ${words}`, async () => {
      await window.keys("Control+1", "Control+s");
      await sleep(300);
      return text(draft).includes(words);
    });
  };

  window = await Window.open(desk.browser, SHOTS, server, workspace, "draft.md");

  await test("findings are underlined where they stand", async () => {
    await window.sees(".monaco-editor .squiggly-error");
    await window.command("Problems: Focus on Problems View");
    const rows = await until("four problems", async () => {
      const rows = await window.problems();
      return rows.length >= 5 && rows;
    });
    await window.picture("1-problems");
    const said = rows.join("\n").replaceAll("\u00a0", " ").replace(/\s+/g, " ");
    for (const [line, words, message] of [
      [10, " October 3)", "No comma between the source and its date"],
      [12, "Monday", "September 25, 2018, is a Tuesday"],
      [12, "Sept 26", "The shipped style is “September 26”"],
      [14, "the the", "the"],
    ]) {
      assert.ok(said.includes(message), `${message} in ${said}`);
      const at = column(line, words);
      const place = said.match(/\[Ln \d+, Col \d+\]/g);
      assert.ok(
        place.some((each) => each === `[Ln ${line}, Col ${at}]` || each === `[Ln ${line}, Col ${at + 4}]`),
        `line ${line}, column ${at} in ${place}`,
      );
    }
  });

  await test("the status bar counts, and tells the day of the issue", async () => {
    await until("the count and the day", async () => /4 copydesk · October 10, 2018/.test(await window.status()));
  });

  await test("the tree lists the articles and what they cite", async () => {
    await window.keys("Control+1");
    await window.command("Explorer: Focus on Bulletin View");
    await window.sees('.pane:has-text("Bulletin") .monaco-list-row:has-text("Пограничные вести")');
    await window.page.locator('.pane:has-text("Bulletin") .monaco-list-row:has-text("Citations")').first().click();
    await window.sees('.pane:has-text("Bulletin") .monaco-list-row:has-text("The Star")');
    await window.page.locator('.pane:has-text("Bulletin") .monaco-list-row:has-text("The Star")').first().click();
    const place = `Ln 14, Col ${shownColumn(14, "[The Star")}`;
    await until(place, async () => (await window.page.locator(".statusbar").innerText()).includes(place));
    // What can be done about a citation that is marked is one click away.
    const marked = window.page.locator('.pane:has-text("Bulletin") .monaco-list-row:has-text("Reuters")').first();
    const repair = async () => {
      await marked.hover();
      await marked.locator(".action-label.codicon-lightbulb").click();
    };
    await window.seesAfter(repair, ".action-widget >> text=/September 26/");
    await window.keys("Escape");
    const branch = (name) => window.page.locator(`.pane:has-text("Bulletin") .monaco-list-row:has-text("${name}")`).first();
    // The file list is collapsed so that the whole tree is visible; rows move while it does.
    const files = window.page.locator(".pane-header").filter({ hasText: /^bulletins$/ });
    await files.click();
    await until("the actors", async () => {
      if ((await branch("Actors").getAttribute("aria-expanded")) === "false") {
        await branch("Actors").click();
      }
      return branch("al-Shabaab").waitFor({ timeout: 3000 }).then(() => true, () => false);
    });
    await window.picture("2-tree");
    const pane = '.pane:has(.pane-header[aria-label^="Bulletin"])';
    await window.portrait("view", pane, pane, `${pane} .monaco-list-row >> nth=-1`);
    await branch("al-Shabaab").click();
    const named = `Ln 12, Col ${shownColumn(12, "al-Shabaab")}`;
    await until(named, async () => (await window.page.locator(".statusbar").innerText()).includes(named));
    await branch("Citations").click();
    await files.click();
  });

  await test("a card explains a finding", async () => {
    await window.go(12, column(12, "Monday") + 2);
    const card = '.monaco-hover:not(.hidden) >> text=September 25, 2018, is a Tuesday';
    await window.seesAfter(() => window.keys("Control+k", "Control+i"), card);
    await window.picture("3-hover");
    await window.portrait("card", ".part.editor", ".part.editor .tabs-container", '.view-line:has-text("is a reporter")');
    await window.keys("Escape");
  });

  await test("a quick fix puts the comma", async () => {
    await window.go(10, column(10, " October 3)") + 1);
    const fix = '.action-widget .monaco-list-row.focused:has-text("comma")';
    await window.seesAfter(() => window.keys("Control+."), fix);
    await window.picture("4-quick-fix");
    await window.keys("Enter");
    await saves("fuel-1.html), October 3)");
    await until("three are left", async () => /3 copydesk/.test(await window.status()));
  });

  await test("a source is completed within a citation", async () => {
    await window.go(14, column(14, "load") + 4);
    await window.type(" ([");
    await window.sees(".suggest-widget.visible .monaco-list-row");
    await window.type("Dai");
    await window.sees('.suggest-widget.visible .monaco-list-row.focused:has-text("Dai")');
    await window.picture("5-completion");
    await window.portrait("completion", ".part.editor", '.view-line:has-text("stopped four lorries")', ".suggest-widget.visible");
    await window.keys("Enter");
    await saves("of their load ([Daily Nation");
    await window.picture("6-completed");
    await window.keys("Escape", "Escape");
    await until("undone", async () => {
      await window.keys("Control+z", "Control+s");
      await sleep(200);
      return text(draft).includes("their load ([The Star");
    });
  });

  await test("fixing all, with the button above the text, touches what is safe alone", async () => {
    await window.page.locator('.editor-actions .action-label[aria-label*="Fix All That Is Safe"]').click();
    await saves("September 26)");
    assert.equal(text(draft), fixed);
    await until("two are left", async () => /2 copydesk/.test(await window.status()));
    await window.picture("7-fixed");
  });

  await test("typing makes nothing flicker", async () => {
    await window.keys("Control+z", "Control+z");
    const all = ["on [Monday]", "ld [the the]", "), [Sept 26]", "ml)[ ]"].sort().join("; ");
    const take = async () => {
      await until("all are underlined", async () => (await window.underlined()) === all);
      await window.go(9, 1);
      // Until then the window may still draw the effects of earlier commands.
      await sleep(1500);
      await window.film();
      // Above all findings, before and between those on a line, and after all: they move, and stay under their words.
      await window.type("Погода 🌦 is fine");
      await window.keys("Enter");
      await window.type("and stays so حتى الغد, they say");
      await window.keys("Enter");
      // Two lines were added.
      const early = "Вчера 🌦 снова ";
      await window.go(14, 1);
      await window.type(early);
      await window.go(14, early.length + column(12, " ([Reuters"));
      await window.type(" там 🕐 же");
      await window.go(16, DRAFT.split("\n")[13].length + 1);
      await window.type(" Домой они пошли 🏠 вместе.");
      await sleep(1500);
      const frames = await window.filmed();
      assert.ok(frames.length > 100, `only ${frames.length} frames were seen`);
      await window.picture("8-typed");
      await until("all as it was", async () => {
        await window.keys("Control+z", "Control+s");
        await sleep(100);
        return text(draft) === DRAFT;
      });
      const astray = frames.find((frame) => frame !== all);
      console.log(`        ${frames.length} frames were seen while typing; ${astray ? `in one: ${astray}` : `in each: ${all}`}`);
      return astray;
    };
    // Findings and keys travel in opposite directions: if the machine stalls, keys that the extension has not seen yet
    // can overtake findings on their way to the window. A fault of the extension occurs in every take.
    let astray;
    for (let takes = 0; takes < 3 && (astray = await take()) !== undefined; takes++);
    assert.equal(astray, undefined, `in each of three takes something was underlined in a wrong place; all: ${all}`);
  });

  await test("a citation is made of the address on the clipboard", async () => {
    await window.page.evaluate(() => navigator.clipboard.writeText("https://www.nation.co.ke/news/2018/10/05/comment-3.html"));
    await window.go(14, column(14, "court") + "court".length);
    await window.command("copydesk: Insert Citation from Clipboard");
    await saves("([Daily Nation](https://www.nation.co.ke/news/2018/10/05/comment-3.html), October 5)");
  });

  await test("a citation of an unknown host has places to fill in", async () => {
    await window.page.evaluate(() => navigator.clipboard.writeText("https://unlisted.test/news/1?utm_source=x"));
    await window.keys("Control+End");
    await window.type("It rained.");
    await window.command("copydesk: Insert Citation from Clipboard");
    await window.sees('.view-line:has-text("https://unlisted.test/news/1")');
    await window.type("The Unlisted");
    await window.keys("Tab");
    await window.type("October 4");
    await saves("It rained ([The Unlisted](https://unlisted.test/news/1), October 4).");
    await window.keys("Control+z", "Control+z", "Control+z", "Control+z", "Control+z", "Control+z");
  });

  await test("a finding is explained by its rule’s page", async () => {
    await window.go(12, column(12, "Monday") + 2);
    await window.command("copydesk: Explain Finding");
    await window.sees('.tab:has-text("weekday-mismatch")');
    await window.inner("One of the two is wrong");
    await window.picture("8-explained");
    await window.keys("Control+1");
  });

  await test("Markdown that cites nothing is left alone", async () => {
    await window.page.locator('.explorer-folders-view .monaco-list-row:has-text("plain.md")').dblclick();
    await window.sees('.view-line:has-text("This is the the place")');
    await until("a word about it", async () => /not checked/.test(await window.status()));
    assert.equal(await window.page.locator(".squiggly-error, .squiggly-warning, .squiggly-info").count(), 0);
    await window.picture("9-passed-over");
  });

  await test("it is checked on request", async () => {
    await window.page.locator('.statusbar-item:has-text("copydesk: not checked")').click();
    await window.sees(".monaco-editor .squiggly-warning");
    await until("the count", async () => /[1-9] copydesk/.test(await window.status()));
    // Back to the text, because the click moved the focus to the status bar.
    await window.page.locator('.view-line:has-text("This is the the place")').first().click();
  });

  await test("it is checked from its first citation on", async () => {
    await window.keys("Control+End");
    await window.type("It rained ");
    await window.page.keyboard.insertText("([Dawn](https://www.dawn.com/news/1) October 9).");
    await window.sees(".monaco-editor .squiggly-error");
    await sleep(500);
    assert.equal(await window.page.locator(".suggest-widget.visible").count(), 0, "words are suggested unasked");
    await window.picture("9-first-citation");
  });

  await window.close();

  const house = write(path.join(desk.folder, "house"), { "draft.md": DRAFT, "archive/far.md": FAR });
  window = await Window.open(desk.browser, SHOTS, server, house, "draft.md");
  await test("the findings can be read where their picture is shown small", async () => {
    const whole = window.page.viewportSize();
    await window.page.setViewportSize({ width: 860, height: 800 });
    await window.sees(".monaco-editor .squiggly-error");
    await window.command("Problems: Focus on Problems View");
    await until("four problems", async () => (await window.problems()).length >= 5);
    await window.portrait("findings", ".part.editor", ".part.editor .tabs-container", ".markers-panel .monaco-list-row >> nth=-1");
    await window.page.setViewportSize(whole);
  });

  await test("all bulletins of the workspace are checked", async () => {
    await window.command("copydesk: Check Workspace");
    await window.sees('.markers-panel .monaco-list-row:has-text("far.md")');
    await window.picture("12-workspace");
  });

  await test("a selected name is added to the house’s actors", async () => {
    await window.keys("Control+1");
    await window.command("Explorer: Focus on Bulletin View");
    await window.page.locator('.pane:has-text("Bulletin") .monaco-list-row:has-text("Actors")').first().click();
    await window.keys("Control+1");
    await window.page.locator('.view-line span:has-text("Elwak")').first().waitFor();
    await window.go(12, column(12, "Elwak") + 2);
    await window.command("copydesk: Add Actor");
    await window.sees('.quick-input-list .monaco-list-row:has-text("Short form")');
    await window.picture("13-form");
    assert.ok(!fs.existsSync(path.join(house, "names")), "nothing is written before the form is done");
    await window.keys("Enter");
    await until("a word about it", async () => /“Elwak” \(group\) was added to names\/actors.tsv/.test(await window.notification()));
    assert.match(text(path.join(house, "names/actors.tsv")), /\telwak\t|\nelwak\tElwak\t/);
    assert.match(text(path.join(house, "copydesk.toml")), /actors = \["names\/actors\.tsv"\]/);
    await window.sees('.pane:has-text("Bulletin") .monaco-list-row:has-text("Elwak")');
    await window.picture("13-actor");
    await window.page.locator('.notification-list-item-buttons-container a:has-text("Undo")').click();
    await until("all as it was", () => !fs.existsSync(path.join(house, "names")) && !fs.existsSync(path.join(house, "copydesk.toml")));
  });

  await test("a listed name leads to its record, which cannot be changed", async () => {
    await window.keys("Control+1");
    await window.go(12, column(12, "al-Shabaab") + 4);
    await window.keys("F12");
    await window.sees('.tab.active:has-text("al-shabaab.toml")');
    await window.sees('.view-line:has-text("[[actors]]")');
    await window.edits();
    await window.type("x");
    await window.sees(".monaco-editor-overlaymessage");
    await window.picture("15-record");
    await window.page.locator('.tab:has-text("draft.md")').click();
    await window.sees('.tab.active:has-text("draft.md")');
  });

  await test("an address that is pasted is offered as a citation", async () => {
    await window.page.evaluate(() => navigator.clipboard.writeText("https://www.dawn.com/2018/10/05/road?utm_source=x"));
    await window.go(14, column(14, "court") + "court".length);
    await window.keys("Control+v");
    await window.sees(".post-edit-widget");
    const offer = '.action-widget .monaco-list-row:has-text("Cite Dawn, October 5")';
    await window.seesAfter(() => window.keys("Control+."), offer);
    await window.picture("16-paste");
    await window.page.locator(offer).click();
    await window.sees('.view-line:has-text("the court ([Dawn](https://www.dawn.com/2018/10/05/road), October 5)")');
    await window.keys("Control+z", "Control+z");
  });

  await test("all that is safe is fixed in every file of the workspace", async () => {
    await window.command("copydesk: Fix All That Is Safe in the Workspace");
    await window.sees('.monaco-dialog-box >> text=Fix the Files');
    await window.picture("17-workspace");
    await window.page.locator('.monaco-dialog-box .monaco-button:has-text("Fix the Files")').click();
    await until("the far file", () => text(path.join(house, "archive/far.md")).includes("news/1), May 9"));
    await until("the draft", () => text(path.join(house, "draft.md")).includes("fuel-1.html), October 3"));
    assert.ok(text(path.join(house, "draft.md")).includes("the the court"), "what may change the meaning stays");
  });

  await test("a configuration to start from is written and shown", async () => {
    await window.command("copydesk: Write a Configuration to Start From");
    await window.sees('.tab.active:has-text("copydesk.toml")');
    assert.match(text(path.join(house, "copydesk.toml")), /\[style\]/);
    await window.picture("18-configuration");
  });

  await test("the report of the file is written", async () => {
    const report = path.join(os.tmpdir(), "draft-report.html");
    fs.rmSync(report, { force: true });
    await window.page.locator('.tab:has-text("draft.md")').click();
    await window.command("copydesk: Open the Editorial Report");
    await until("the report", () => fs.existsSync(report) && text(report).includes("</html>"));
  });

  await window.close();

  const empty = write(path.join(desk.folder, "empty"), { "plain.md": PLAIN });
  window = await Window.open(desk.browser, SHOTS, server, empty, "plain.md");
  await test("a new bulletin begins with its front matter, and is checked", async () => {
    await window.command("copydesk: New Bulletin");
    await window.sees('.view-line:has-text("VOLUME")');
    await until("no finding", async () => /^copydesk · /.test(await window.status()));
    await window.picture("10-new-bulletin");
  });

  await test("the newcomer’s tour opens, with its pictures", async () => {
    await window.command("Welcome: Open Walkthrough...");
    await window.sees('.quick-input-list .monaco-list-row:has-text("The copy desk in your editor")');
    await window.page.locator('.quick-input-list .monaco-list-row:has-text("The copy desk in your editor")').first().click();
    await window.sees(".gettingStartedContainer >> text=Fix what is safe");
    // A narrow window has no room for screenshots.
    await window.keys("Control+b");
    for (const [step, words, pictures] of [
      ["Open a draft", "Each source is cited in brackets", 1],
      ["Fix what is safe", "Underlined words are findings", 1],
      ["See it whole", "The status bar shows", 2],
    ]) {
      await window.page.locator(`.gettingStartedContainer .getting-started-step:has-text("${step}")`).first().click();
      await until(`the pictures of ${step}`, async () => {
        const widths = await window.inner(words);
        return widths.length === pictures && widths.every((width) => width > 0);
      });
    }
    await window.picture("11-walkthrough");
    await window.keys("Control+b");
  });

  await test("the extension’s own page shows no picture that it cannot load", async () => {
    await window.command("Extensions: Show Installed Extensions");
    await window.page.locator('.extensions-list .monaco-list-row:has-text("copydesk")').first().click();
    const widths = await window.inner("a short tour");
    assert.ok(widths.every((width) => width > 0), `widths of pictures: ${widths}`);
    await window.picture("14-page");
  });
  await window.close();
}

/** Issues that are typed from scratch with completion, and have no findings at the end. */
async function wholeIssues(desk) {
  const server = await common(desk);
  const folder = write(path.join(desk.folder, "issues"), {
    ...BEFORE,
    [frontier.file]: "\n",
    [river.file]: "\n",
  });
  const clean = (file) => {
    const ran = spawnSync(COPYDESK, ["check", "--format", "concise", file], { encoding: "utf8" });
    assert.equal(ran.stdout, "", text(file));
    assert.equal(ran.status, 0, ran.stderr);
  };
  /** Types the first letters, and takes what is meant. */
  const take = async (letters, name) => {
    await window.type(letters);
    await window.take(name);
  };
  /** A citation: the source by its first letters, its address pasted into its place, the date as offered. */
  const cite = async (letters, name, address, day) => {
    await take(letters, name);
    await window.page.keyboard.insertText(address);
    await window.keys("Tab");
    // The first letters replace the date there.
    await take(day.slice(0, 3), day);
    await window.keys("Tab");
  };
  window = await Window.open(desk.browser, SHOTS, server, folder, "2018-10-10.md");
  for (const issue of [frontier, river]) {
    await test(`an issue is typed by completion alone: ${issue.name}`, async () => {
      const file = path.join(folder, issue.file);
      await window.page.locator(`.explorer-folders-view .monaco-list-row:has-text("${issue.file}")`).dblclick();
      await window.sees(`.tab.active:has-text("${issue.file}")`);
      await window.keys("Control+1");
      await window.edits();
      await window.keys("Control+a", "Delete");
      await issue({ window, take, cite });
      await window.picture(`19-${issue.name}`);
      await window.saved(file, "the whole issue", (text) => text.trimEnd().endsWith(issue.end));
      clean(file);
    });
  }
  await window.close();
}

/** How soon the first finding is underlined, compared with an extension that computes nothing. */
async function quickness(desk) {
  const server = await serve({ ...desk, packages: [UNIVERSAL, PROBE], program: COPYDESK });
  await test("the first underline comes soon after the workbench’s own first", async () => {
    const workspace = write(path.join(desk.folder, "quick"), { "draft.md": DRAFT });
    const [beyond, ratios] = [[], []];
    for (let round = 1; round <= 5; round++) {
      window = await Window.open(desk.browser, SHOTS, server, workspace, "draft.md", () => {
        globalThis.seen = {};
        const kinds = { text: ".monaco-editor .view-line span", probe: ".squiggly-info", finding: ".squiggly-error" };
        const look = () => {
          for (const [what, selector] of Object.entries(kinds)) {
            if (!(what in globalThis.seen) && document.querySelector(selector)) {
              globalThis.seen[what] = Math.round(performance.now());
            }
          }
          requestAnimationFrame(look);
        };
        look();
      });
      const seen = await until("both underlines", async () => {
        const seen = await window.page.evaluate(() => globalThis.seen);
        return "probe" in seen && "finding" in seen && seen;
      });
      beyond.push(seen.finding - seen.probe);
      ratios.push(seen.finding / seen.probe);
      console.log(`        text ${seen.text} ms, the workbench’s own first underline ${seen.probe} ms, ours ${seen.finding} ms`);
      await window.close();
    }
    console.log(`        beyond the workbench’s own start: ${beyond.sort((one, other) => one - other).join(", ")} ms`);
    // A ratio within one run, and the second best: a time, and the worse ones, also measure what else the machine is doing.
    const [, ratio] = ratios.sort((one, other) => one - other);
    assert.ok(ratio <= 1.25, `${ratio.toFixed(2)} times as late, four times in five`);
  });
  await server.end();
}

/** How soon a letter is shown, with and without the extension. */
async function typing(desk) {
  const servers = {
    without: await serve({ ...desk, packages: [] }),
    with: await common(desk),
  };
  const LETTERS = "abcdefghijklmnopqrstuvwxyz";
  await test("letters are shown as soon with the extension as without it", async () => {
    const times = { without: [], with: [] };
    const windows = {};
    for (const [name, server] of Object.entries(servers)) {
      const workspace = write(path.join(desk.folder, `typing-${name}`), { "draft.md": DRAFT });
      window = windows[name] = await Window.open(desk.browser, SHOTS, server, workspace, "draft.md");
      await window.page.evaluate(() => {
        globalThis.shown = [];
        addEventListener("keydown", () => {
          const from = performance.now();
          requestAnimationFrame(() => setTimeout(() => globalThis.shown.push(performance.now() - from)));
        }, true);
      });
    }
    await windows.with.sees(".monaco-editor .squiggly-error");
    // The first moments of each window are not measured.
    await sleep(5000);
    for (let round = 1; round <= 3; round++) {
      for (const [name, { page }] of Object.entries(windows)) {
        window = windows[name];
        await page.bringToFront();
        await window.go(14, column(14, "court") + "court".length);
        await page.evaluate(() => (globalThis.shown.length = 0));
        await page.keyboard.type(LETTERS, { delay: 120 });
        await window.sees(`.view-line:has-text("court${LETTERS.repeat(round)}")`);
        times[name].push(...(await page.evaluate(() => globalThis.shown)));
      }
    }
    await Promise.all(Object.values(windows).map((window) => window.close()));
    // Whatever else the machine is doing delays some letters, and the extension would delay each: so the quicker ones count.
    const quartile = (all) => all.sort((one, other) => one - other)[Math.floor(all.length / 4)];
    const [bare, ours] = [quartile(times.without), quartile(times.with)];
    console.log(`        a letter is shown after ${ours.toFixed(1)} ms with the extension, ${bare.toFixed(1)} ms without it (lower quartiles of ${times.with.length})`);
    // One frame is noise, and a busy machine draws fewer of them.
    assert.ok(ours <= bare + Math.max(17, bare / 2), `${ours.toFixed(1)} ms with the extension, ${bare.toFixed(1)} ms without it`);
  });
  await servers.without.end();
}

/** The `vscode` API in the extension host. */
async function inTheHost(desk) {
  // Without that driver, the workbench of VS Code 1.139 runs no suite.
  const options = ["--vscode-option", "enable-smoke-test-driver"];
  const server = await serve({ ...desk, packages: [UNIVERSAL], program: COPYDESK, options });
  const workspace = write(path.join(desk.folder, "host"), { "draft.md": DRAFT, "plain.md": PLAIN, "archive/far.md": FAR });
  // The suite needs an extension that it belongs to; the packaged one is installed, as for everyone.
  const owner = write(path.join(desk.folder, "suite"), {
    "package.json": JSON.stringify({ name: "suite", publisher: "test", version: "0.0.1", engines: { vscode: "^1.91.0" } }),
  });
  const page = await desk.browser.newPage({ viewport: { width: 1280, height: 800 } });
  window = new Window(page, SHOTS);
  let ended = false;
  let heard = Date.now();
  const done = new Promise((resolve) => page.exposeFunction("codeAutomationExit", resolve));
  await page.exposeFunction("codeAutomationLog", (_, said) => {
    const line = said.map((each) => (typeof each === "string" ? each : JSON.stringify(each))).join(" ");
    if (/^(ok|FAILED) /.test(line)) {
      console.log(line);
      (line.startsWith("ok") ? pass : fail)();
    }
    heard = Date.now();
    ended ||= line.startsWith("the suite has ended");
  });
  const suite = new URL("./suite.cjs", import.meta.url).pathname;
  const orders = { extensionDevelopmentPath: server.remote(owner), extensionTestsPath: server.remote(suite), skipWelcome: "true" };
  await page.goto(server.tell(workspace, Object.entries(orders)));
  const silence = async () => {
    // No test takes that long; see suite.cjs.
    while (Date.now() < heard + 6 * PATIENCE) {
      await sleep(1000);
    }
  };
  await Promise.race([done, silence()]);
  await test("the suite in the host came to its end", () => assert.ok(ended));
  await page.close();
  await server.end();
}

/** Servers that cannot serve, and what the person is told. Each folder names its own. */
async function brokenServers(desk) {
  const bad = (name, script) => write(path.join(desk.folder, "bad", name), script);
  const counting = (folder, then) =>
    `#!/bin/sh\nif [ "$1" = --version ]; then echo copydesk 9.9.9; exit 0; fi\n` +
    `[ "$1" != lsp ] || echo start >> '${folder}/starts'\n${then}\n`;
  // Its output stays open: to the client, a server that closes it has ended.
  const silent = '#!/bin/sh\nif [ "$1" = --version ]; then echo copydesk 9.9.9; exit 0; fi\necho $$ > "${0%/*}/process"\nexec sleep 600\n';
  const cases = [
    ["silent", { server: silent }, /has not answered for 30 seconds. “Try Again” starts it again/],
    ["not-installed", null, /“copydesk” was not found. Install copydesk so that it is on the PATH/],
    ["missing", {}, /there is no such file.*Correct the setting/],
    ["not-executable", { server: "echo\n" }, /may not be run. Make it executable: chmod \+x/],
    ["too-old", { server: "#!/bin/sh\necho copydesk 0.0.9\n" }, /copydesk 0\.0\.9, too old for this extension. Install 0\.1\.0 or later/],
    ["another-program", { server: "#!/bin/sh\necho hello\n" }, /is not copydesk/],
    ["crashes-at-once", (folder) => counting(folder, "echo no such luck >&2; exit 3"), /ended 4 times in a row and stays off/],
    ["crashes-later", (folder) => counting(folder, `timeout 1 '${COPYDESK}' "$@"; exit 3`), /ended 4 times in a row and stays off/],
  ];
  const server = await serve({ ...desk, packages: [UNIVERSAL], env: { PATH: "/usr/bin:/bin" } });
  const trial = ([name, files, message]) =>
    test(`a server that is ${name}: a message that says what to do`, async () => {
      const folder = path.join(desk.folder, "bad", name);
      const made = typeof files === "function" ? { server: files(folder) } : files;
      bad(name, { ...made, "draft.md": DRAFT });
      const settings = files ? { "copydesk.path": `${folder}/server` } : {};
      write(folder, { ".vscode/settings.json": JSON.stringify(settings) });
      const shown = (window = await Window.open(desk.browser, SHOTS, server, folder, "draft.md"));
      const told = await until("a message", () => shown.notification(), 2 * PATIENCE);
      assert.match(told, message);
      await until("the status", async () => /copydesk is off/.test(await shown.status()));
      await shown.picture(`bad-${name}`);
      if (typeof files === "function") {
        await sleep(4000);
        assert.equal(text(`${folder}/starts`), "start\n".repeat(4));
      }
      const started = path.join(folder, "process");
      if (fs.existsSync(started)) {
        await until("its end", () => !fs.existsSync(`/proc/${text(started).trim()}`));
      }
      assert.equal(await shown.page.locator(".notification-list-item-message").count(), 1, "one message, not more");
      await shown.close();
    });
  // Its half minute of silence runs alongside the other servers.
  const [silence, ...others] = cases;
  const waiting = trial(silence);
  for (const each of others) {
    await trial(each);
  }
  await waiting;
  await server.end();
}

/** An untrusted folder, and a package that contains its server. */
async function notTrusted(desk) {
  const settings = { "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.enabled": true };
  const server = await serve({ ...desk, packages: [PLATFORM], settings, trust: false, env: { PATH: `.:${process.env.PATH}` } });
  await test("a folder that is not trusted is checked, and nothing in it is run", async () => {
    const folder = path.join(desk.folder, "stranger");
    const evil = `#!/bin/sh\necho run >> '${folder}/was-run'\nexec '${COPYDESK}' "$@"\n`;
    write(folder, { "draft.md": DRAFT, copydesk: evil, "server/copydesk": evil });
    write(folder, { ".vscode/settings.json": JSON.stringify({ "copydesk.path": `${folder}/copydesk` }) });
    window = await Window.open(desk.browser, SHOTS, server, folder, "draft.md");
    await window.sees(".monaco-editor .squiggly-error");
    await window.sees('.statusbar >> text=Restricted Mode');
    await until("the count", async () => /4 copydesk · October 10, 2018/.test(await window.status()));
    await window.picture("not-trusted");
    assert.ok(!fs.existsSync(`${folder}/was-run`), "a program of the folder was run");
    await window.close();
  });
  await server.end();
}

const given = { test, use: (opened) => (window = opened), serve: common, shots: SHOTS };

const parts = [atTheDesk, inNotes(given), acrossFiles(given), inTheHost, wholeIssues, typing, quickness, brokenServers, notTrusted];
const orders = process.argv.slice(2);
const chosen = orders.filter((order) => !order.startsWith("-"));
const wanted = ({ name }) => (chosen.length === 0 || chosen.includes(name)) && !orders.includes(`-${name}`);
const unknown = orders.filter((order) => !parts.some(({ name }) => name === order.replace(/^-/, "")));
assert.deepEqual(unknown, [], `the parts are ${parts.map(({ name }) => name).join(", ")}`);
const desk = await begin();
try {
  for (const part of parts.filter(wanted)) {
    await part(desk).catch((error) => {
      fail();
      console.log(`FAILED  ${part.name}: ${error.stack ?? error}`);
    });
  }
} finally {
  await (await shared)?.end();
  await desk.end();
}
end();
