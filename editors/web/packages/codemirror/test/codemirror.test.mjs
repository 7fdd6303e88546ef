// The extensions without a screen: what they make of the desk's answers. The playground's tests use them as a user would.

import assert from "node:assert/strict";
import test from "node:test";
import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState, Text } from "@codemirror/state";
import { Copydesk, Places } from "@copydesk/core";
import { applyEdits, changesOf, completions, copydesk, diagnosticsOf, draftOf, hovering, perform, snippetOf } from "@copydesk/codemirror";

const desk = await Copydesk.load();
const TEXT = "“Ünder” 😀 the the guards of al-Shabaab fled ([Dawn](https://www.dawn.com/news/1) May 9).\n";
const settings = () => ({ date: "2018-10-10" });

/** The parts of a view that actions need. */
function viewOf(doc) {
  return {
    state: EditorState.create({ doc }),
    dispatch(...specs) {
      this.state = this.state.update(...specs).state;
    },
    focus() {},
  };
}

test("findings stand where the editor counts them, and their fixes mend them", () => {
  const report = desk.check({ text: TEXT }, settings());
  let explained;
  const found = diagnosticsOf(report, TEXT, { desk, explain: (rule) => (explained = rule) });
  const doubled = found.find((one) => one.source === "doubled-word");
  assert.equal(TEXT.slice(doubled.from, doubled.to), "the the");
  assert.equal(doubled.severity, "warning");
  assert.match(doubled.message, /^[“A-Z]/);
  const view = viewOf(TEXT);
  doubled.actions[0].apply(view, doubled.from, doubled.to);
  assert.equal(view.state.doc.toString(), TEXT.replace("the the", "the"));
  // Fixes for another text are not applied to this one.
  const once = view.state.doc.toString();
  doubled.actions[0].apply(view, doubled.from, doubled.to);
  assert.equal(view.state.doc.toString(), once);
  doubled.actions.at(-1).apply(view, 0, 0);
  assert.equal(explained, "doubled-word");
  assert.ok(diagnosticsOf(report, TEXT, { desk })[0].actions.every((action) => action.name !== "Explain"));
});

test("edits of several places", () => {
  const edits = desk.edits({ text: TEXT }, settings(), { all: { rule: null } });
  const view = viewOf(TEXT);
  assert.equal(applyEdits(view, TEXT, edits), true);
  assert.equal(view.state.doc.toString(), desk.fix({ text: TEXT }, settings()).text);
  assert.equal(applyEdits(view, TEXT, edits), false);
  assert.equal(applyEdits(viewOf(TEXT), TEXT, []), false);
  assert.deepEqual(changesOf([{ start: 3, end: 5, text: "U" }], new Places(TEXT)), [{ from: 1, to: 2, insert: "U" }]);
});

test("actions do what they say", async () => {
  const places = new Places(TEXT);
  const at = places.byte(TEXT.indexOf("the the"));
  const options = { desk, settings };
  for (const action of desk.actions({ text: TEXT }, settings(), at, at)) {
    const view = viewOf(TEXT);
    const did = await perform(view, options, TEXT, action);
    assert.equal(did, !action.explain, action.title);
    assert.equal(view.state.doc.toString() !== TEXT, !action.explain, action.title);
    if (action.snippet) assert.match(view.state.doc.toString(), /<!-- copydesk-ignore\S* doubled-word: {1,2}-->/);
  }
});

test("completions replace what was typed", async () => {
  const source = completions({ desk, settings });
  const complete = (doc, explicit = false) => source(new CompletionContext(EditorState.create({ doc }), doc.length, explicit));
  const typed = "😀 fled ([Daily Nat";
  const result = await complete(typed);
  const item = result.options.find((one) => one.label.startsWith("Daily Nation"));
  assert.equal(result.filter, false);
  const view = viewOf(typed);
  item.apply(view, item, result.from, typed.length);
  assert.match(view.state.doc.toString(), /^😀 fled \(\[Daily Nation\]/);
  // More has been typed since.
  const later = viewOf(`${typed}ion`);
  item.apply(later, item, result.from, typed.length + 3);
  assert.doesNotMatch(later.state.doc.toString(), /Nation.*ion\]?ion/);
  assert.equal(await complete("Guards "), null);
});

test("snippets of LSP become snippets of the editor", () => {
  assert.equal(snippetOf("plain"), "plain");
  assert.equal(snippetOf("a ${1} b $0"), "a #{1} b #{999}");
  assert.equal(snippetOf("[${1:name}](${2:url}), $3"), "[#{1:name}](#{2:url}), #{3}");
  assert.equal(snippetOf("cost \\$5 \\} {x}"), "cost $5 \\} \\{x\\}");
  assert.equal(snippetOf("${1:a\\}b}"), "#{1:ab}");
});

test("a document has the name that the host gives", () => {
  assert.deepEqual(draftOf(Text.of(["a", "b"]), {}), { text: "a\nb" });
  assert.deepEqual(draftOf(Text.of(["a"]), { path: () => "2018-10-10.md" }), { path: "2018-10-10.md", text: "a" });
});

test("hover finds its place", async () => {
  const view = viewOf(TEXT);
  const tip = await hovering({ desk, settings })(view, TEXT.indexOf("Shabaab"), 1);
  assert.equal(TEXT.slice(tip.pos, tip.end), "al-Shabaab");
  assert.equal(await hovering({ desk, settings })(view, TEXT.indexOf("fled"), 1), null);
});

test("the extension can be put into an editor", () => {
  assert.ok(EditorState.create({ doc: TEXT, extensions: copydesk({ desk }) }));
});

test("a completion that changes another place too: the mark of a new note brings its definition", async () => {
  const cited = "Lena Marsk, “Boats Leave,” *Reuters*, October 1, 2018, https://www.reuters.com/article/boats.";
  const doc = `---\ndate: 2018-10-10\n---\n\n# 😀 Boats\n\nThey left.[^1] They came back.[^2\n\nThe end.\n\n[^1]: ${cited}\n`;
  const at = doc.indexOf("[^2") + 3;
  const result = await completions({ desk, settings })(new CompletionContext(EditorState.create({ doc }), at, true));
  const item = result.options.find((one) => one.label.startsWith("2 "));
  assert.ok(item, result.options.map((one) => one.label).join());
  const accepted = (view, to) => {
    item.apply(view, item, result.from, to);
    return view.state.doc.toString();
  };
  const after = accepted(viewOf(doc), at);
  assert.match(after, /They came back\.\[\^2\]\n\nThe end\./);
  assert.match(after, /\n\[\^1\]: Lena Marsk.*\n+\[\^2\]: [^\n]*Marsk[^\n]*\n$/);
  assert.deepEqual(desk.check({ text: after }, settings()).diagnostics.map((one) => one.rule).filter((rule) => /undefined|unreferenced/.test(rule)), []);
  // The same if more has been typed since: the definition has moved on by as much.
  const typed = doc.replace("[^2", "[^2 Boats");
  const later = accepted(viewOf(typed), at + 6);
  assert.equal(later, after);
  // An edit before the cursor is taken into account.
  const before = `${doc.slice(0, doc.indexOf("They left"))}[^1]: ${cited}\n\nThey left.[^1] They came back.[^2`;
  const end = before.length;
  const first = await completions({ desk, settings })(new CompletionContext(EditorState.create({ doc: before }), end, true));
  const other = first.options.find((one) => one.label.startsWith("2 "));
  assert.ok(other, first.options.map((one) => one.label).join());
  const view = viewOf(before);
  other.apply(view, other, first.from, end);
  assert.match(view.state.doc.toString(), /They came back\.\[\^2\]/);
  assert.equal(view.state.doc.toString().match(/\[\^2\]: /g).length, 1);
});
