// The editorial report in a browser. Needs in the environment: BROWSER_TOOLS, COPYDESK, SHOTS; see ./run.

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { SCREENS, accessible, bookPicture, copydesk, end, open, picture, test } from "./browser.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
const desk = fs.mkdtempSync(path.join(os.tmpdir(), "report-"));
const url = (name) => pathToFileURL(path.join(desk, name)).href;

const NOTES = `---
title: Harbour Letter
date: 2018-10-10
---

## Boats at Tarsk

*Lena Marsk*

The boats left.[^1] They came back.[^2] The Rapid Action Battalion (RAB) saw them, and RAB said so.[^1]

<!-- copydesk-ignore doubled-word: the poem repeats it -->

The the boats (Reuters, October 3). The harbour (Reuters, October 4) is shut (Reuters, October 2, 1994).

[^1]: Tomas Orrel, “Boats Leave,” *Reuters*, October 1, 2018, https://www.reuters.com/article/boats.
[^2]: Ibid.

## Two

*Tomas Orrel*

The Royal Air Base (RAB) is shut ([Dawn](#) May 9). RAB is far ([Dawn](https://www.dawn.com/news/1437001), 2018).
`;

/** Markup, script and direction controls, in every place that a page prints. */
const evil = `"><img src=x onerror="pwned()"><script>pwned()</script></style></title>\u202e'`;
const HOSTILE = `---
title: '${evil.replaceAll("'", "''")}'
date: 2018-10-10
---

# ${evil} One

*By ${evil}*

It is ([Da<script>pwned()</script>wn"](javascript:pwned()) May 9; [${evil}](https://evil.test/"><script>pwned()</script>), May 8).
The Some${evil}Thing (ST) is ST (https://evil.test/%22onmouseover=pwned()//, May 3).[^e"><script>pwned()</script>]

<!-- copydesk-ignore doubled-word: ${evil.replaceAll("-->", "")} -->

the the boats (Reuters${evil}, October 3).

[^e"><script>pwned()</script>]: ${evil}, “${evil},” *Reuters*, October 1, 2018, javascript:pwned().
`;

fs.cpSync(path.join(root, "docs/sample"), path.join(desk, "sample"), { recursive: true });
fs.mkdirSync(path.join(desk, "many/deep"), { recursive: true });
fs.writeFileSync(path.join(desk, "notes.md"), NOTES);
fs.writeFileSync(path.join(desk, "hostile.md"), HOSTILE);
fs.writeFileSync(path.join(desk, "many/notes.md"), NOTES);
fs.writeFileSync(path.join(desk, "many/hostile <b>.md"), HOSTILE);
fs.writeFileSync(path.join(desk, "many/deep/quiet.md"), "# Quiet\n\nNothing is said here.\n");
copydesk(desk, "report", "sample/issue.md", "-o", "sample.html");
copydesk(desk, "report", "notes.md", "-o", "notes.html");
copydesk(desk, "report", "hostile.md", "-o", "hostile.html");
copydesk(desk, "report", "many", "-o", "many.html");
// The same desk a day later: one document is mended, another is new, a third is gone.
copydesk(desk, "report", "--format", "json", "notes.md", "hostile.md", "-o", "last.json");
fs.writeFileSync(path.join(desk, "later.md"), NOTES);
const later = NOTES.replace("[Dawn](#) May 9", "[Dawn](https://www.dawn.com/news/1437000), May 9").replace("The Royal Air", "The the Royal Air").replace("(Reuters, October 4)", "(ABC, October 4)");
fs.writeFileSync(path.join(desk, "notes.md"), later);
copydesk(desk, "report", "--since-report", "last.json", "notes.md", "-o", "changes.html");
copydesk(desk, "report", "--since-report", "last.json", "notes.md", "later.md", "-o", "changed.html");
fs.writeFileSync(path.join(desk, "stdout.html"), copydesk(desk, "report", "many"));

for (const screen of Object.keys(SCREENS)) {
  for (const name of ["sample", "notes", "hostile", "many", "stdout", "changes"]) {
    await test(`${name} on the screen ${screen}`, async () => {
      const page = await open(url(`${name}.html`), screen);
      await picture(page, `${name}-${screen}`);
      await accessible(page);
      assert.deepEqual(page.faults, []);
    });
  }
}

for (const screen of ["light", "phone"]) {
  await test(`the first screen answers the three questions (${screen})`, async () => {
    const page = await open(url("sample.html"), screen);
    for (const [title, answer] of [["Is it printable?", /^No: (one error stops|\d+ errors stop) it\.$/], ["On whom it leans", /^.+: \d+ of \d+ citations\.$/]]) {
      const said = page.locator(".card", { has: page.getByRole("heading", { name: title }) }).locator(".verdict");
      assert.match(await said.textContent(), answer);
      const box = await said.boundingBox();
      assert.ok(box.y + box.height <= SCREENS[screen].viewport.height, `${title} ends at ${box.y + box.height}`);
    }
    const stops = page.locator(".card", { has: page.getByRole("heading", { name: "What stops it" }) });
    const first = stops.getByRole("link").first();
    const reason = await first.boundingBox();
    assert.ok(reason.y + reason.height <= SCREENS[screen].viewport.height, `the first reason ends at ${reason.y + reason.height}`);
    const words = (await first.textContent()).replace(/^line \d+: /, "");
    await first.click();
    const target = page.locator(":target");
    assert.equal(await target.getAttribute("data-level"), "error");
    assert.ok((await target.textContent()).includes(words), words);
  });
}

await test("the picture in the book is the first screen", async () => {
  await bookPicture(await open(url("sample.html")), "report");
});

await test("filters, search and order work together", async () => {
  const page = await open(url("sample.html"));
  const all = await page.locator(".finding").count();
  const visible = () => page.locator(".finding:visible").count();
  assert.equal(await visible(), all);
  await page.getByLabel("Severity", { exact: true }).selectOption("error");
  const errors = await visible();
  assert.ok(errors > 0 && errors < all);
  assert.equal(await page.locator(".finding:visible:not([data-level=error])").count(), 0);
  assert.match(await page.getByRole("status").textContent(), new RegExp(`^Shown: ${errors} of ${all} findings, `));
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForFunction((all) => [...document.querySelectorAll(".finding")].filter((one) => !one.hidden).length === all, all);
  await page.getByLabel("Rule", { exact: true }).selectOption("weekday-mismatch");
  assert.equal(await page.locator(".finding:visible:not([data-rule=weekday-mismatch])").count(), 0);
  await page.getByLabel("Rule", { exact: true }).selectOption("");
  await page.getByLabel("Article", { exact: true }).selectOption({ index: 1 });
  assert.equal(await page.locator(".article:visible").count(), 1);
  await page.getByLabel("Article", { exact: true }).selectOption("");
  await page.getByLabel("Search", { exact: true }).fill("no such words anywhere");
  assert.equal(await visible(), 0);
  await page.getByLabel("Search", { exact: true }).fill("DÁILY nation");
  assert.ok((await page.locator("table.wide tbody tr:visible").count()) > 0);
  await page.getByLabel("Search", { exact: true }).fill("");
  await page.getByLabel("Order", { exact: true }).selectOption("rule");
  const rules = await page.locator("ol.findings").last().locator(".finding").evaluateAll((list) => list.map((one) => one.dataset.rule));
  assert.deepEqual(rules, [...rules].sort());
});

await test("a table is sorted by a column, both ways, from the keyboard", async () => {
  const page = await open(url("notes.html"));
  const table = page.locator("table.wide", { has: page.locator("caption", { hasText: /^Sources$/ }) }).first();
  const column = () => table.locator("tbody tr td:nth-child(2)").allTextContents();
  const button = table.getByRole("button", { name: "citations" });
  await button.focus();
  await page.keyboard.press("Enter");
  assert.equal(await table.locator("th").nth(1).getAttribute("aria-sort"), "ascending");
  const up = (await column()).map(Number);
  assert.deepEqual(up, [...up].sort((a, b) => a - b));
  await page.keyboard.press("Space");
  assert.deepEqual((await column()).map(Number), up.reverse());
});

await test("the keyboard alone reaches the findings and the controls", async () => {
  const page = await open(url("sample.html"));
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the findings");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "findings");
  const reached = new Set();
  await page.goto(url("sample.html"));
  for (let at = 0; at < 30; at += 1) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement.name || document.activeElement.type || document.activeElement.tagName));
  }
  for (const name of ["search", "article", "rule", "level", "sort", "reset"]) assert.ok(reached.has(name), `${name}: ${[...reached]}`);
});

await test("the ledgers say where an issue stands", async () => {
  const page = await open(url("notes.html"));
  const text = await page.locator("main").innerText();
  for (const part of [
    "Reuters: 5 of 7 citations.",
    "2 articles rest on one source each: Boats at Tarsk (Reuters); Two (Dawn)",
    "The oldest citation is Reuters, 1994-10-02",
    "the poem repeats it",
    "Royal Air Base",
    "secondary",
    "leads nowhere:",
    "Abbreviations that stand for several things",
  ]) assert.ok(text.includes(part), `${part}: ${text.slice(0, 3000)}`);
  // Names stand for themselves, not for their ids.
  const index = JSON.parse(copydesk(desk, "index", "--format", "json", "sample/issue.md", "many/notes.md"));
  const contents = index.documents.flatMap((one) => [...one.articles, ...(one.outside ? [one.outside] : [])]);
  const ids = new Set([...contents.flatMap((one) => one.actors.map((actor) => actor.id)), ...contents.flatMap((one) => one.citations).flatMap((one) => one.items.map((item) => item.source_id))].filter((id) => id?.includes("-")));
  assert.ok(ids.size > 5, [...ids].join());
  for (const name of ["notes", "sample"]) {
    const other = await open(url(`${name}.html`));
    // Some organizations write themselves as their id does; addresses hold what they like.
    const said = (await other.locator("main").evaluate((main) => { main.querySelectorAll("a[href^=http], .excerpt").forEach((part) => part.remove()); return main.textContent; }));
    for (const id of ids) assert.ok(!said.split(/[\s,;()]+/).includes(id), `${name}: ${id}`);
    assert.ok(!/\b1 (errors|warnings|remarks|hints|citations|sources|articles|findings|paragraphs|days|times|places)\b/.test(said), name);
  }
  // Each chart has a name, and a table with the same figures.
  for (const chart of await page.locator("figure").all()) {
    assert.equal(await chart.getByRole("img").count(), 1);
    assert.ok((await chart.getByRole("table").getByRole("row").count()) > 1);
  }
});

await test("what changed since the last report is on the first screen and in full below it", async () => {
  const page = await open(url("changes.html"));
  const said = page.getByText("Since the last report: 1 new finding, 2 findings gone.");
  const box = await said.boundingBox();
  assert.ok(box.y + box.height <= SCREENS.light.viewport.height, `ends at ${box.y + box.height}`);
  const fresh = page.locator(".finding", { hasText: "· new" });
  assert.deepEqual(await fresh.evaluateAll((list) => list.map((one) => one.dataset.rule)), ["doubled-word"]);
  const gone = page.locator("table.wide", { has: page.locator("caption", { hasText: "Findings that are gone" }) });
  assert.deepEqual(await gone.locator("tbody td:last-child").allTextContents(), ["The link leads nowhere", "No comma between the source and its date"]);
  assert.match(await page.locator("main").innerText(), /Sources added: ABC/);
  await page.goto(url("changed.html"));
  const text = await page.locator("main").innerText();
  assert.match(text, /Since the last report: 1 new finding, 2 findings gone\./);
  assert.match(text, /In the last report and no longer here\s+hostile\.md/);
});

await test("of many documents those that can be printed are shown, or the others", async () => {
  const page = await open(url("many.html"));
  const shown = () => page.locator("table.wide").first().locator("tbody tr:visible").count();
  assert.equal(await shown(), 3);
  await page.getByLabel("Printable", { exact: true }).selectOption("yes");
  assert.equal(await shown(), 1);
  assert.match(await page.locator("table.wide tbody tr:visible").first().textContent(), /Quiet/);
  await page.getByLabel("Printable", { exact: true }).selectOption("no");
  assert.equal(await shown(), 2);
  // The sources below are of all of them.
  assert.ok((await page.locator("table.wide").last().locator("tbody tr:visible").count()) > 1);
});

await test("on paper there are no controls, and each article begins a page", async () => {
  const page = await open(url("notes.html"));
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await page.locator("form.filters:visible").count(), 0);
  assert.equal(await page.locator(".article").first().evaluate((part) => getComputedStyle(part).breakBefore), "page");
  // The head of a table comes again on each page that the table reaches: Chromium repeats none with a control in it.
  const heads = await page.locator("th button").evaluateAll((list) => list.map((button) => getComputedStyle(button).display));
  assert.ok(heads.length > 5 && heads.every((display) => display === "contents"), heads.join());
  assert.equal(await page.locator("html").evaluate((part) => getComputedStyle(part).backgroundColor), "rgb(255, 255, 255)");
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true, path: path.join(process.env.SHOTS, "notes.pdf") });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages >= 3, `${pages} pages`);
  // The title runs at the head of each page, and its number at the foot, as far as the browser understands them.
  const margins = await page.evaluate(() => {
    const pages = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSPageRule);
    return pages.flatMap((rule) => [...rule.cssRules]).map((rule) => `${rule.name} ${rule.style.content}`);
  });
  assert.deepEqual(margins, ['top-left "Harbour Letter"', 'top-right "Editorial report"', 'bottom-right counter(page) " / " counter(pages)']);
  await page.setViewportSize({ width: 794, height: 1123 });
  await picture(page, "notes-print");
});

await test("a hostile draft runs nothing, loads nothing and leads nowhere but to the web", async () => {
  for (const name of ["hostile", "many", "stdout"]) {
    const page = await open(url(`${name}.html`));
    await page.waitForTimeout(200);
    assert.deepEqual(page.faults, []);
    assert.equal(await page.locator("img, iframe, object, embed, link, base").count(), 0);
    assert.equal(await page.locator("script").count(), 1);
    for (const href of await page.locator("a[href]").evaluateAll((links) => links.map((link) => link.href))) {
      assert.match(href, /^(https?:|file:)/);
    }
    assert.ok(!(await page.content()).includes("\u202e"));
  }
});

await test("the overview leads to a page for each document", async () => {
  const page = await open(url("many.html"), "light", (asked) => asked.startsWith("file:"));
  const links = page.locator("table.wide").first().locator("a");
  assert.equal(await links.count(), 3);
  for (const at of [0, 1, 2]) {
    await page.goto(url("many.html"));
    await links.nth(at).click();
    await page.waitForURL(/\/many\/[a-z0-9-]+\.html$/);
    assert.equal(await page.locator("h1").count(), 1);
  }
  assert.deepEqual(page.faults, []);
});

fs.rmSync(desk, { recursive: true });
await end();
