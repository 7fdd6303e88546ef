// The desk as a Node program uses it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import { MessageChannel } from "node:worker_threads";
import { Copydesk, Places } from "@copydesk/core";
import { connect, serve } from "@copydesk/core/worker";
import { Desk, initSync } from "../dist/bindings.js";

const desk = await Copydesk.load();
const TEXT = "---\ndate: 2018-10-10\n---\n\nThe the “güards” of al-Shabaab fled ([Dawn](https://www.dawn.com/news/1) May 9).\n";

test("findings have places, and fixes that mend them", () => {
  const report = desk.check({ path: "a.md", text: TEXT });
  assert.deepEqual(report.diagnostics.map((one) => one.rule), ["doubled-word", "missing-citation-comma"]);
  assert.deepEqual(report.summary, { files: 1, errors: 1, warnings: 1, infos: 0, hints: 0 });
  const [, comma] = report.diagnostics;
  const places = new Places(TEXT);
  const [edit] = comma.fix.edits;
  const mended = TEXT.slice(0, places.unit(edit.start)) + edit.text + TEXT.slice(places.unit(edit.end));
  assert.equal(desk.fix({ path: "a.md", text: TEXT }).text, mended);
  assert.equal(desk.check({ text: TEXT }, {}, "error").diagnostics.length, 1);
  assert.equal(desk.fix({ text: TEXT }, {}, { review: true }).applied, 2);
  assert.equal(desk.fix({ text: TEXT }, {}, { rules: ["doubled-word"] }).applied, 0);
});

test("several drafts are one report and one index", () => {
  const drafts = [{ path: "a.md", text: TEXT }, { path: "b.md", text: "Nothing.\n" }];
  assert.equal(desk.check(drafts).summary.files, 2);
  const index = desk.index(drafts);
  assert.deepEqual(index.documents.map((one) => one.path), ["a.md", "b.md"]);
  assert.equal(index.documents[0].issue.date, "2018-10-10");
  assert.equal(index.documents[0].articles[0].actors[0].id, "al-shabaab");
  assert.equal(index.documents[0].articles[0].citations[0].items[0].dates[0].date, "2018-05-09");
});

test("settings hold, and what is wrong with them is told", () => {
  const config = "[rules]\ndoubled-word = 'off'\n";
  assert.deepEqual(desk.check({ text: TEXT }, { config }).diagnostics.map((one) => one.rule), ["missing-citation-comma"]);
  assert.deepEqual(desk.problems({ config }), []);
  const [problem] = desk.problems({ config: "[rules]\nno-such-rule = 'off'\n" });
  assert.equal(problem.line, 2);
  assert.match(problem.message, /no-such-rule/);
  assert.throws(() => desk.check({ text: TEXT }, { date: "tomorrow" }), /2018-10-10/);
  assert.throws(() => desk.check({ text: TEXT }, { profile: "tass" }), /tass/);
  assert.ok(desk.profiles().length > 1);
  assert.equal(desk.check({ text: "Nothing.\n" }, { date: "2018-10-10" }).issue_date, "2018-10-10");
});

test("places are hovered, completed and acted upon", () => {
  const places = new Places(TEXT);
  const at = (words) => places.byte(TEXT.indexOf(words));
  const hover = desk.hover({ text: TEXT }, undefined, at("Shabaab"));
  assert.equal(TEXT.slice(places.unit(hover.start), places.unit(hover.end)), "al-Shabaab");
  assert.equal(desk.hover({ text: TEXT }, undefined, at("fled")), null);
  const typed = "Guards fled ([Daily Na";
  const { items } = desk.complete({ text: typed }, undefined, typed.length);
  const item = items.find((one) => one.label.startsWith("Daily Nation"));
  assert.equal(item.kind, "source");
  assert.match(desk.card({ text: typed }, undefined, item.subject), /Daily Nation/);
  assert.deepEqual(desk.complete({ text: "Guards " }, undefined, 7, true).items, []);
  const actions = desk.actions({ text: TEXT }, undefined, at("The the"), at("The the"));
  assert.ok(actions.some((one) => one.edits && one.finding?.rule === "doubled-word"));
  assert.ok(actions.some((one) => one.snippet) && actions.some((one) => one.explain?.rule === "doubled-word"));
  assert.equal(desk.edits({ text: TEXT }, undefined, { all: { rule: null } }).length, 1);
});

test("rules have pages", () => {
  const rules = desk.rules();
  assert.ok(rules.length > 60);
  for (const { name } of rules) assert.match(desk.explain(name), /^# /);
  assert.throws(() => desk.explain("no-such-rule"), /no rule is named/);
});

test("places of bytes and of characters", () => {
  for (const text of ["", "plain", "ü", "a😀b", "“é” 😀😀 – x", "\ud800 lone", "日本語 text"]) {
    const places = new Places(text);
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at <= text.length; at += 1) {
      const begins = !/[\udc00-\udfff]/.test(text[at] ?? "") || !/[\ud800-\udbff]/.test(text[at - 1] ?? "");
      if (!begins) continue;
      const byte = new TextEncoder().encode(text.slice(0, at)).length;
      assert.equal(places.byte(at), byte, `${text} at ${at}`);
      assert.equal(places.unit(byte), at, `${text} at byte ${byte}`);
    }
    assert.equal(places.unit(bytes.length + 9), text.length);
    assert.equal(places.byte(-1), 0);
  }
  // Within a character: where the character begins.
  assert.equal(new Places("a😀b").unit(3), 1);
});

test("half a character is no reason to fail", () => {
  assert.equal(desk.check({ text: "a \ud83d b \ude00 c\n" }).summary.files, 1);
});

test("a question that ends the instance does not end the desk, nor any other", async (context) => {
  const other = await Copydesk.load();
  const before = initSync({ module: new Uint8Array() });
  const answer = context.mock.method(Desk.prototype, "answer", () => {
    throw new WebAssembly.RuntimeError("unreachable");
  });
  for (let times = 0; times < 2; times++) assert.throws(() => desk.check({ text: TEXT }), /please report it/);
  answer.mock.restore();
  assert.notEqual(initSync({ module: new Uint8Array() }), before, "the instance is the old one");
  for (const one of [desk, other]) assert.equal(one.check({ text: TEXT }).diagnostics.length, 2);
});

test("a desk in a worker answers in order, and tells what went wrong", async () => {
  const { port1, port2 } = new MessageChannel();
  serve(port1, Promise.resolve(desk));
  const far = connect(port2);
  const [report, rules, failed] = await Promise.allSettled([far.check({ text: TEXT }), far.rules(), far.explain("no-such-rule")]);
  assert.equal(report.value.diagnostics.length, 2);
  assert.ok(rules.value.length > 60);
  assert.match(failed.reason.message, /no rule is named/);
  for (const name of Object.getOwnPropertyNames(Copydesk.prototype)) {
    if (name !== "constructor") assert.equal(typeof far[name], "function", name);
  }
  port1.close();
});

test("the module can be given, in every form", () => {
  // The first module that is loaded stays, so each form has a process of its own.
  const given = {
    module: "await WebAssembly.compile(bytes)",
    bytes: "bytes",
    response: "new Response(bytes)",
    promise: "Promise.resolve(new Response(bytes))",
    url: "file",
  };
  for (const [form, expression] of Object.entries(given)) {
    const script = `
      import fs from "node:fs";
      import { Copydesk } from ${JSON.stringify(import.meta.resolve("../dist/index.js"))};
      const file = new URL(${JSON.stringify(import.meta.resolve("../dist/copydesk.wasm"))});
      const bytes = fs.readFileSync(file);
      const desk = await Copydesk.load(${expression});
      console.log(desk.check({ text: ${JSON.stringify(TEXT)} }).diagnostics.length);
    `;
    const said = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
    assert.equal(said, "2\n", form);
  }
});
