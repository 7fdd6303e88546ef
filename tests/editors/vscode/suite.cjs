// The `vscode` API in the extension host, with the packaged extension: what a person would not click through. Run by
// test.mjs; each test prints a line `ok …` or `FAILED …` at its end.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");

const { PATIENCE, sleep, until } = require("./until.cjs");

/** The extension's own parts, to ask the server. */
const desk = () => vscode.extensions.getExtension("copydesk.copydesk").exports;
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

/** Reverts draft.md to its file, and waits for its findings. */
async function revert(document) {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand("workbench.action.files.revert");
  await until("the document as saved", () => !document.isDirty);
  await until("the findings again", () => codes(document.uri).join() === FAULTS.join());
}

/** Makes a second fault of a kind in draft.md, and waits until it is found: the server is running and has the present text. */
async function answered(document) {
  await replace(document, "near Elwak", "near near Elwak");
  await until("two of a kind", () => codes(document.uri).filter((code) => code === "doubled-word").length === 2);
}

/** Runs a command that offers a choice, and takes the first line. The choice is not there at once, and nothing here can see it. */
async function accepting(command, ...given) {
  let done = false;
  const run = vscode.commands.executeCommand(command, ...given).then(() => (done = true));
  await until(`the choice of ${command}`, async () => {
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    return done;
  });
  await run;
}

const FAULTS = ["citation-date-format", "doubled-word", "missing-citation-comma", "weekday-mismatch"];

/** How long a test may take, in milliseconds: one that waits for something without a limit is named. */
const LONGEST = 4 * PATIENCE;

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
    const shown = [...contributes.commands, ...contributes.keybindings, ...Object.values(contributes.menus).flat()];
    for (const { command } of shown) {
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
    const dated = "([Dawn](https://www.dawn.com/2018/10/05/snow), ";
    await replace(document, "([Daily Na", dated);
    await until("the date of the address", async () => (await offered(dated))[0] === "October 5");
    await revert(document);
  },

  async "a listed name leads to its record, a date is found by its day"() {
    const { uri } = await show("draft.md");
    const document = await vscode.workspace.openTextDocument(uri);
    for (const [words, id] of [["al-Shabaab", 'id = "al-shabaab"'], ["Reuters", 'id = "reuters"']]) {
      const [place] = await ask("DefinitionProvider", uri, range(document, words).start.translate(0, 2));
      assert.equal((place.uri ?? place.targetUri).scheme, "copydesk-record");
      await vscode.commands.executeCommand("vscode.open", place.uri ?? place.targetUri);
      await until(id, () => vscode.window.activeTextEditor?.document.getText().includes(id));
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    }
    await until("the day", async () => {
      const found = await ask("WorkspaceSymbolProvider", "September 26");
      return found.some(({ name, location }) => name === "September 26, 2018" && location.uri.toString() === uri.toString());
    });
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
  },

  async "all of a rule is fixed at once, and undone in one step"() {
    const document = await show("draft.md");
    const { uri } = document;
    await answered(document);
    const before = document.getText();
    const actions = await ask("CodeActionProvider", uri, range(document, "the the"), "quickfix", 100);
    const all = actions.find(({ title }) => title.startsWith("Fix all in this file: "));
    assert.ok(all?.edit, actions.map(({ title }) => title).join("; "));
    assert.ok(await vscode.workspace.applyEdit(all.edit));
    assert.ok(!/near near|the the/.test(document.getText()));
    await vscode.commands.executeCommand("undo");
    await until("one step back", () => document.getText() === before);
    await revert(document);
  },

  async "a line above an article does what it says"() {
    const document = await show("draft.md");
    const lenses = await ask("CodeLensProvider", document.uri, 10);
    const fixes = lenses.find(({ command }) => command?.title.endsWith("to fix safely"));
    await vscode.commands.executeCommand(fixes.command.command, ...(fixes.command.arguments ?? []));
    await until("the safe ones to go", () => codes(document.uri).join() === "doubled-word,weekday-mismatch");
    await revert(document);
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
    const document = await show("draft.md");
    await vscode.commands.executeCommand("copydesk.restart");
    // The findings from before may still be shown; this one is the new server's.
    await answered(document);
    await revert(document);
  },

  async "Markdown that cites nothing is spared, until all is wanted"() {
    const document = await show("plain.md");
    const { uri } = document;
    const checked = async () => (await desk().ask("copydesk/contents", document))?.checked;
    await until("that it is not checked", async () => (await checked()) === false);
    assert.deepEqual(codes(uri), []);
    const settings = vscode.workspace.getConfiguration("copydesk");
    await settings.update("enable", "always", vscode.ConfigurationTarget.Workspace);
    await until("a finding", () => codes(uri).includes("doubled-word"));
    await settings.update("enable", undefined, vscode.ConfigurationTarget.Workspace);
    // The setting starts another server.
    await until("that it is not checked again", async () => (await checked()) === false);
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
    await until("what a tab shows, once", () => codes(at("draft.md")).join() === FAULTS.join());
    // The editor releases documents that nobody sees; here there is none to release.
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
    // The words are where they were, after letters of every kind.
    write(far, before);
    await until("all as it was", () => codes(far).join() === FAR);
    const comma = found(far).find((finding) => finding.code === "missing-citation-comma");
    assert.equal(comma.range.start.character, before.split("\n")[2].indexOf(" May 9"));
  },

  async "a finding is listed once, whether its file is shown or not"() {
    const far = at("archive/far.md");
    const twice = [];
    const watch = vscode.languages.onDidChangeDiagnostics(() => {
      if (new Set(codes(far)).size < codes(far).length) {
        twice.push(codes(far).join());
      }
    });
    const document = await show("archive/far.md");
    // A fault that only the editor knows, and after that one that only the file has: these findings are not those from before.
    await replace(document, "holds it", "holds it it");
    await until("the one of the text", () => codes(far).join() === `doubled-word,${FAR}`);
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await until("those of the file", () => codes(far).join() === FAR);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    const before = fs.readFileSync(far.fsPath, "utf8");
    fs.writeFileSync(far.fsPath, before.replace("holds it", "holds it it"));
    await until("the one of the file", () => codes(far).join() === `doubled-word,${FAR}`);
    fs.writeFileSync(far.fsPath, before);
    await until("all as it was", () => codes(far).join() === FAR);
    watch.dispose();
    assert.deepEqual(twice, [], "listed twice");
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
    fs.appendFileSync(far.fsPath, "\nIt rained rained.\n");
    await until("what the new server finds", () => codes(far).join() === `doubled-word,${FAR}`);
    fs.writeFileSync(far.fsPath, fs.readFileSync(far.fsPath, "utf8").replace("\nIt rained rained.\n", ""));
    await until("all once more", () => codes(far).join() === FAR);
  },

  async "a name is added to the house’s actors"() {
    const document = await show("draft.md");
    const name = "Elwak Drivers Union";
    await replace(document, "near Elwak ", `near Elwak, said the ${name}, `);
    const place = range(document, name);
    // The cursor is in the name.
    vscode.window.activeTextEditor.selection = new vscode.Selection(place.start.translate(0, 8), place.start.translate(0, 8));
    await accepting("copydesk.addActor");
    const list = at("names/actors.tsv").fsPath;
    await until("the list", () => fs.existsSync(list) && fs.readFileSync(list, "utf8").includes(name));
    assert.match(fs.readFileSync(at("copydesk.toml").fsPath, "utf8"), /actors = \["names\/actors\.tsv"\]/);
    await until("the server to know it", async () => {
      const cards = await ask("HoverProvider", document.uri, place.start.translate(0, 2));
      return cards.some((card) => card.contents.some((content) => content.value.includes(name)));
    });
    // The name is known now, so it is not added twice.
    const before = fs.readFileSync(list, "utf8");
    await vscode.commands.executeCommand("copydesk.addActor");
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
    // A month is completed by the address in the same way.
    await replace(document, "/05/news), October 5)", "/05/news), October 2018)");
    await until("the finding", () => codes(document.uri).includes("incomplete-citation-date"));
    const monthly = await ask("CodeActionProvider", document.uri, range(document, "October 2018"), "quickfix");
    const whole = monthly.find((action) => action.isPreferred);
    assert.equal(whole?.title, "Write the date of the address, October 5");
    assert.ok(await vscode.workspace.applyEdit(whole.edit));
    assert.ok(document.getText().includes("/05/news), October 5)"));
    await revert(document);
  },

  async "a name of several offers each of them"() {
    const document = await show("draft.md");
    await replace(document, "near Elwak", "and of the ADF near Elwak");
    await until("the finding", () => codes(document.uri).includes("ambiguous-actor"));
    const actions = await ask("CodeActionProvider", document.uri, range(document, "ADF"), "quickfix");
    const candidates = actions.filter(({ title }) => /^Write “(Allied|Ambazonia) De/.test(title));
    assert.equal(candidates.length, 2, actions.map(({ title }) => title).join("; "));
    assert.ok(await vscode.workspace.applyEdit(candidates[1].edit));
    await until("it is settled", () => !codes(document.uri).includes("ambiguous-actor"));
    assert.match(document.getText(), /De\S+ Forces \(ADF\) near Elwak/);
    await revert(document);
  },

  async "one spelling serves the article, in one step"() {
    const document = await show("draft.md");
    const twice = "Harakat al-Zumrani left. Then Harakat al-Zumraani came, and Harakat al-Zumraani stayed.";
    await replace(document, "*Ruth Adhiambo is", `${twice}\n\n*Ruth Adhiambo is`);
    const before = document.getText();
    const use = await until("the action", async () => {
      const actions = await ask("CodeActionProvider", document.uri, range(document, "Harakat al-Zumrani left"), undefined, 100);
      return actions.find(({ title }) => title.startsWith("Use “Harakat al-Zumrani” everywhere in the article"));
    });
    assert.ok(await vscode.workspace.applyEdit(use.edit));
    assert.ok(document.getText().includes(twice.replaceAll("Zumraani", "Zumrani")));
    await vscode.commands.executeCommand("undo");
    await until("one step back", () => document.getText() === before);
    await revert(document);
  },

  async "a misspelt source is corrected instead of recorded"() {
    const document = await show("draft.md");
    const typed = "([Al Jazzera](https://www.aljazeera.com/2018/10/05/a), October 5)";
    await replace(document, "of their load ", `of their load ${typed}, and `);
    const place = range(document, "Al Jazzera").start.translate(0, 4);
    vscode.window.activeTextEditor.selection = new vscode.Selection(place, place);
    // A menu passes the document.
    await accepting("copydesk.addRecord", document.uri);
    await until("the spelling", () => document.getText().includes(typed.replace("Jazzera", "Jazeera")));
    assert.ok(!fs.existsSync(at("names/sources.tsv").fsPath), "nothing is recorded");
    await revert(document);
  },

  async "the next finding, and the one before"() {
    const document = await show("draft.md");
    const editor = vscode.window.activeTextEditor;
    const start = new vscode.Position(0, 0);
    editor.selection = new vscode.Selection(start, start);
    const places = found(document.uri).map((finding) => finding.range.start).sort((one, other) => one.compareTo(other));
    for (const [command, goal] of [["next", places[0]], ["next", places[1]], ["previous", places[0]], ["previous", places.at(-1)]]) {
      await vscode.commands.executeCommand(`copydesk.${command}Finding`);
      await until(`${command}: line ${goal.line + 1}`, () => editor.selection.active.isEqual(goal));
    }
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
      const late = sleep(LONGEST).then(() => assert.fail("it takes too long"));
      await Promise.race([test(), late]);
      console.log(`ok      in the host: ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  in the host: ${name}: ${error.stack ?? error}`);
    }
  }
  console.log(`the suite has ended: ${Object.keys(tests).length - failed} passed, ${failed} failed`);
};
