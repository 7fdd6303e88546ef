// The view “Bulletin”: the articles of the shown bulletin, with what each cites and whom it names.

import * as vscode from "vscode";
import type { Contents } from "./contents";
import type { Actor, Article, Found, Stretch } from "./listing";

interface Node {
  label: string;
  description?: string;
  tooltip?: string;
  icon: string;
  at?: Stretch;
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
    this.parts = [
      this.view,
      this.changed,
      contents.onDidChange((found) => this.show(found)),
      vscode.commands.registerCommand("copydesk.reveal", (node: Node) => this.reveal(node)),
    ];
  }

  private show(found: Found | undefined): void {
    void vscode.commands.executeCommand("setContext", "copydesk.bulletin", found !== undefined);
    this.roots = found ? found.listing.articles.map(article) : [];
    // Typing in a sentence moves places and little else: the tree is not drawn anew for it.
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
    item.iconPath = new vscode.ThemeIcon(node.icon);
    if (node.at) {
      item.command = { command: "copydesk.reveal", title: "Show", arguments: [node] };
    }
    return item;
  }

  getChildren(node?: Node): Node[] {
    return node ? node.children : this.roots;
  }

  private async reveal(node: Node): Promise<void> {
    const found = this.contents.found();
    if (!found || !node.at) {
      return;
    }
    const bytes = Buffer.from(found.document.getText());
    const place = (offset: number) => found.document.positionAt(bytes.subarray(0, offset).toString().length);
    const start = place(node.at.start);
    const editor = await vscode.window.showTextDocument(found.document, { preserveFocus: false });
    editor.selection = new vscode.Selection(start, start);
    editor.revealRange(new vscode.Range(start, place(node.at.end)), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  dispose(): void {
    this.parts.forEach((part) => part.dispose());
  }
}

function article(article: Article): Node {
  const cited = article.citations.flatMap((group) =>
    group.items.map((item) => ({
      label: item.source ?? item.url ?? "(no source)",
      description: item.dates.map((date) => date.text).join(", "),
      tooltip: item.url ?? "",
      icon: item.source ? "link" : "question",
      at: { start: group.start, end: group.end },
      children: [],
    })),
  );
  const named = actors(article.actors);
  const parts: Node[] = [
    { label: "Citations", description: String(cited.length), icon: "references", children: cited },
    { label: "Actors", description: String(named.length), icon: "organization", children: named },
  ];
  return {
    label: article.title || "(no title)",
    description: article.authors.join(", "),
    icon: "book",
    at: { start: article.start, end: article.start },
    open: true,
    children: parts.filter((part) => part.children.length > 0),
  };
}

/** Each actor once, as it is written first. */
function actors(mentions: Actor[]): Node[] {
  const byId = new Map<string, Actor[]>();
  for (const mention of mentions) {
    byId.set(mention.id, [...(byId.get(mention.id) ?? []), mention]);
  }
  return [...byId.values()].map((all) => ({
    label: all[0]!.text,
    description: all.length === 1 ? "" : `${all.length} times`,
    icon: "person",
    at: all[0]!,
    children: [],
  }));
}
