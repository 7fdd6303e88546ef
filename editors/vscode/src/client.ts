// The process of the language server, and the protocol client as this extension uses it.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as os from "node:os";
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerCapabilities,
  type StaticFeature,
} from "vscode-languageclient/node";

/** How long a server may take to exit, in milliseconds. */
export const PARTING = 2000;

/** The commands that the server's actions may run; see commands.ts. */
const COMMANDS = ["copydesk.addRecord", "copydesk.insertSnippet", "copydesk.explain", "copydesk.showUndated", "copydesk.fixAll"];

/** The process of a server. */
export class Server {
  private process: ChildProcess | undefined;

  constructor(private readonly command: string) {}

  async start(): Promise<ChildProcess> {
    // Not in the opened folder: the server receives full paths.
    const started = spawn(this.command, ["lsp"], { cwd: os.homedir() });
    this.process = started;
    // Fails if the program cannot be started.
    await once(started, "spawn");
    return started;
  }

  /** Gives the process a moment to exit on its own, then kills it. */
  end(): void {
    const process = this.process;
    if (process && process.exitCode === null && process.signalCode === null) {
      const late = setTimeout(() => process.kill("SIGKILL"), PARTING);
      process.once("exit", () => clearTimeout(late));
    }
  }
}

/** A client that only logs errors; the desk tells the user, once. */
export class QuietClient extends LanguageClient {
  constructor(
    private readonly server: Server,
    options: LanguageClientOptions,
  ) {
    super("copydesk", "copydesk", () => server.start(), options);
  }

  /** Also ends a server that does not answer. The library would need a script for that, which is not in the bundle. */
  override async dispose(timeout?: number): Promise<void> {
    await super.dispose(timeout).finally(() => this.server.end());
  }

  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/**
 * Stops the client from requesting the findings in all open documents every two seconds, and from showing those in a document
 * closed in between. It requests those in each visible document anyway, and `Unopened` handles the others.
 */
export const noPolling: StaticFeature = {
  fillClientCapabilities: () => undefined,
  preInitialize: ({ diagnosticProvider }: ServerCapabilities) => {
    if (diagnosticProvider) {
      diagnosticProvider.workspaceDiagnostics = false;
    }
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

/** Tells the server which commands its actions may run here, and that this client can show records of its lists. */
export const ourFeatures: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { ...capabilities.experimental, commands: { commands: COMMANDS }, records: true };
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};
