// Starts code-server, the real workbench of VS Code, with the packaged extension, and headless Chromium to view it.
// Needs in the environment: EDITORS (the folder that ./install filled), and CHROMIUM if it is not /usr/bin/chromium.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { PATIENCE, sleep, until } from "./until.cjs";

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

/** A browser to open pages with, and a folder for what the test writes. */
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

export const read = (file) => fs.readFileSync(file, "utf8");

/** Writes files below a folder; those that start with `#!` are made executable. */
export function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text, { mode: text.startsWith("#!") ? 0o755 : 0o644 });
  }
  return folder;
}

/** Replaces a file at once: whoever reads it never sees a part of it. */
export function replace(file, text) {
  fs.writeFileSync(`${file}.new`, text);
  fs.renameSync(`${file}.new`, file);
}

/** The settings of code-server for folders of its own, and the environment in which nothing of this machine's user is read. */
function apart(home) {
  return {
    folders: ["--user-data-dir", `${home}/user`, "--extensions-dir", `${home}/extensions`],
    env: { ...process.env, XDG_CONFIG_HOME: `${home}/config`, XDG_DATA_HOME: `${home}/data` },
  };
}

/** Folders with packages installed, by the packages: installing takes seconds, and copying what was installed does not. */
const installed = new Map();

function extensionsWith(folder, packages) {
  const key = packages.join("\n");
  if (!installed.has(key)) {
    const home = fs.mkdtempSync(path.join(folder, "installed-"));
    const { folders, env } = apart(home);
    const install = packages.flatMap((vsix) => ["--install-extension", vsix]);
    const said = execFileSync(codeServer[0], [...codeServer.slice(1), ...folders, ...install], {
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (said.split("successfully installed").length - 1 !== packages.length) {
      throw new Error(`the extensions were not installed: ${said}`);
    }
    installed.set(key, `${home}/extensions`);
  }
  return installed.get(key);
}

/** A code-server of its own, with these packages installed; `program` is the server that the machine's settings name. */
export async function serve({ folder, packages, program, settings = {}, env = {}, trust = true, options = [] }) {
  const home = fs.mkdtempSync(path.join(folder, "server-"));
  if (program) {
    write(home, { "user/Machine/settings.json": JSON.stringify({ "copydesk.path": program }) });
  }
  write(home, { "user/User/settings.json": JSON.stringify({ ...QUIET, ...settings }) });
  if (packages.length > 0) {
    fs.cpSync(extensionsWith(folder, packages), `${home}/extensions`, { recursive: true });
  }
  const own = apart(home);
  const port = await freePort();
  const log = fs.openSync(`${home}/log`, "w");
  const args = ["--bind-addr", `127.0.0.1:${port}`, "--auth", "none", "--disable-telemetry", "--disable-update-check"];
  const trusting = trust ? ["--disable-workspace-trust"] : [];
  const server = spawn(codeServer[0], [...codeServer.slice(1), ...own.folders, ...args, ...trusting, ...options], {
    env: { ...own.env, ...env },
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
    /** A file's URI in the workbench. */
    remote: (file) => `vscode-remote://127.0.0.1:${port}${file}`,
    /** The address that opens a workspace (a folder, or a file that names several) with instructions for the workbench. */
    tell(workspace, orders) {
      const kind = workspace.endsWith(".code-workspace") ? "workspace" : "folder";
      return `${url}?${kind}=${workspace}&payload=${encodeURIComponent(JSON.stringify(orders))}`;
    },
    /** The address that opens a file in a workspace. */
    address(workspace, file) {
      const folder = workspace.endsWith(".code-workspace") ? path.dirname(workspace) : workspace;
      return this.tell(workspace, [["openFile", this.remote(`${folder}/${file}`)]]);
    },
    async end() {
      await (await this.context)?.close();
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
 * The letters above each underline in the editor, with the three before them; if it does not end where letters do, by
 * how many pixels it is off. Runs in the page.
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

/** How long a list that is requested may take, in milliseconds, before it is requested again. */
const BRIEF = 5000;

/** A window of the workbench, as a person uses it. */
export class Window {
  constructor(page, shots) {
    this.page = page;
    this.shots = shots;
  }

  /** Opens a file in a workspace; `before` runs in the page before anything else does. */
  static async open(browser, shots, server, workspace, file, before = () => {}) {
    // The windows of a server share what the browser caches of the workbench: the next one starts in half the time.
    server.context ??= browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const page = await (await server.context).newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.addInitScript(before);
    const window = new Window(page, shots);
    await page.goto(server.address(workspace, file));
    await window.sees(".monaco-workbench .part.editor", 2 * PATIENCE);
    await window.sees(".monaco-editor .view-lines .view-line");
    return window;
  }

  async close() {
    await this.page.close();
  }

  /** Waits until an element exists. */
  async sees(selector, timeout = PATIENCE) {
    return this.page.waitForSelector(selector, { timeout });
  }

  /** Does something until an element is seen: on a busy machine, a list may close again before it is shown. */
  async seesAfter(act, selector) {
    return until(selector, async () => {
      await act();
      return this.sees(selector, BRIEF).catch(() => undefined);
    });
  }

  /** Waits until the keys go to the text. */
  async edits() {
    await this.page.waitForFunction(() => document.activeElement?.closest(".monaco-editor") !== null);
  }

  /** A screenshot of the window, for people to look at. */
  async picture(name) {
    await sleep(400);
    await this.page.screenshot({ path: path.join(this.shots, `${name}.png`) });
  }

  /**
   * A picture for the extension's README: a part of the window, from the top of one element to the bottom of another,
   * with a small margin.
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

  /** Waits until an embedded page (a preview, an extension's page) contains `words`; returns the widths of its images. */
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

  /** The text underlined as an error or warning, with the letters before it: `on [Monday]; ld [the the]`. */
  async underlined() {
    return this.page.evaluate(underlined);
  }

  /** Records what is underlined in each frame from now on, until it is asked for. */
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

  /** Runs a command of the palette, by its title. */
  async command(title) {
    await this.keys("F1");
    await this.sees(".quick-input-widget input");
    // In a newly opened window, extensions may not have registered their commands yet.
    await until(title, async () => {
      await this.page.locator(".quick-input-widget input").first().fill(">");
      await this.page.locator(".quick-input-widget input").first().fill(`>${title}`);
      const row = this.page.locator(`.quick-input-list .monaco-list-row.focused:has-text("${title}")`);
      return row.waitFor({ timeout: 2000 }).then(() => true, () => false);
    });
    await this.keys("Enter");
    // The command may ask for something in the same place.
    await this.page.waitForFunction(() => {
      const inputs = [...document.querySelectorAll(".quick-input-widget input")];
      return !inputs.some((input) => input.checkVisibility() && input.value.startsWith(">"));
    });
  }

  /** Puts the cursor on a line and column, counted from 1, columns in UTF-16 units. */
  async go(line, column) {
    await this.keys("Control+g");
    await this.sees(".quick-input-widget input");
    await this.page.locator(".quick-input-widget input").first().fill(`:${line}:${column}`);
    // A column beyond the end of the line is shown as its end.
    await this.sees(`.quick-input-list .monaco-list-row:has-text("to go to line ${line} at column ")`);
    await this.keys("Enter");
    await this.page.locator(".quick-input-widget").first().waitFor({ state: "hidden" });
    await this.edits();
    await until(`line ${line}`, async () => (await this.page.locator(".statusbar").innerText()).includes(`Ln ${line}, `));
  }

  /** The text of the status bar's item. */
  async status() {
    const item = this.page.locator('.statusbar-item[id^="copydesk"]');
    return (await item.count()) ? (await item.first().innerText()).trim() : "";
  }

  /** Waits until the status bar counts as many findings as `pattern` says. */
  async counted(pattern) {
    await until(`the status ${pattern}`, async () => pattern.test(await this.status()));
  }

  /** Puts words on the clipboard. */
  async copy(words) {
    await this.page.evaluate((words) => navigator.clipboard.writeText(words), words);
  }

  /** Opens a file of the workspace by its name, and waits until it is the one that is edited. */
  async openFile(name) {
    await this.keys("F1");
    const input = this.page.locator(".quick-input-widget input").first();
    // A newly opened window may not know its files yet, and searches once for what is typed.
    const search = async () => {
      await input.fill(">");
      await input.fill(name);
    };
    await this.seesAfter(search, `.quick-input-list .monaco-list-row.focused:has-text("${name}")`);
    await this.keys("Enter");
    await this.sees(`.tab.active:has-text("${name}")`);
    await this.keys("Control+1");
    await this.edits();
  }

  /** Saves until the file holds what was done; gives its text. */
  async saved(file, what, holds) {
    return until(`saved: ${what}`, async () => {
      await this.keys("Control+1", "Control+s");
      await sleep(150);
      const text = read(file);
      return holds(text) && text;
    });
  }

  /** Takes what is meant from the first lines of the list of words, which is asked for where it does not come up. */
  async take(label) {
    const rows = this.page.locator(".suggest-widget.visible .monaco-list-row .label-name");
    const focused = this.page.locator(".suggest-widget.visible .monaco-list-row.focused .label-name");
    const names = async (where) => (await where.allInnerTexts()).map((each) => each.replaceAll("\u00a0", " "));
    const meant = (each) => (typeof label === "string" ? each === label : label.test(each));
    await until(`the offer of ${label}`, async () => {
      const place = (await names(rows)).slice(0, 3).findIndex(meant);
      if (place < 0) {
        await this.keys("Control+Space");
        await sleep(1000);
      } else if (!(await names(focused)).some(meant)) {
        await this.keys("ArrowDown");
      } else {
        return true;
      }
      return false;
    });
    await this.keys("Enter");
  }

  /** Chooses a refactoring at the cursor; `picture` is one of what is offered. */
  async refactor(title, picture) {
    const row = `.action-widget .monaco-list-row:has-text("${title}")`;
    await this.seesAfter(() => this.command("Refactor..."), row);
    if (picture) {
      await this.picture(picture);
    }
    await this.page.locator(row).click();
  }

  async notification() {
    const shown = this.page.locator(".notification-list-item-message");
    return (await shown.count()) ? (await shown.first().innerText()).trim() : "";
  }

  /** The rows in the Problems panel. */
  async problems() {
    return this.page.locator(".markers-panel .monaco-list-row").allInnerTexts();
  }
}
