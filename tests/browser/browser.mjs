// What the browser tests share: the browser, the checks of every page, the count of tests.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
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

/** Opens a page on one of the screens. Its console messages and requests are recorded in `page.faults`. */
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

/** Checks axe-core's rules, including contrast, and that nothing is wider than the screen. */
export async function accessible(page) {
  // Runs in an isolated world, to which the page's security policy does not apply.
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const world = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id, worldName: "axe" });
  const run = (expression) =>
    session.send("Runtime.evaluate", { expression, contextId: world.executionContextId, awaitPromise: true, returnByValue: true });
  await run(axe);
  // Large words are no exception: 4.5 everywhere.
  await run("axe.configure({ checks: [{ id: 'color-contrast', options: { contrastRatio: { normal: { expected: 4.5 }, large: { expected: 4.5 } } } }] })");
  const answer = await run("axe.run(document, { resultTypes: ['violations'] }).then((result) => JSON.stringify(result.violations.map((one) => [one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200) + ' ' + (node.any[0]?.message ?? ''))])))");
  assert.ok(answer.result.value, JSON.stringify(answer).slice(0, 500));
  assert.deepEqual(JSON.parse(answer.result.value), []);
  // axe-core skips the words of a chart.
  await readable(page, "svg text", "fill");
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= screen, `${wide} pixels on a screen of ${screen}`);
}

/** The words that `selector` finds have a contrast of at least 4.5 with what is behind them. */
export async function readable(page, selector, property = "color") {
  const pairs = await page.locator(selector).evaluateAll(
    (list, property) =>
      list.map((one) => {
        let box = one;
        while (box.parentElement && /^rgba\(.*, 0\)$/.test(getComputedStyle(box).backgroundColor)) box = box.parentElement;
        return [getComputedStyle(one)[property], getComputedStyle(box).backgroundColor, one.textContent.slice(0, 40)];
      }),
    property,
  );
  const parts = (color) => color.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255);
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = (color) => parts(color).map(linear).reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  for (const [ink, paper, words] of pairs) {
    const [low, high] = [light(ink), light(paper)].sort((a, b) => a - b);
    assert.ok((high + 0.05) / (low + 0.05) >= 4.5, `${ink} on ${paper}: ${words}`);
  }
}

export const picture = (page, name, options = {}) => page.screenshot({ path: path.join(SHOTS, `${name}.png`), ...options });

const pictures = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../docs/pictures");
const size = (png) => [png.readUInt32BE(16), png.readUInt32BE(20)];

/** A picture of the book as shown on screen. COPYDESK_UPDATE writes it to `docs/pictures`; the picture there must be the same size. */
export async function bookPicture(page, name) {
  const taken = await picture(page, name);
  const file = path.join(pictures, `${name}.png`);
  if (process.env.COPYDESK_UPDATE) fs.writeFileSync(file, taken);
  assert.deepEqual(size(fs.readFileSync(file)), size(taken), `docs/pictures/${name}.png is out of date: COPYDESK_UPDATE=1 writes it`);
}

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
