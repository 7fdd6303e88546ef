// The item in the status bar: how many findings the open document has, and how the server fares.

import * as vscode from "vscode";

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("copydesk", vscode.StatusBarAlignment.Left, 0);
  private readonly parts: vscode.Disposable[];
  private server: "off" | "starting" | "running" = "off";
  private version = "";

  constructor() {
    this.item.name = "copydesk";
    this.parts = [
      vscode.languages.onDidChangeDiagnostics(() => this.show()),
      vscode.window.onDidChangeActiveTextEditor(() => this.show()),
    ];
  }

  /** The server is being started. */
  starting(): void {
    this.server = "starting";
    this.show();
  }

  /** The server runs, or ended. */
  running(runs: boolean, version: string): void {
    this.server = runs ? "running" : "off";
    this.version = version;
    this.show();
  }

  /** The server stays off. */
  stopped(): void {
    this.server = "off";
    this.show();
  }

  private show(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== "markdown") {
      this.item.hide();
      return;
    }
    if (this.server !== "running") {
      const starting = this.server === "starting";
      this.item.text = starting ? "$(loading~spin) copydesk" : "$(circle-slash) copydesk";
      this.item.tooltip = starting ? "The server is starting" : "The server is off. Choose to start it.";
      this.item.command = "copydesk.restart";
      this.item.show();
      return;
    }
    const found = vscode.languages.getDiagnostics(document.uri).filter((finding) => finding.source === "copydesk");
    const count = (severity: vscode.DiagnosticSeverity) =>
      found.filter((finding) => finding.severity === severity).length;
    const errors = count(vscode.DiagnosticSeverity.Error);
    const warnings = count(vscode.DiagnosticSeverity.Warning);
    const rest = found.length - errors - warnings;
    this.item.text = found.length === 0 ? "$(check) copydesk" : `$(pencil) copydesk ${errors + warnings}`;
    this.item.tooltip = `${errors} errors, ${warnings} warnings, ${rest} others · copydesk ${this.version}`;
    this.item.command = "workbench.actions.view.problems";
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
    this.parts.forEach((part) => part.dispose());
  }
}
