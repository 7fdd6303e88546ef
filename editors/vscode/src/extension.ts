// Launches the language server and shows what it says. All judgement is the server's.

import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient/node";
import { registerCommands } from "./commands";
import { Unusable, program, version } from "./server";
import { StatusItem } from "./status";
import { wanted } from "./wanted";

/** Crashes within which the server is started again… */
const CRASHES = 4;
/** …and the time in which they count, in milliseconds. */
const WITHIN = 3 * 60_000;

/** The server and what belongs to it. */
export class Desk implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private starting: Promise<void> | undefined;
  private crashes: number[] = [];
  private readonly log = vscode.window.createOutputChannel("copydesk");

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly status: StatusItem,
  ) {}

  /** Starts the server, unless it runs or starts. */
  start(): Promise<void> {
    this.starting ??= this.launch().catch((error: unknown) => {
      this.starting = undefined;
      void this.tell(error);
    });
    return this.starting;
  }

  private async launch(): Promise<void> {
    this.status.starting();
    const command = program(this.context);
    const found = await version(command);
    const options: LanguageClientOptions = {
      documentSelector: [
        { language: "markdown" },
        { scheme: "file", language: "toml", pattern: "**/copydesk.toml" },
      ],
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      synchronize: { configurationSection: "copydesk" },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.closed(),
      },
    };
    const client = new LanguageClient("copydesk", "copydesk", { command, args: ["lsp"] }, options);
    client.onDidChangeState(({ newState }) => this.status.running(newState === State.Running, found));
    this.client = client;
    await client.start();
  }

  /** The server ended of itself: once more, but not for ever. */
  private closed() {
    const now = Date.now();
    this.crashes = [...this.crashes.filter((at) => now - at < WITHIN), now];
    if (this.crashes.length < CRASHES) {
      return { action: CloseAction.Restart, handled: true };
    }
    this.status.stopped();
    this.starting = undefined;
    this.client = undefined;
    void this.tell(new Unusable(`The copydesk server ended ${CRASHES} times within minutes and stays off.`));
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  private async tell(error: unknown): Promise<void> {
    this.status.stopped();
    const message = error instanceof Error ? error.message : String(error);
    this.log.appendLine(message);
    const choice = await vscode.window.showErrorMessage(message, "Open Settings", "Show Log", "Try Again");
    if (choice === "Open Settings") {
      await vscode.commands.executeCommand("workbench.action.openSettings", "copydesk.path");
    } else if (choice === "Show Log") {
      this.log.show();
    } else if (choice === "Try Again") {
      await this.restart();
    }
  }

  /** Stops the server and starts it anew. */
  async restart(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.starting = undefined;
    this.crashes = [];
    if (client) {
      await client.dispose(2000).catch(() => undefined);
    }
    await this.start();
  }

  /** The running server. */
  running(): LanguageClient | undefined {
    return this.client?.state === State.Running ? this.client : undefined;
  }

  /** Shows the log. */
  showLog(): void {
    this.log.show();
  }

  /** Which program serves. */
  program(): string {
    return program(this.context);
  }

  dispose(): void {
    void this.client?.dispose(2000).catch(() => undefined);
    this.log.dispose();
  }
}

/** Called by the editor. */
export async function activate(context: vscode.ExtensionContext): Promise<Desk> {
  const status = new StatusItem();
  const desk = new Desk(context, status);
  context.subscriptions.push(status, desk, ...registerCommands(desk));
  const consider = async (document: vscode.TextDocument) => {
    if (await wanted(document)) {
      await desk.start();
    }
  };
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument((document) => void consider(document)),
    vscode.workspace.onDidSaveTextDocument((document) => void consider(document)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("copydesk.path") && desk.running()) {
        void desk.restart();
      }
      if (change.affectsConfiguration("copydesk.enable")) {
        vscode.workspace.textDocuments.forEach((document) => void consider(document));
      }
    }),
  );
  await Promise.all(vscode.workspace.textDocuments.map(consider));
  return desk;
}
