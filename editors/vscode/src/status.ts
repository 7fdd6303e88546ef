// The item in the status bar: how many findings the shown bulletin has, its day, and how the server fares.

import * as vscode from "vscode";
import type { Found } from "./listing";
import { LANGUAGES, type Wanted } from "./wanted";

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("copydesk", vscode.StatusBarAlignment.Left, 0);
  private readonly parts: vscode.Disposable[];
  private server: "idle" | "starting" | "running" | "off" = "idle";
  private version = "";
  private found: Found | undefined;

  constructor(private readonly wanted: Wanted) {
    this.item.name = "copydesk";
    this.parts = [
      this.item,
      vscode.languages.onDidChangeDiagnostics(() => this.show()),
      vscode.window.onDidChangeActiveTextEditor(() => this.show()),
    ];
  }

  /** The server is being started. */
  starting(): void {
    this.server = "starting";
    this.show();
  }

  /** The server runs. */
  running(version: string): void {
    this.server = "running";
    this.version = version;
    this.show();
  }

  /** The server stays off. */
  stopped(): void {
    this.server = "off";
    this.show();
  }

  /** What the shown bulletin says of its issue. */
  issue(found: Found | undefined): void {
    this.found = found;
    this.show();
  }

  private show(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !LANGUAGES.includes(document.languageId) || this.server === "idle" || !this.wanted.has(document)) {
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
    const found = vscode.languages.getDiagnostics(document.uri).filter((finding) => finding.source === "copydesk");
    const { Error, Warning, Information } = vscode.DiagnosticSeverity;
    const count = (severity: vscode.DiagnosticSeverity) =>
      found.filter((finding) => finding.severity === severity).length;
    const faults = count(Error) + count(Warning);
    const issue = this.found?.document === document ? this.found.listing.issue : undefined;
    const day = issue?.date ? ` · ${spelled(issue.date)}` : "";
    this.item.text = `${faults === 0 ? "$(check)" : `$(pencil) ${faults}`} copydesk${day}`;
    const lines = [
      `${counted(count(Error), "error")}, ${counted(count(Warning), "warning")}, ${counted(count(Information), "remark")}`,
      issue ? (issue.date ? `Issue of ${spelled(issue.date)}` : "The issue has no date") : "",
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

/** `2018-10-10` as people write it. */
function spelled(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  return day.toLocaleDateString("en-US", { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" });
}
