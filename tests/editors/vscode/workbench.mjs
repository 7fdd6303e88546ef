// Starts code-server, the real workbench of VS Code, with the packaged extension, and headless Chromium to look at it.
// Needs in the environment: EDITORS (the folder that ./install filled) and CHROMIUM where it is not /usr/bin/chromium.

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

  /** A picture of the editor and what is around it, for the extension's README. */
  async portrait(name, clip) {
    await sleep(400);
    await this.page.screenshot({ path: path.join(this.shots, "readme", `${name}.png`), clip });
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
