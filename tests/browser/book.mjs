// The book in a browser: `.ci/book` builds it. Needs in the environment: BROWSER_TOOLS, SHOTS; see ./run.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { SCREENS, end, open, picture, readable, test } from "./browser.mjs";

const book = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../target/book");
if (!fs.existsSync(book)) throw new Error(`${book} is missing: .ci/book builds it`);
const url = (name) => pathToFileURL(path.join(book, `${name}.html`)).href;
const anyFile = (asked) => asked.startsWith("file:") || asked.startsWith("data:");

/** What a reader sees of an example: its label, the color of its edge. */
const looks = (page, kind) =>
  page.locator(`pre > code.${kind}`).first().evaluate((code) => {
    const box = code.parentElement;
    return { label: getComputedStyle(box, "::before").content, edge: getComputedStyle(box).borderLeftColor, width: getComputedStyle(box).borderLeftWidth };
  });

for (const screen of Object.keys(SCREENS)) {
  await test(`the book on the screen ${screen}`, async () => {
    for (const name of ["index", "guide/first-check", "guide/ci", "reports", "rules/index", "rules/weekday-mismatch"]) {
      const page = await open(url(name), screen, anyFile);
      await picture(page, `book-${name.replace("/", "-")}-${screen}`);
      await readable(page, "main a, main p, main li, main td");
      const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(wide <= room, `${name}: ${wide} pixels on a screen of ${room}`);
      for (const image of await page.locator("main img").all()) {
        assert.ok(await image.evaluate((one) => one.complete && one.naturalWidth > 0), `${name}: ${await image.getAttribute("src")} is not shown`);
        assert.ok((await image.getAttribute("alt")).length > 20, `${name}: a picture is described`);
      }
      assert.deepEqual(page.faults, []);
    }
  });
}

for (const screen of ["light", "dark"]) {
  await test(`what is flagged, what is fine and what is fixed look different (${screen})`, async () => {
    const page = await open(url("rules/weekday-mismatch"), screen, anyFile);
    const [bad, good, fixed] = [await looks(page, "bad"), await looks(page, "good"), await looks(page, "fixed")];
    assert.deepEqual([bad.label, good.label, fixed.label], ['"Flagged"', '"Fine"', '"Fixed"']);
    assert.equal(new Set([bad.edge, good.edge, fixed.edge]).size, 3, JSON.stringify([bad, good, fixed]));
    for (const one of [bad, good, fixed]) assert.equal(one.width, "4px");
    // A sentence wraps, so that all of it is shown.
    for (const code of await page.locator("pre > code.language-md").all()) {
      assert.ok(await code.evaluate((one) => one.scrollWidth <= one.clientWidth + 1), await code.textContent());
    }
  });
}

await test("each rule's page shows its level, its fix and how to silence it, and its examples with their labels", async () => {
  const names = fs.readdirSync(path.join(book, "rules")).filter((name) => name.endsWith(".html") && name !== "index.html");
  assert.ok(names.length > 80, `${names.length}`);
  const page = await open(url("rules/index"), "light", anyFile);
  for (const file of names) {
    const name = file.replace(".html", "");
    // Read as HTML, without the scripts of eighty pages.
    const seen = await page.evaluate((html) => {
      const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
      const kinds = (kind) => main.querySelectorAll(`pre > code.language-md.${kind}`).length;
      return { title: main.querySelector("h1").textContent, words: main.textContent, bad: kinds("bad"), good: kinds("good"), fixed: kinds("fixed"), fix: main.querySelector("#fix") !== null };
    }, fs.readFileSync(path.join(book, "rules", file), "utf8"));
    assert.equal(seen.title, name);
    assert.match(seen.words, /Level: (error|warning|info|hint|off)\b/, name);
    assert.match(seen.words, /(It has no fix|Its fixes are for review|It has safe fixes)/, name);
    assert.ok(seen.words.includes(`<!-- copydesk-ignore ${name}: `), name);
    assert.ok(seen.bad > 0 && seen.good > 0 && (seen.fixed > 0) === seen.fix, `${name}: ${JSON.stringify(seen)}`);
  }
});

await test("a newcomer finds the way from the first page to the gate by links alone", async () => {
  const page = await open(url("index"), "light", anyFile);
  for (const [words, title] of [["The first check in five minutes", "The first check in five minutes"], ["Gate publication in CI", "Gate publication in CI"]]) {
    await page.locator("main").getByRole("link", { name: words }).first().click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
  }
  assert.match(await page.locator("main").textContent(), /copydesk check --fail-on error/);
});

await end();
