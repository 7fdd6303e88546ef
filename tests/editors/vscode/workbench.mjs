// Starts code-server, the real workbench of VS Code, with the packaged extension, and headless Chromium to look at it.
// Needs in the environment: EDITORS (the folder that ./install filled) and CHROMIUM where it is not /usr/bin/chromium.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { sleep, until } from "./until.cjs";

const editors = process.env.EDITORS;
const { chromium } = createRequire(`${editors}/here.js`)("playwright-core");
const codeServer = [`${editors}/bin/node`, `${editors}/node_modules/code-server/out/node/entry.js`];

const QUIET = {
  "workbench.startupEditor": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "editor.minimap.enabled": false,
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "files.autoSave": "off",
};

/** A chrome to open pages with, and a folder for what the test writes. */
export async function begin() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "copydesk-vscode-"));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
  });
  return {
    folder,
    browser,
    async end() {
      await browser.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Writes files below a folder; those that begin with `#!` become programs. */
export function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text, { mode: text.startsWith("#!") ? 0o755 : 0o644 });
  }
  return folder;
}

/** A code-server of its own, with these packages installed; `program` is the server that this machine's settings name. */
export async function serve({ folder, packages, program, settings = {}, env = {}, trust = true, options = [] }) {
  const home = fs.mkdtempSync(path.join(folder, "server-"));
  if (program) {
    write(home, { "user/Machine/settings.json": JSON.stringify({ "copydesk.path": program }) });
  }
  write(home, { "user/User/settings.json": JSON.stringify({ ...QUIET, ...settings }) });
  const common = ["--user-data-dir", `${home}/user`, "--extensions-dir", `${home}/extensions`];
  const environment = {
    ...process.env,
    XDG_CONFIG_HOME: `${home}/config`,
    XDG_DATA_HOME: `${home}/data`,
    ...env,
  };
  for (const vsix of packages) {
    const install = [...codeServer.slice(1), ...common, "--install-extension", vsix];
    const said = execFileSync(codeServer[0], install, { env: environment, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    if (!said.includes("successfully installed")) {
      throw new Error(`the extension was not installed: ${said}`);
    }
  }
  const port = await freePort();
  const log = fs.openSync(`${home}/log`, "w");
  const args = ["--bind-addr", `127.0.0.1:${port}`, "--auth", "none", "--disable-telemetry", "--disable-update-check"];
  const trusting = trust ? ["--disable-workspace-trust"] : [];
  const server = spawn(codeServer[0], [...codeServer.slice(1), ...common, ...args, ...trusting, ...options], {
    env: environment,
    stdio: ["ignore", log, log],
  });
  const url = `http://127.0.0.1:${port}/`;
  for (let tries = 0; !(await answers(`${url}healthz`)); tries++) {
    if (tries > 600) {
      throw new Error(`code-server did not start: ${fs.readFileSync(`${home}/log`, "utf8").slice(-2000)}`);
    }
    await sleep(100);
  }
  return {
    url,
    /** A file, as the workbench names it. */
    remote: (file) => `vscode-remote://127.0.0.1:${port}${file}`,
    /** The address that opens a workspace, with what the workbench is told to do. */
    tell: (workspace, orders) => `${url}?folder=${workspace}&payload=${encodeURIComponent(JSON.stringify(orders))}`,
    /** The address that opens a file of a workspace. */
    address(workspace, file) {
      return this.tell(workspace, [["openFile", this.remote(`${workspace}/${file}`)]]);
    },
    async end() {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      if (server.exitCode === null) {
        server.kill("SIGTERM");
        await gone;
      }
    },
  };
}

function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function answers(url) {
  return new Promise((resolve) => {
    http.get(url, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on("error", () => resolve(false));
  });
}

/**
 * The letters above each underline of the editor, with three before them; where it does not end where letters do, by
 * how many pixels. Runs in the page.
 */
function underlined() {
  const lines = [...document.querySelectorAll(".monaco-editor .view-line")].map((line) => {
    const box = line.getBoundingClientRect();
    return { line, top: box.top, bottom: box.bottom };
  });
  const letters = (line) => {
    const found = [];
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      let at = 0;
      for (const letter of walker.currentNode.data) {
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, (at += letter.length));
        const { left, right } = range.getBoundingClientRect();
        found.push({ letter: letter === "\u00a0" ? " " : letter, left, right });
      }
    }
    return found;
  };
  const shown = document.querySelectorAll(".monaco-editor .squiggly-error, .monaco-editor .squiggly-warning");
  const words = [...shown].map((squiggle) => {
    const { left, right, top, bottom } = squiggle.getBoundingClientRect();
    const row = lines.find((line) => line.top <= (top + bottom) / 2 && (top + bottom) / 2 < line.bottom);
    const all = row ? letters(row.line) : [];
    const over = (letter) => left < (letter.left + letter.right) / 2 && (letter.left + letter.right) / 2 < right;
    const first = all.findIndex(over);
    const last = all.findLastIndex(over);
    if (first < 0) {
      return "(nothing)";
    }
    const text = (from, to) => all.slice(Math.max(0, from), to).map(({ letter }) => letter).join("");
    const off = Math.max(Math.abs(all[first].left - left), Math.abs(all[last].right - right));
    return `${text(first - 3, first)}[${text(first, last + 1)}]${off > 1.5 ? ` off by ${off} px` : ""}`;
  });
  return words.sort().join("; ");
}

/** A window of the workbench, as a person uses it. */
export class Window {
  constructor(page, shots) {
    this.page = page;
    this.shots = shots;
  }

  /** Opens a file of a workspace; `before` runs in the page before anything else does. */
  static async open(browser, shots, server, workspace, file, before = () => {}) {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const page = await context.newPage();
    await page.addInitScript(before);
    const window = new Window(page, shots);
    await page.goto(server.address(workspace, file));
    await page.waitForSelector(".monaco-workbench .part.editor", { timeout: 90_000 });
    await window.sees(".monaco-editor .view-lines .view-line", 60_000);
    return window;
  }

  async close() {
    await this.page.context().close();
  }

  /** Waits until an element is there. */
  async sees(selector, timeout = 20_000) {
    return this.page.waitForSelector(selector, { timeout });
  }

  async seesNot(selector, timeout = 20_000) {
    return this.page.waitForSelector(selector, { state: "detached", timeout });
  }

  /** A picture of the window, kept for people to look at. */
  async picture(name) {
    await sleep(400);
    await this.page.screenshot({ path: path.join(this.shots, `${name}.png`) });
  }

  /**
   * A picture for the extension's README: a part of the window, from the top of one element to the foot of another,
   * with a little room.
   */
  async portrait(name, part, top, foot) {
    await sleep(400);
    const [whole, first, last] = await Promise.all(
      [part, top, foot].map(async (selector) => {
        const box = await this.page.locator(selector).filter({ visible: true }).first().boundingBox();
        assert.ok(box, `not to be seen: ${selector}`);
        return box;
      }),
    );
    const y = Math.max(0, first.y - 6);
    const clip = { x: whole.x, y, width: whole.width, height: last.y + last.height + 8 - y };
    await this.page.screenshot({ path: path.join(this.shots, "readme", `${name}.png`), clip });
  }

  /** Waits until a page within the page (a preview, the page of an extension) says `words`; gives its pictures' widths. */
  async inner(words) {
    return until(`a page that says ${words}`, async () => {
      for (const frame of this.page.frames().slice(1)) {
        const said = await frame.evaluate(() => document.body?.innerText ?? "").catch(() => "");
        if (said.includes(words)) {
          return frame.evaluate(() => [...document.images].map((image) => image.naturalWidth));
        }
      }
      return undefined;
    });
  }

  /** What is underlined as an error or warning, with the letters before it: `on [Monday]; ld [the the]`. */
  async underlined() {
    return this.page.evaluate(underlined);
  }

  /** Notes what is underlined in each frame from now on, until it is asked for. */
  async film() {
    await this.page.evaluate(`{
      const underlined = ${underlined};
      globalThis.frames = [];
      const look = () => {
        globalThis.frames.push(underlined());
        globalThis.looking = requestAnimationFrame(look);
      };
      look();
    }`);
  }

  /** What was underlined in each frame. */
  async filmed() {
    return this.page.evaluate(() => {
      cancelAnimationFrame(globalThis.looking);
      return globalThis.frames;
    });
  }

  async keys(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  async type(text) {
    await this.page.keyboard.type(text, { delay: 25 });
  }

  /** A command of the palette, by its title. */
  async command(title) {
    await this.keys("F1");
    await this.sees(".quick-input-widget input");
    // In a window that has just opened, extensions have yet to bring their commands.
    await until(title, async () => {
      await this.page.locator(".quick-input-widget input").first().fill(">");
      await this.page.locator(".quick-input-widget input").first().fill(`>${title}`);
      const row = this.page.locator(`.quick-input-list .monaco-list-row.focused:has-text("${title}")`);
      return row.waitFor({ timeout: 2000 }).then(() => true, () => false);
    }, 30_000);
    await this.keys("Enter");
    await this.page.locator(".quick-input-widget").first().waitFor({ state: "hidden", timeout: 10_000 }).catch(() => {});
  }

  /** Puts the cursor on a line and column, from 1, columns in UTF-16. */
  async go(line, column) {
    await this.keys("Control+g");
    await this.sees(".quick-input-widget input");
    await this.page.locator(".quick-input-widget input").first().fill(`:${line}:${column}`);
    await sleep(200);
    await this.keys("Enter");
    await sleep(200);
  }

  /** The words of the status bar's item. */
  async status() {
    const item = this.page.locator('.statusbar-item[id^="copydesk"]');
    return (await item.count()) ? (await item.first().innerText()).trim() : "";
  }

  async notification() {
    const shown = this.page.locator(".notification-list-item-message");
    return (await shown.count()) ? (await shown.first().innerText()).trim() : "";
  }

  /** The rows of the Problems panel. */
  async problems() {
    return this.page.locator(".markers-panel .monaco-list-row").allInnerTexts();
  }
}
