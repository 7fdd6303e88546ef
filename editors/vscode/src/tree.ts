// The view “Bulletin”: the articles of the active bulletin, with what each cites and whom it names, and what remains to be done.

import * as vscode from "vscode";
import type { Range } from "vscode-languageclient/node";
import type { Contents } from "./contents";
import type { Article, Found } from "./listing";
import { goTo } from "./places";

interface Node {
  label: string;
  description?: string;
  tooltip?: string;
  icon: string;
  color?: string;
  at?: Range;
  /** What remains to be done there. */
  fault?: Range;
  open?: boolean;
  children: Node[];
}

export class ContentsTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Node>;
  private readonly parts: vscode.Disposable[];
  private roots: Node[] = [];
  private shown = "";

  constructor(private readonly contents: Contents) {
    this.view = vscode.window.createTreeView("copydesk.contents", { treeDataProvider: this, showCollapseAll: true });
    const register = vscode.commands.registerCommand;
    this.parts = [
      this.view,
      this.changed,
      contents.onDidChange((found) => this.show(found)),
      register("copydesk.reveal", (node: Node) => this.reveal(node.at)),
      register("copydesk.repair", async (node: Node) => {
        await this.reveal(node.fault);
        await vscode.commands.executeCommand("editor.action.quickFix");
      }),
    ];
  }

  private show(found: Found | undefined): void {
    const listing = found?.listing.checked ? found.listing : undefined;
    void vscode.commands.executeCommand("setContext", "copydesk.bulletin", listing !== undefined);
    this.roots = listing ? listing.articles.map(article) : [];
    // Typing in a sentence does little but move places: the tree is not redrawn for that.
    const shown = JSON.stringify(this.roots);
    if (shown !== this.shown) {
      this.shown = shown;
      this.changed.fire();
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(node.label, node.children.length === 0 ? None : node.open ? Expanded : Collapsed);
    item.description = node.description ?? "";
    item.tooltip = node.tooltip ?? node.label;
    item.iconPath = new vscode.ThemeIcon(node.icon, node.color ? new vscode.ThemeColor(node.color) : undefined);
    item.contextValue = node.fault ? "fault" : "";
    if (node.at) {
      item.command = { command: "copydesk.reveal", title: "Show", arguments: [node] };
    }
    return item;
  }

  getChildren(node?: Node): Node[] {
    return node ? node.children : this.roots;
  }

  private async reveal(at: Range | undefined): Promise<void> {
    const found = this.contents.found();
    if (!found || !at) {
      return;
    }
    goTo(await vscode.window.showTextDocument(found.document), at);
  }

  dispose(): void {
    this.parts.forEach((part) => part.dispose());
  }
}

function article(article: Article): Node {
  const cited = article.cited.map(({ name, address, dates, range, worst }): Node => {
    const error = worst?.level === "error";
    return {
      label: name || "(no source)",
      description: dates.join(", "),
      tooltip: [worst?.message, address].filter(Boolean).join("\n"),
      icon: worst ? (error ? "error" : "warning") : "link",
      ...(worst ? { color: error ? "list.errorForeground" : "list.warningForeground", fault: worst.range } : {}),
      at: range,
      children: [],
    };
  });
  const named = article.actors.map(
    ({ name, times, range }): Node => ({
      label: name,
      description: times === 1 ? "" : `${times} times`,
      icon: "person",
      at: range,
      children: [],
    }),
  );
  const parts: Node[] = [
    { label: "Citations", description: String(cited.length), icon: "references", children: cited },
    { label: "Actors", description: String(named.length), icon: "organization", children: named },
  ];
  const faults = article.faults === 0 ? "" : `${article.faults} to do`;
  return {
    label: article.title || "(no title)",
    description: [article.authors.join(", "), faults].filter(Boolean).join(" · "),
    icon: "book",
    at: article.range,
    open: true,
    children: parts.filter((part) => part.children.length > 0),
  };
}
