// The language server and what belongs to it: starts it, restarts it, and tells what went wrong. All judgement is the server's.

import * as path from "node:path";
import * as vscode from "vscode";
import {
  CloseAction,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  ErrorAction,
  type LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
  type WorkspaceEdit,
} from "vscode-languageclient/node";
import { noPolling, ourFeatures, PARTING, QuietClient, Server } from "./client";
import { Unusable, program, version } from "./server";
import type { StatusItem } from "./status";
import { isShown } from "./tabs";
import { LANGUAGES, SCHEMES, startsServer } from "./languages";

/** Crashes after which the server stays off… */
const CRASHES = 4;
/** …if they happen within this time, in milliseconds. */
const WITHIN = 3 * 60_000;
/** How long to wait before the first restart, in milliseconds; later restarts wait longer. */
const PAUSE = 300;
/** How long typing must pause before findings and hints are requested, in milliseconds. */
const REST = 200;
/** How long after the last key somebody is at work, in milliseconds. */
const RECENT = 5000;
/** Settings for the extension only, which the server does not know. */
const OWN = ["path", "trace"];

/** How long a server may take to answer that it is there, in milliseconds. */
const PATIENCE = 30_000;

/** The server, with its client, log and restarts. */
export class Desk implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private starting: Promise<void> | undefined;
  private crashes: number[] = [];
  /** How often the server was stopped: a start that was under way then must not go on. */
  private stops = 0;
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

  /** Fires when the editor has requested the findings in a document that is open in a tab. */
  readonly onDidShow = this.shown.event;
  /** Fires when the findings in a document may have changed although its text has not. */
  readonly onDidRefresh = this.refreshed.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly status: StatusItem,
  ) {}

  /** Starts the server, unless it is running, starting, or has failed: then only a restart helps. */
  start(): Promise<void> {
    this.starting ??= this.launch().catch((error: unknown) => void this.tell(error));
    return this.starting;
  }

  private async launch(): Promise<void> {
    this.status.starting();
    const command = program(this.context);
    const { stops } = this;
    const found = await version(command);
    if (this.stops !== stops) {
      return;
    }
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
        // If the text changes, the client cancels its own request and treats it as answered with “no findings”. If it is
        // told that the request was cancelled, it asks again, and the underlines stay.
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
        // The editor places hints by their positions in the text it asked about, even if that text has changed since.
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
          // The server requests the settings itself.
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
    client.registerFeature(ourFeatures);
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (this.client === client && newState === State.Running) {
        this.status.running(found);
      }
    });
    // If a server exits at once, the failure may be seen here before the exit. A server that never answers is given up on.
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
        `“${command}” was started as the server, and has not answered for ${PATIENCE / 1000} seconds. “Try Again” starts it again.`,
      );
    }
    const markdown = { uri: vscode.Uri.file("/any.md"), languageId: "markdown" } as vscode.TextDocument;
    const provider = client.getFeature(DocumentDiagnosticRequest.method)?.getProvider(markdown);
    provider?.onDidChangeDiagnosticsEmitter.event(() => this.refreshed.fire());
    this.refreshed.fire();
  }

  /** The server's findings in a document that is not open in a tab; undefined if it is not running. */
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

  /** The server's answer to one of its own requests about a document; undefined if it is not running. */
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

  /** A record from the lists that apply to a document: `copydesk-record://actor/al-shabaab.toml?file:///desk/a.md`. */
  async record({ authority: what, path: name, query: uri }: vscode.Uri): Promise<string> {
    const asked = { textDocument: { uri }, what, id: path.posix.basename(name, ".toml") };
    const page = await this.client?.sendRequest<string | null>("copydesk/listed", asked).catch(() => null);
    return page ?? "# The server knows no such record any more.";
  }

  /** Converts an edit from the server into one for the editor. */
  async edit(edit: WorkspaceEdit): Promise<vscode.WorkspaceEdit | undefined> {
    return this.client?.protocol2CodeConverter.asWorkspaceEdit(edit);
  }

  /**
   * Waits for a pause in typing. The editor moves underlines along with their words, but findings and hints that arrive between
   * two keystrokes would briefly appear where the words were before.
   */
  private async rest(token: vscode.CancellationToken): Promise<void> {
    let left: number;
    while ((left = this.typed + REST - Date.now()) > 0 && !token.isCancellationRequested) {
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  }

  /** Waits until the editor has reported everything typed so far: it answers in order. Nothing to wait for if no one is typing. */
  private async heard(): Promise<void> {
    if (Date.now() - this.typed > RECENT) {
      return;
    }
    await vscode.commands.executeCommand("setContext", "copydesk.heard", true);
  }

  /** Handles a server that exited on its own: starts another, but not forever. */
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
          `The copydesk server ended ${CRASHES} times in a row and stays off. The log says why; “Try Again” starts it again.`,
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

  /** Stops the server and starts it again. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  private async stop(): Promise<void> {
    clearTimeout(this.again);
    const client = this.client;
    this.client = undefined;
    this.starting = undefined;
    this.stops += 1;
    this.crashes = [];
    await client?.dispose(PARTING).catch(() => undefined);
  }

  /** Handles an opened document: starts the server if the document needs it. */
  async consider(document: vscode.TextDocument): Promise<void> {
    if (startsServer(document)) {
      await this.start();
    }
  }

  /** Considers all open documents again. */
  considerAll(): void {
    vscode.workspace.textDocuments.forEach((document) => void this.consider(document));
  }

  /** Handles a change of the setting `copydesk.enable`. */
  async enable(): Promise<void> {
    this.status.idle();
    await this.stop();
    this.considerAll();
  }

  /** Whether starting the server was tried, even if it failed. */
  tried(): boolean {
    return this.starting !== undefined;
  }

  /** Whether the server is running. */
  runs(): boolean {
    return this.client?.state === State.Running;
  }

  /** Shows the log. */
  showLog(): void {
    this.log.show();
  }

  /** The program that is the server; throws if there is none. */
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

/** The settings for the server. */
function settings(): Record<string, unknown> {
  const all = vscode.workspace.getConfiguration().get<Record<string, unknown>>("copydesk") ?? {};
  return Object.fromEntries(Object.entries(all).filter(([name]) => !OWN.includes(name)));
}
