// What the tests in a browser share: the browser, the checks of every page, the count of tests.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { runner } from "./runner.mjs";

const { BROWSER_TOOLS, SHOTS } = process.env;
const require = createRequire(path.join(BROWSER_TOOLS, "package.json"));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
fs.mkdirSync(SHOTS, { recursive: true });

export const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

export const SCREENS = {
  light: { viewport: { width: 1280, height: 900 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  phone: { viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true },
  "phone-dark": { viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true, colorScheme: "dark" },
};

let current;

/** Opens a page on one of the screens. What it says on its console and whatever it asks for is kept in `page.faults`. */
export async function open(url, screen = "light", allowed = () => false) {
  const context = await browser.newContext(SCREENS[screen]);
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (message) => page.faults.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("dialog", (dialog) => { page.faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url() !== url && !allowed(request.url())) page.faults.push(`request: ${request.url()}`); });
  await page.goto(url);
  current = page;
  return page;
}

/** axe-core's rules hold, contrast among them, and nothing is wider than the screen. */
export async function accessible(page) {
  // Run in a world of its own, which the page's security policy does not govern.
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const world = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id, worldName: "axe" });
  const run = (expression) =>
    session.send("Runtime.evaluate", { expression, contextId: world.executionContextId, awaitPromise: true, returnByValue: true });
  await run(axe);
  const answer = await run("axe.run(document, { resultTypes: ['violations'] }).then((result) => JSON.stringify(result.violations.map((one) => [one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200) + ' ' + (node.any[0]?.message ?? ''))])))");
  assert.ok(answer.result.value, JSON.stringify(answer).slice(0, 500));
  assert.deepEqual(JSON.parse(answer.result.value), []);
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= screen, `${wide} pixels on a screen of ${screen}`);
}

export const picture = (page, name, options = {}) => page.screenshot({ path: path.join(SHOTS, `${name}.png`), ...options });

const tests = runner(
  (name) => current && picture(current, name),
  async () => {
    for (const context of browser.contexts()) await context.close();
    current = undefined;
  },
);
export const { test } = tests;

export async function end() {
  await browser.close();
  tests.end();
}

/** Runs copydesk in a folder; its status does not matter. */
export function copydesk(folder, ...args) {
  try {
    return execFileSync(process.env.COPYDESK, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
  } catch (error) {
    if (error.status === 1) return error.stdout;
    throw error;
  }
}
