// The item in the status bar: the number of findings in the active bulletin, its issue date, and the state of the server.

import * as vscode from "vscode";
import { isMarkdown } from "./languages";
import type { Found } from "./listing";

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("copydesk", vscode.StatusBarAlignment.Left, 0);
  private readonly parts: vscode.Disposable[];
  private server: "idle" | "starting" | "running" | "off" = "idle";
  private version = "";
  private found: Found | undefined;

  constructor() {
    this.item.name = "copydesk";
    this.parts = [
      this.item,
      vscode.languages.onDidChangeDiagnostics(() => this.show()),
      vscode.window.onDidChangeActiveTextEditor(() => this.show()),
    ];
  }

  /** Shows that the server is starting. */
  starting(): void {
    this.server = "starting";
    this.show();
  }

  /** Shows that the server is running. */
  running(version: string): void {
    this.server = "running";
    this.version = version;
    this.show();
  }

  /** Shows that the server failed and stays off. */
  stopped(): void {
    this.server = "off";
    this.show();
  }

  /** Shows nothing: no document needs the server. */
  idle(): void {
    this.server = "idle";
    this.show();
  }

  /** What the active bulletin says about its issue. */
  issue(found: Found | undefined): void {
    this.found = found;
    this.show();
  }

  private show(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !isMarkdown(document) || this.server === "idle") {
      this.item.hide();
      return;
    }
    const off = this.server === "off";
    this.item.backgroundColor = off ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    if (this.server !== "running") {
      this.item.text = off ? "$(circle-slash) copydesk is off" : "$(loading~spin) copydesk";
      this.item.tooltip = off ? "The server is off. Click to start it." : "The server is starting.";
      this.item.command = off ? "copydesk.restart" : "copydesk.showLog";
      this.item.show();
      return;
    }
    const listing = this.found?.document === document ? this.found.listing : undefined;
    if (listing && !listing.checked) {
      this.item.text = "$(dash) copydesk: not checked";
      this.item.tooltip = `${listing.why ?? ""} Click to check it anyway.`.trim();
      this.item.command = "copydesk.checkThis";
      this.item.show();
      return;
    }
    const found = vscode.languages.getDiagnostics(document.uri).filter((finding) => finding.source === "copydesk");
    const { Error, Warning, Information } = vscode.DiagnosticSeverity;
    const count = (severity: vscode.DiagnosticSeverity) =>
      found.filter((finding) => finding.severity === severity).length;
    const faults = count(Error) + count(Warning);
    const day = listing?.date ? ` · ${spelled(listing.date)}` : "";
    this.item.text = `${faults === 0 ? "$(check)" : `$(pencil) ${faults}`} copydesk${day}`;
    const lines = [
      `${counted(count(Error), "error")}, ${counted(count(Warning), "warning")}, ${counted(count(Information), "remark")}`,
      listing ? (listing.date ? `Issue of ${spelled(listing.date)}` : "The issue has no date") : "",
      `copydesk ${this.version}`,
    ];
    this.item.tooltip = lines.filter(Boolean).join("\n");
    this.item.command = "workbench.actions.view.problems";
    this.item.show();
  }

  dispose(): void {
    this.parts.forEach((part) => part.dispose());
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** `2018-10-10`, the way people write it. */
function spelled(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  return day.toLocaleDateString("en-US", { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" });
}
