// The pages that the READMEs of the packages describe, in a browser. Needs in the environment: BROWSER_TOOLS, SHOTS, and in
// PACKAGES_SITE the pages that editors/web/test/packages makes.

import assert from "node:assert/strict";
import { end, open, picture, test } from "./browser.mjs";
import { serve } from "../../editors/web/serve.mjs";

const server = await serve(0, () => {}, process.env.PACKAGES_SITE);
const url = `http://127.0.0.1:${server.address().port}/`;
const own = (asked) => asked.startsWith(url) || asked.startsWith("data:");

await test("the editor of @copydesk/codemirror's README marks what is wrong", async () => {
  const page = await open(`${url}index.html`, "light", own);
  await page.locator(".cm-lintRange").first().waitFor();
  assert.deepEqual(await page.locator(".cm-lintRange").allTextContents(), ["The the"]);
  await picture(page, "packages-editor");
  assert.deepEqual(page.faults, []);
});

await test("the worker of @copydesk/core's README answers its page", async () => {
  const page = await open(`${url}worker.html`, "light", own);
  await page.waitForFunction(() => document.body.textContent === "doubled-word");
  assert.deepEqual(page.faults, []);
});

server.close();
await end();
