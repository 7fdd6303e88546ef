// The language server and what belongs to it: starts it, restarts it, and tells what went wrong. All judgement is the server's.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as os from "node:os";
import * as vscode from "vscode";
import {
  CloseAction,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerCapabilities,
  State,
  type StaticFeature,
  type WorkspaceEdit,
} from "vscode-languageclient/node";
import { Unusable, program, version } from "./server";
import type { StatusItem } from "./status";
import { isShown } from "./tabs";
import { LANGUAGES, SCHEMES, startsServer } from "./languages";

/** Crashes after which the server stays off… */
const CRASHES = 4;
/** …and the time in which they count, in milliseconds. */
const WITHIN = 3 * 60_000;
/** How long the first restart waits, in milliseconds; the next ones wait longer. */
const PAUSE = 300;
/** How long typing must rest before findings and hints are asked for, in milliseconds. */
const REST = 200;
/** How long after the last key somebody is at work, in milliseconds. */
const RECENT = 5000;
/** How long a server may take to end, in milliseconds. */
const PARTING = 2000;

/** Settings that are the extension's own, and that the server does not know. */
const OWN = ["path", "trace"];

/** How long a server may take to answer that it is there, in milliseconds. */
const PATIENCE = 30_000;

/** The commands that actions of the server may run; see commands.ts. */
const COMMANDS = ["copydesk.addRecord", "copydesk.insertSnippet", "copydesk.explain", "copydesk.showUndated", "copydesk.fixAll"];

/** The process of a server. */
class Server {
  private process: ChildProcess | undefined;

  constructor(private readonly command: string) {}

  async start(): Promise<ChildProcess> {
    // Not in the opened folder, for the server is given whole paths.
    const started = spawn(this.command, ["lsp"], { cwd: os.homedir() });
    this.process = started;
    // Fails where the program cannot be started.
    await once(started, "spawn");
    return started;
  }

  /** Waits a moment for the process to end of itself, and ends it then. */
  end(): void {
    const process = this.process;
    if (process && process.exitCode === null && process.signalCode === null) {
      const late = setTimeout(() => process.kill("SIGKILL"), PARTING);
      process.once("exit", () => clearTimeout(late));
    }
  }
}

/** A client that writes what goes wrong to the log, and leaves it to the desk to tell the person, once. */
class QuietClient extends LanguageClient {
  constructor(
    private readonly server: Server,
    options: LanguageClientOptions,
  ) {
    super("copydesk", "copydesk", () => server.start(), options);
  }

  /** Ends the server too, though it does not answer. The library would need a script for that, which no bundle holds. */
  override async dispose(timeout?: number): Promise<void> {
    await super.dispose(timeout).finally(() => this.server.end());
  }

  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/**
 * The client would ask for the findings of all that is open every two seconds, and show those of a document that was
 * closed until then. It need not: it asks for each document that is shown, and `Unopened` for the others.
 */
const noPolling: StaticFeature = {
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

/** Tells the server which commands its actions may run here. */
const ourCommands: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { ...capabilities.experimental, commands: { commands: COMMANDS } };
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

/** The server and what belongs to it. */
export class Desk implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private starting: Promise<void> | undefined;
  private crashes: number[] = [];
  private again: NodeJS.Timeout | undefined;
  /** When a text last changed, in milliseconds. */
  private typed = 0;
  private readonly typing = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (LANGUAGES.includes(document.languageId) && contentChanges.length > 0) {
      this.typed = Date.now();
    }
  });
  private readonly log = vscode.window.createOutputChannel("copydesk");
  private readonly shown = new vscode.EventEmitter<vscode.Uri>();
  private readonly refreshed = new vscode.EventEmitter<void>();

  /** The editor has asked for the findings of a document that a tab shows. */
  readonly onDidShow = this.shown.event;
  /** What the server says of a document may have changed though its text has not. */
  readonly onDidRefresh = this.refreshed.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly status: StatusItem,
  ) {}

  /** Starts the server, unless it runs, starts, or failed: then only a restart helps. */
  start(): Promise<void> {
    this.starting ??= this.launch().catch((error: unknown) => void this.tell(error));
    return this.starting;
  }

  private async launch(): Promise<void> {
    this.status.starting();
    const command = program(this.context);
    const found = await version(command);
    const options: LanguageClientOptions = {
      documentSelector: [
        ...SCHEMES.flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language }))),
        { scheme: "file", pattern: "**/copydesk.toml" },
      ],
      initializationOptions: settings(),
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      middleware: {
        // The client takes a question that it withdrew itself, for the text changed, as answered with “no findings”. Said
        // to be withdrawn, it asks anew, and what is underlined stays.
        provideDiagnostics: async (document, previous, token, next) => {
          const uri = document instanceof vscode.Uri ? document : document.uri;
          await this.rest(token);
          const version = document instanceof vscode.Uri ? 0 : document.version;
          const report = await next(document, previous, token);
          await this.heard();
          if (token.isCancellationRequested || (!(document instanceof vscode.Uri) && document.version !== version)) {
            throw new vscode.CancellationError();
          }
          if (isShown(uri)) {
            this.shown.fire(uri);
          }
          return report;
        },
        // The editor puts hints where they belonged in the text that it asked about, though it may be another by then.
        provideInlayHints: async (document, range, token, next) => {
          for (;;) {
            await this.rest(token);
            const { version } = document;
            const hints = await next(document, range, token);
            await this.heard();
            if (document.version === version || token.isCancellationRequested) {
              return hints;
            }
          }
        },
        workspace: {
          configuration: (asked) => asked.items.map(({ section }) => (section === "copydesk" ? settings() : null)),
          // It asks for what it wants to know.
          didChangeConfiguration: (_, next) => next(undefined),
        },
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          this.closed(client);
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    };
    const client = new QuietClient(new Server(command), options);
    client.registerFeature(noPolling);
    client.registerFeature(ourCommands);
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (this.client === client && newState === State.Running) {
        this.status.running(found);
      }
    });
    // A server that ends at once may be noticed here before its end is; one that never answers is given up on.
    let patience: NodeJS.Timeout | undefined;
    const silence = new Promise<"silent">((resolve) => {
      patience = setTimeout(() => resolve("silent"), PATIENCE);
    });
    const begun = client.start().catch(() => this.closed(client));
    const outcome = await Promise.race([begun, silence]);
    clearTimeout(patience);
    if (outcome === "silent") {
      this.client = undefined;
      void client.dispose(PARTING).catch(() => undefined);
      throw new Unusable(
        `“${command}” was started as the server, and has not answered for ${PATIENCE / 1000} seconds. “Try Again” starts it anew.`,
      );
    }
    const markdown = { uri: vscode.Uri.file("/any.md"), languageId: "markdown" } as vscode.TextDocument;
    const provider = client.getFeature(DocumentDiagnosticRequest.method)?.getProvider(markdown);
    provider?.onDidChangeDiagnosticsEmitter.event(() => this.refreshed.fire());
    this.refreshed.fire();
  }

  /** What the server finds in a document that no tab shows; nothing where it does not run. */
  async findings(uri: vscode.Uri): Promise<vscode.Diagnostic[] | undefined> {
    const client = this.client;
    if (client?.state !== State.Running) {
      return undefined;
    }
    const asked = { textDocument: { uri: client.code2ProtocolConverter.asUri(uri) } };
    const report = await client.sendRequest(DocumentDiagnosticRequest.type, asked).catch(() => undefined);
    return report?.kind === DocumentDiagnosticReportKind.Full
      ? client.protocol2CodeConverter.asDiagnostics(report.items)
      : undefined;
  }

  /** The server's answer to one of its own requests about a document; nothing where it does not run. */
  async ask<T>(method: string, document: vscode.TextDocument, params: object = {}): Promise<T | undefined> {
    const client = this.client;
    if (client?.state !== State.Running) {
      return undefined;
    }
    const textDocument = { uri: client.code2ProtocolConverter.asUri(document.uri) };
    const answer = await client.sendRequest<T | null>(method, { textDocument, ...params }).catch(() => null);
    return answer ?? undefined;
  }

  /** The page of a rule. */
  async page(rule: string): Promise<string> {
    await this.start();
    const page = await this.client?.sendRequest<string | null>("copydesk/explain", { rule }).catch(() => null);
    return page ?? "The server does not know this rule.";
  }

  /** An edit as the server sends it, as one of the editor. */
  async edit(edit: WorkspaceEdit): Promise<vscode.WorkspaceEdit | undefined> {
    return this.client?.protocol2CodeConverter.asWorkspaceEdit(edit);
  }

  /**
   * Waits until typing rests. The editor moves what is underlined with its words; findings and hints that arrive between
   * two keys would be shown for a moment where the words stood before.
   */
  private async rest(token: vscode.CancellationToken): Promise<void> {
    let left: number;
    while ((left = this.typed + REST - Date.now()) > 0 && !token.isCancellationRequested) {
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  }

  /** Waits until everything has been told that was typed up to now: the editor answers behind it. Who reads waits for nothing. */
  private async heard(): Promise<void> {
    if (Date.now() - this.typed > RECENT) {
      return;
    }
    await vscode.commands.executeCommand("setContext", "copydesk.heard", true);
  }

  /** A server ended of itself: another is started, but not for ever. */
  private closed(client: LanguageClient): void {
    if (this.client !== client) {
      return;
    }
    this.client = undefined;
    const now = Date.now();
    this.crashes = [...this.crashes.filter((at) => now - at < WITHIN), now];
    if (this.crashes.length < CRASHES) {
      this.status.starting();
      this.again = setTimeout(() => {
        this.starting = undefined;
        void this.start();
      }, PAUSE * this.crashes.length);
    } else {
      void this.tell(
        new Unusable(
          `The copydesk server ended ${CRASHES} times in a row and stays off. The log says why; “Try Again” starts it anew.`,
        ),
      );
    }
  }

  private async tell(error: unknown): Promise<void> {
    this.status.stopped();
    const message = error instanceof Error ? error.message : String(error);
    this.log.appendLine(message);
    const choice = await vscode.window.showErrorMessage(message, "Try Again", "How to Install", "Open Settings", "Show Log");
    if (choice === "Open Settings") {
      await vscode.commands.executeCommand("workbench.action.openSettings", "copydesk.path");
    } else if (choice === "How to Install") {
      await vscode.commands.executeCommand("copydesk.howToInstall");
    } else if (choice === "Show Log") {
      this.log.show();
    } else if (choice === "Try Again") {
      await this.restart();
    }
  }

  /** Stops the server, and starts it anew. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  private async stop(): Promise<void> {
    clearTimeout(this.again);
    const client = this.client;
    this.client = undefined;
    this.starting = undefined;
    this.crashes = [];
    await client?.dispose(PARTING).catch(() => undefined);
  }

  /** A document was opened: starts the server where it is for it. */
  async consider(document: vscode.TextDocument): Promise<void> {
    if (startsServer(document)) {
      await this.start();
    }
  }

  /** All open documents are considered anew. */
  considerAll(): void {
    vscode.workspace.textDocuments.forEach((document) => void this.consider(document));
  }

  /** The setting changed that says what is wanted. */
  async enable(): Promise<void> {
    await this.stop();
    this.status.idle();
    this.considerAll();
  }

  /** Whether the server was tried, be it in vain. */
  tried(): boolean {
    return this.starting !== undefined;
  }

  /** Whether the server runs. */
  runs(): boolean {
    return this.client?.state === State.Running;
  }

  /** Shows the log. */
  showLog(): void {
    this.log.show();
  }

  /** Which program serves; throws where there is none. */
  program(): string {
    return program(this.context);
  }

  dispose(): void {
    void this.stop();
    this.typing.dispose();
    this.log.dispose();
    this.shown.dispose();
    this.refreshed.dispose();
  }
}

/** What the server is set to. */
function settings(): Record<string, unknown> {
  const all = vscode.workspace.getConfiguration().get<Record<string, unknown>>("copydesk") ?? {};
  return Object.fromEntries(Object.entries(all).filter(([name]) => !OWN.includes(name)));
}
