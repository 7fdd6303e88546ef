// The `vscode` API in the extension host, against the packaged extension: what a person would not click through. Run by
// test.mjs; each test ends with a line `ok …` or `FAILED …`.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");

const { sleep, until } = require("./until.cjs");

const root = () => vscode.workspace.workspaceFolders[0].uri;
const at = (name) => vscode.Uri.joinPath(root(), name);
const ask = (command, ...given) => vscode.commands.executeCommand(`vscode.execute${command}`, ...given);
const found = (uri) => vscode.languages.getDiagnostics(uri).filter((each) => each.source === "copydesk");
const codes = (uri) => found(uri).map((finding) => finding.code).sort();

async function show(name) {
  const document = await vscode.workspace.openTextDocument(at(name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** The range of words in a document. */
function range(document, words) {
  const start = document.getText().indexOf(words);
  assert.ok(start >= 0, `not in the document: ${words}`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + words.length));
}

/** Replaces words, without saving. */
async function replace(document, words, by) {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range(document, words), by);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function revert(document) {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand("workbench.action.files.revert");
}

const FAULTS = ["citation-date-format", "doubled-word", "missing-citation-comma", "weekday-mismatch"];

/** What is found in archive/far.md. */
const FAR = "missing-citation-comma,undated-issue";

const tests = {
  async "findings stand at their words, behind letters of every kind"() {
    const document = await show("draft.md");
    await until("the findings", () => found(document.uri).length >= FAULTS.length);
    assert.deepEqual(codes(document.uri), FAULTS);
    const words = { "citation-date-format": "Sept 26", "doubled-word": "the the", "weekday-mismatch": "Monday" };
    for (const finding of found(document.uri)) {
      const here = words[finding.code];
      if (here) {
        assert.equal(document.getText(finding.range), here);
      }
    }
    const gap = found(document.uri).find((finding) => finding.code === "missing-citation-comma");
    assert.equal(document.getText(new vscode.Range(gap.range.start, range(document, "October 3)").end)), " October 3)");
    const severity = (rule) => found(document.uri).find((finding) => finding.code === rule).severity;
    assert.equal(severity("weekday-mismatch"), vscode.DiagnosticSeverity.Error);
    assert.equal(severity("doubled-word"), vscode.DiagnosticSeverity.Warning);
  },

  async "the commands of package.json are there"() {
    const { contributes } = vscode.extensions.getExtension("copydesk.copydesk").packageJSON;
    const known = await vscode.commands.getCommands(true);
    for (const { command } of contributes.commands) {
      assert.ok(known.includes(command), command);
    }
  },

  async "cards, links, hints, lenses, folds and the outline"() {
    const { uri } = await show("draft.md");
    const document = await vscode.workspace.openTextDocument(uri);
    const cards = await ask("HoverProvider", uri, range(document, "The Star").start.translate(0, 2));
    const said = cards.flatMap((card) => card.contents.map((content) => content.value)).join("\n");
    assert.match(said, /The Star/);
    const links = await ask("LinkProvider", uri);
    assert.ok(links.some((link) => String(link.target).startsWith("https://www.reuters.com/article")));
    const years = async () => {
      const hints = await ask("InlayHintProvider", uri, new vscode.Range(0, 0, document.lineCount, 0));
      return hints.filter((hint) => hint.label === ", 2018" || hint.label[0]?.value === ", 2018").length;
    };
    assert.equal(await years(), 0, "the year of the issue goes without saying");
    const settings = vscode.workspace.getConfiguration("copydesk");
    await settings.update("years", "all", vscode.ConfigurationTarget.Workspace);
    await until("all years", async () => (await years()) > 0);
    await settings.update("years", undefined, vscode.ConfigurationTarget.Workspace);
    const lenses = await ask("CodeLensProvider", uri, 10);
    assert.ok(lenses.some((lens) => lens.command?.title.startsWith("3 sources")));
    const folds = await ask("FoldingRangeProvider", uri);
    assert.ok(folds.length > 0);
    const outline = async () => JSON.stringify(await ask("DocumentSymbolProvider", uri));
    assert.ok(!(await outline()).includes("The Star"), "headings are VS Code’s own");
  },

  async "colours follow the meaning"() {
    const { uri } = await show("draft.md");
    const legend = await vscode.commands.executeCommand("vscode.provideDocumentSemanticTokensLegend", uri);
    for (const kind of ["citation", "source", "date", "abbreviation", "actor"]) {
      assert.ok(legend.tokenTypes.includes(kind), kind);
    }
    const tokens = await vscode.commands.executeCommand("vscode.provideDocumentSemanticTokens", uri);
    assert.ok(tokens.data.length >= 15 && tokens.data.length % 5 === 0);
  },

  async "a source is completed within a citation, an actor in running text"() {
    const document = await show("draft.md");
    const { uri } = document;
    await replace(document, "*Ruth Adhiambo is a reporter", "Дождь 😀 came ([Daily Na\n\nПотом 🌦 al-Shab\n\n*Ruth Adhiambo is a reporter");
    const offered = async (words) => {
      const list = await ask("CompletionItemProvider", uri, range(document, words).end);
      return list.items.map((item) => (typeof item.label === "string" ? item.label : item.label.label));
    };
    await until("a source", async () => (await offered("([Daily Na")).includes("Daily Nation"));
    await until("an actor", async () => (await offered("al-Shab"))[0] === "al-Shabaab");
    await revert(document);
  },

  async "a fix mends its finding, and all fixes only what is safe"() {
    const document = await show("draft.md");
    const { uri } = document;
    const place = range(document, "the the");
    const actions = await ask("CodeActionProvider", uri, place, "quickfix");
    const fix = actions.find((action) => action.isPreferred);
    assert.ok(fix?.edit, actions.map((action) => action.title).join("; "));
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await until("the finding to go", () => !codes(uri).includes("doubled-word"));
    await vscode.commands.executeCommand("copydesk.fixAll");
    await until("the safe ones to go", () => codes(uri).join() === "weekday-mismatch");
    assert.ok(document.getText().includes("fuel-1.html), October 3)") && document.getText().includes("September 26)"));
    assert.ok(document.getText().includes("Monday, September 25"), "what may change the meaning stays");
    await revert(document);
    await until("the findings again", () => codes(uri).join() === FAULTS.join());
  },

  async "snippets write the forms of the house"() {
    const document = await vscode.workspace.openTextDocument({ language: "markdown", content: "" });
    await vscode.window.showTextDocument(document);
    for (const [name, words] of [
      ["Article", "*Author*"],
      ["Citation", "([Source](https://), Month D)"],
    ]) {
      await vscode.commands.executeCommand("editor.action.insertSnippet", { langId: "markdown", name });
      await until(name, () => document.getText().includes(words));
    }
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  },

  async "the log of the server is shown on request"() {
    await vscode.commands.executeCommand("copydesk.showLog");
    await until("the log", () => vscode.window.visibleTextEditors.some(({ document }) => document.uri.scheme === "output"));
    await vscode.commands.executeCommand("workbench.action.closePanel");
  },

  async "formatting keeps to the citations"() {
    const document = await show("draft.md");
    const edits = await ask("FormatDocumentProvider", document.uri, { tabSize: 4, insertSpaces: true });
    const after = new vscode.WorkspaceEdit();
    after.set(document.uri, edits ?? []);
    const before = document.getText();
    assert.ok(await vscode.workspace.applyEdit(after));
    assert.ok(document.getText().includes("the the court"));
    assert.ok(document.getText().length > before.length, "the comma came");
    await revert(document);
  },

  async "the settings decide, and decide anew"() {
    const { uri } = await show("draft.md");
    const settings = vscode.workspace.getConfiguration("copydesk");
    await settings.update("rules", { "doubled-word": "off" }, vscode.ConfigurationTarget.Workspace);
    await until("one less", () => !codes(uri).includes("doubled-word"));
    await settings.update("rules", undefined, vscode.ConfigurationTarget.Workspace);
    await until("one more", () => codes(uri).includes("doubled-word"));
    await settings.update("enable", "never", vscode.ConfigurationTarget.Workspace);
    await until("none", () => found(uri).length === 0);
    await settings.update("enable", undefined, vscode.ConfigurationTarget.Workspace);
    await until("all", () => codes(uri).join() === FAULTS.join());
    const lenses = async () => (await ask("CodeLensProvider", uri, 10)).length;
    assert.ok((await lenses()) > 0);
    await settings.update("features", { "code-lens": false }, vscode.ConfigurationTarget.Workspace);
    await until("what is another extension’s", async () => (await lenses()) === 0);
    await settings.update("features", undefined, vscode.ConfigurationTarget.Workspace);
    await until("ours again", lenses);
  },

  async "a new server says what the old one said"() {
    const { uri } = await show("draft.md");
    await vscode.commands.executeCommand("copydesk.restart");
    await until("the findings", () => codes(uri).join() === FAULTS.join());
  },

  async "Markdown that cites nothing is spared, until all is wanted"() {
    const { uri } = await show("plain.md");
    await sleep(1000);
    assert.deepEqual(codes(uri), []);
    const settings = vscode.workspace.getConfiguration("copydesk");
    await settings.update("enable", "always", vscode.ConfigurationTarget.Workspace);
    await until("a finding", () => codes(uri).includes("doubled-word"));
    await settings.update("enable", undefined, vscode.ConfigurationTarget.Workspace);
    await until("none", () => found(uri).length === 0);
  },

  async "a document that no file holds is checked too"() {
    const content = "Снег 😀 fell ([Dawn](https://www.dawn.com/news/1) May 9).\n";
    const document = await vscode.workspace.openTextDocument({ language: "markdown", content });
    await vscode.window.showTextDocument(document);
    await until("the finding", () => codes(document.uri).includes("missing-citation-comma"));
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  },

  async "the workspace is checked whole, and what nobody opened stays in Problems"() {
    const far = at("archive/far.md");
    assert.deepEqual(codes(far), []);
    await vscode.commands.executeCommand("copydesk.checkWorkspace");
    await until("findings in a file that nobody opened", () => codes(far).join() === FAR);
    assert.deepEqual(codes(at("plain.md")), [], "what is no bulletin is spared");
    assert.deepEqual(codes(at("draft.md")), FAULTS, "what a tab shows is listed once");
    // The editor lets go of documents that nobody sees; here is none to let go of.
    const end = Date.now() + 12_000;
    while (Date.now() < end) {
      assert.equal(codes(far).join(), FAR);
      assert.ok(vscode.workspace.textDocuments.every((each) => each.uri.toString() !== far.toString()), "it was opened");
      await sleep(100);
    }
  },

  async "what nobody opened is kept as its file is"() {
    const [far, near] = [at("archive/far.md"), at("archive/near.md")];
    const write = (uri, text) => fs.writeFileSync(uri.fsPath, text);
    const before = fs.readFileSync(far.fsPath, "utf8");
    write(far, before.replace(") May 9", "), May 9"));
    await until("the fixed one to go", () => !codes(far).includes("missing-citation-comma"));
    write(far, before.replace("holds it", "holds it it"));
    await until("the new one", () => codes(far).join() === `doubled-word,${FAR}`);
    write(near, before);
    await until("a new file", () => codes(near).join() === FAR);
    fs.rmSync(near.fsPath);
    await until("a file that is no more", () => found(near).length === 0);
    // The words stand where they stood, behind letters of every kind.
    write(far, before);
    await until("all as it was", () => codes(far).join() === FAR);
    const comma = found(far).find((finding) => finding.code === "missing-citation-comma");
    assert.equal(comma.range.start.character, before.split("\n")[2].indexOf(" May 9"));
  },

  async "a finding is listed once, whether its file is shown or not"() {
    const far = at("archive/far.md");
    let most = 0;
    const watch = vscode.languages.onDidChangeDiagnostics(() => {
      most = Math.max(most, codes(far).length);
    });
    await show("archive/far.md");
    await sleep(1500);
    assert.equal(codes(far).join(), FAR);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await sleep(1500);
    assert.equal(codes(far).join(), FAR);
    watch.dispose();
    assert.equal(most, FAR.split(",").length, "as many at a time");
  },

  async "what nobody opened follows the settings, and a new server"() {
    const far = at("archive/far.md");
    const without = FAR.replace("missing-citation-comma,", "");
    const off = '[rules]\nmissing-citation-comma = "off"\n';
    fs.writeFileSync(at("copydesk.toml").fsPath, off);
    await until("one less by the file", () => codes(far).join() === without);
    await until("all Markdown of a house", () => codes(at("plain.md")).includes("doubled-word"));
    fs.rmSync(at("copydesk.toml").fsPath);
    await until("one more", () => codes(far).join() === FAR);
    await until("no bulletin any more", () => codes(at("plain.md")).length === 0);
    const settings = vscode.workspace.getConfiguration("copydesk");
    await settings.update("rules", { "missing-citation-comma": "off" }, vscode.ConfigurationTarget.Workspace);
    await until("one less by the setting", () => codes(far).join() === without);
    await settings.update("rules", undefined, vscode.ConfigurationTarget.Workspace);
    await until("one more again", () => codes(far).join() === FAR);
    await settings.update("enable", "never", vscode.ConfigurationTarget.Workspace);
    await until("none", () => found(far).length === 0);
    await settings.update("enable", undefined, vscode.ConfigurationTarget.Workspace);
    await until("all", () => codes(far).join() === FAR);
    await vscode.commands.executeCommand("copydesk.restart");
    await sleep(1000);
    assert.equal(codes(far).join(), FAR);
  },

  async "a name is added to the house’s actors"() {
    const document = await show("draft.md");
    const name = "Elwak Drivers Union";
    await replace(document, "near Elwak ", `near Elwak, said the ${name}, `);
    const place = range(document, name);
    // The cursor stands in the name.
    vscode.window.activeTextEditor.selection = new vscode.Selection(place.start.translate(0, 8), place.start.translate(0, 8));
    const written = vscode.commands.executeCommand("copydesk.addActor");
    await sleep(1500);
    assert.ok(!fs.existsSync(at("names/actors.tsv").fsPath), "nothing is written before the form is done");
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    await written;
    const list = at("names/actors.tsv").fsPath;
    await until("the list", () => fs.existsSync(list) && fs.readFileSync(list, "utf8").includes(name));
    assert.match(fs.readFileSync(at("copydesk.toml").fsPath, "utf8"), /actors = \["names\/actors\.tsv"\]/);
    await until("the server to know it", async () => {
      const cards = await ask("HoverProvider", document.uri, place.start.translate(0, 2));
      return cards.some((card) => card.contents.some((content) => content.value.includes(name)));
    });
    // Known now, it is not added twice.
    const before = fs.readFileSync(list, "utf8");
    await vscode.commands.executeCommand("copydesk.addActor");
    await sleep(500);
    assert.equal(fs.readFileSync(list, "utf8"), before);
    await revert(document);
  },

  async "an undated citation gets the date of its address"() {
    const document = await show("draft.md");
    const cited = "([Dawn](https://www.dawn.com/2018/10/05/news))";
    await replace(document, "of their load ", `of their load ${cited} `);
    await until("the finding", () => codes(document.uri).includes("undated-citation"));
    const place = found(document.uri).find((finding) => finding.code === "undated-citation").range;
    const actions = await ask("CodeActionProvider", document.uri, place, "quickfix");
    const preferred = actions.find((action) => action.isPreferred);
    assert.equal(preferred?.title, "Add the date of the address, October 5");
    assert.ok(actions.some(({ title }) => title.startsWith("Leave it here, with a reason: ")));
    assert.ok(actions.every(({ title }) => !title.includes("undated-citation")), "no rule is named");
    assert.ok(await vscode.workspace.applyEdit(preferred.edit));
    assert.ok(document.getText().includes("/05/news), October 5)"));
    await revert(document);
  },

  async "the reason for leaving a finding is typed in its place"() {
    const document = await show("draft.md");
    await until("the findings", () => codes(document.uri).join() === FAULTS.join());
    const actions = await ask("CodeActionProvider", document.uri, range(document, "the the"), "quickfix");
    const { command } = actions.find(({ title }) => title === "Leave it here, with a reason: a word written twice");
    await vscode.commands.executeCommand(command.command, ...command.arguments);
    await vscode.commands.executeCommand("type", { text: "so they say" });
    await until("the comment", () => document.getText().includes("<!-- copydesk-ignore doubled-word: so they say -->\n"));
    await until("silence", () => !codes(document.uri).includes("doubled-word"));
    await revert(document);
  },

  async "mistakes in copydesk.toml are marked, and its keys completed"() {
    fs.writeFileSync(at("copydesk.toml").fsPath, '[style]\ndate-order = "sideways"\n\n[ru');
    const document = await show("copydesk.toml");
    await until("a finding", () => found(document.uri).length > 0);
    const list = await ask("CompletionItemProvider", document.uri, document.positionAt(document.getText().length));
    const labels = list.items.map((item) => (typeof item.label === "string" ? item.label : item.label.label));
    assert.ok(labels.some((label) => label.includes("rules")), labels.slice(0, 20).join(" "));
    fs.rmSync(document.uri.fsPath);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  },

  async "a folder that goes takes its findings with it"() {
    const far = at("archive/far.md");
    await until("the findings", () => codes(far).join() === FAR);
    fs.rmSync(at("archive").fsPath, { recursive: true });
    await until("none", () => found(far).length === 0);
  },
};

exports.run = async () => {
  let failed = 0;
  for (const [name, test] of Object.entries(tests)) {
    const from = Date.now();
    try {
      await test();
      console.log(`ok      in the host: ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  in the host: ${name}: ${error.stack ?? error}`);
    }
  }
  console.log(`the suite has ended: ${Object.keys(tests).length - failed} passed, ${failed} failed`);
};
