import { closeCompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, Language, defineLanguageFacet, syntaxHighlighting } from "@codemirror/language";
import { forceLinting, lintKeymap, setDiagnosticsEffect } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { parser } from "@lezer/markdown";
import { applyEdits, copydesk, draftOf, perform, settingsChanged } from "@copydesk/codemirror";
import type { Options } from "@copydesk/codemirror";
import { Places } from "@copydesk/core";
import type { Action, Finding, Index, Report, Settings } from "@copydesk/core";
import { connect } from "@copydesk/core/worker";
import inline from "../drafts/inline.md";
import notes from "../drafts/notes.md";
import digest from "../drafts/digest.md";
import { rendered } from "./markdown.js";

/** The bundle of `worker.ts`: a worker created from it follows the page's security policy. */
declare const WORKER: string;

const EXAMPLES: Record<string, string> = {
  "citations in the text": inline,
  "citations in notes": notes,
  "a digest": digest,
};

const part = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind;
const status = part("status");
const dateField = part<HTMLInputElement>("date");
const profileField = part<HTMLSelectElement>("profile");
const exampleField = part<HTMLSelectElement>("example");
const configField = part<HTMLTextAreaElement>("config");
const sheet = part<HTMLDialogElement>("sheet");

/** Forbids all requests from here on: while loading, the policy allows requests to this page's own server. */
function closeDoors(): void {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "default-src 'none'; script-src 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src data:; worker-src blob:";
  document.head.append(policy);
}

async function load(): Promise<Worker> {
  const answer = await fetch("copydesk.wasm");
  if (!answer.ok) throw new Error(`copydesk.wasm cannot be loaded: the server answers ${answer.status}`);
  const module = await WebAssembly.compile(await answer.arrayBuffer());
  closeDoors();
  const worker = new Worker(URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" })), { type: "module" });
  worker.postMessage(module);
  return worker;
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

function button(label: string, act: () => void, className = ""): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  if (className) made.className = className;
  made.addEventListener("click", act);
  return made;
}

/** The sources that a draft cites, as `copydesk index` lists them: how often each is cited, and from which days. */
function sourcesOf(draft: Index["documents"][number] | undefined): Node {
  const cited = new Map<string, { times: number; dates: Set<string> }>();
  const parts = draft ? [...draft.articles, ...(draft.outside ? [draft.outside] : [])] : [];
  const groups = parts.flatMap((contents) => contents.citations).filter((group) => group.style !== "bibliography");
  for (const item of groups.flatMap((group) => group.items)) {
    const name = item.source ?? (item.url === null || item.kind === "text" ? undefined : item.url);
    if (name === undefined) continue;
    const source = cited.get(name) ?? { times: 0, dates: new Set() };
    source.times += 1;
    for (const { date, text } of item.dates) source.dates.add(date ?? text);
    cited.set(name, source);
  }
  if (cited.size === 0) return new Text("The draft cites no source.");
  const table = document.createElement("table");
  const row = (tag: "th" | "td", ...cells: string[]) => {
    const made = table.insertRow();
    for (const [at, words] of cells.entries()) {
      const cell = document.createElement(tag);
      cell.textContent = words;
      if (tag === "th") cell.scope = "col";
      if (at === 1) cell.className = "number";
      made.append(cell);
    }
  };
  row("th", "source", "citations", "dates");
  const sorted = [...cited].sort(([a, one], [b, other]) => other.times - one.times || a.localeCompare(b));
  for (const [name, { times, dates }] of sorted) row("td", name, String(times), [...dates].sort().join(", "));
  return table;
}

function show(title: string, ...body: Node[]): void {
  part("sheet-title").textContent = title;
  part("sheet-body").replaceChildren(...body);
  if (!sheet.open) sheet.showModal();
  sheet.scrollTop = 0;
}

const highlighting = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "bold" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strong, fontWeight: "bold" },
  { tag: [tags.link, tags.url], color: "var(--link)" },
  { tag: [tags.processingInstruction, tags.comment, tags.meta], color: "var(--faint)" },
]);

const look = (dark: boolean) =>
  EditorView.theme(
    {
      "&": { color: "var(--ink)", backgroundColor: "var(--paper)" },
      ".cm-content": { caretColor: "var(--ink)", fontFamily: "ui-serif, Georgia, serif" },
      ".cm-gutters": { backgroundColor: "var(--ground)", color: "var(--faint)", border: "none" },
      ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
      ".cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--line)" },
      ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--mark)", color: "var(--ink)" },
      ".cm-completionDetail": { color: "var(--faint)" },
      ".cm-diagnosticAction": { backgroundColor: "var(--link)", color: "var(--paper)" },
      ".cm-diagnosticSource": { opacity: "1", color: "var(--faint)" },
      ".cm-panels": { backgroundColor: "var(--ground)", color: "var(--ink)" },
    },
    { dark },
  );

async function start(): Promise<void> {
  const desk = connect(await load());
  const settings = (): Settings => ({
    config: configField.value,
    ...(dateField.value && { date: dateField.value }),
    ...(profileField.value && { profile: profileField.value }),
  });

  const explain = async (rule: string) => {
    const page = rendered(await desk.explain(rule), (other) => void explain(other));
    // Its title is already shown above it.
    page.querySelector("h1")?.remove();
    show(rule, page);
  };
  const options: Options = {
    desk,
    settings,
    markdown: (text) => rendered(text, (page) => void explain(page)),
    explain: (rule) => void explain(rule),
    reported: (report, text) => list(report, text),
    told: (message) => say(message),
    delay: 120,
  };

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = new Compartment();
  const checked = { text: "", times: 0 };
  const data = defineLanguageFacet();
  const state = (doc: string) =>
    EditorState.create({
      doc,
      extensions: [
        lineNumbers(),
        history(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "Draft", spellcheck: "true", tabindex: "0" }),
        new Language(data, parser, [], "markdown"),
        syntaxHighlighting(highlighting),
        keymap.of([
          { key: "Mod-.", run: (view) => (void actionsHere(view), true) },
          { key: "Alt-i", run: (view) => (void aboutHere(view), true) },
          ...completionKeymap,
          ...lintKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        theme.of(look(dark.matches)),
        copydesk(options),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) exampleField.value = "";
          if (update.selectionSet || update.docChanged) markHere();
          if (update.transactions.some((one) => one.effects.some((effect) => effect.is(setDiagnosticsEffect)))) {
            checked.text = update.state.doc.toString();
            checked.times += 1;
          }
        }),
      ],
    });
  const view = new EditorView({ state: state(inline), parent: part("editor") });
  dark.addEventListener("change", () => view.dispatch({ effects: theme.reconfigure(look(dark.matches)) }));

  // For the console and for tests: `checked` is the draft whose findings are shown in the list and in the text.
  Object.assign(window, { copydesk: { desk, view, checked } });

  const act = async (action: Action, text: string) => {
    if (!action.explain) sheet.close();
    if (await perform(view, options, text, action)) {
      if (!action.explain) view.focus();
    } else say("The draft has changed in the meantime: try again.");
  };

  /** What can be done in a range. */
  async function actionsAt(from: number, to: number): Promise<{ text: string; actions: Action[] }> {
    const draft = draftOf(view.state.doc, options);
    const places = new Places(draft.text);
    return { text: draft.text, actions: await desk.actions(draft, settings(), places.byte(from), places.byte(to)) };
  }

  async function actionsHere(at: EditorView): Promise<void> {
    const { from, to } = at.state.selection.main;
    const { text, actions } = await actionsAt(from, to);
    const box = document.createElement("div");
    box.className = "do";
    box.append(...actions.map((action) => button(action.title, () => void act(action, text))));
    if (actions.length === 0) box.append("There is no finding here, and nothing to offer.");
    show("What can be done here", box);
    box.querySelector("button")?.focus();
  }

  async function aboutHere(at: EditorView): Promise<void> {
    const draft = draftOf(at.state.doc, options);
    const offset = new Places(draft.text).byte(at.state.selection.main.head);
    const card = await desk.hover(draft, settings(), offset);
    show("About this place", card ? rendered(card.markdown, (page) => void explain(page)) : new Text("Nothing is known about this place."));
  }

  function say(words: string): void {
    if (status.textContent !== words) status.textContent = words;
  }

  function go(from: number, to: number): void {
    view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
    view.focus();
  }

  /** Lists the findings, grouped by decision. */
  function list(report: Report, text: string): void {
    const { errors, warnings, infos } = report.summary;
    const date = report.issue_date ? ` Issue of ${report.issue_date}.` : "";
    const counts = [
      errors && counted(errors, "error", "errors"),
      warnings && counted(warnings, "warning", "warnings"),
      infos && counted(infos, "remark", "remarks"),
    ].filter(Boolean);
    say(`${counts.join(", ") || "No findings"}.${date}`);
    const decisions = new Map<string, Finding[]>();
    report.diagnostics.forEach((finding, at) => {
      const name = finding.group ?? String(at);
      decisions.set(name, [...(decisions.get(name) ?? []), finding]);
    });
    const places = new Places(text);
    const items = [...decisions.values()].map((found) => {
      const first = found[0]!;
      const [from, to] = [places.unit(first.start.offset), places.unit(first.end.offset)];
      const item = document.createElement("li");
      item.dataset["from"] = String(from);
      item.dataset["to"] = String(to);
      item.dataset["rule"] = first.rule;
      const level = document.createElement("span");
      level.className = `level ${first.level}`;
      level.textContent = first.level === "info" ? "remark" : first.level;
      const place = button("", () => go(from, to), "place");
      const more = found.length > 1 ? ` (${counted(found.length, "place", "places")})` : "";
      place.append(level, ` line ${first.start.line}: ${first.message}${more}`);
      const row = document.createElement("div");
      row.className = "do";
      for (const fix of first.fixes ?? (first.fix ? [first.fix] : [])) {
        const title = fix.title.slice(0, 1).toUpperCase() + fix.title.slice(1);
        row.append(button(title, () => void (applyEdits(view, text, fix.edits) || say("The draft has changed in the meantime: try again."))));
      }
      const others = button("More…", () => {
        void (async () => {
          const { text: now, actions } = await actionsAt(from, to);
          const own = actions.filter((action) => action.finding?.rule === first.rule && !action.explain && (!action.edits || action.group));
          others.replaceWith(...own.map((action) => button(action.title, () => void act(action, now))));
          (row.querySelector("button") as HTMLElement | null)?.focus();
        })();
      });
      others.setAttribute("aria-label", `More options for line ${first.start.line}`);
      row.append(others, button(first.rule, () => void explain(first.rule), "rule"));
      item.append(place, row);
      return item;
    });
    const focused = document.activeElement instanceof HTMLElement && part("list").contains(document.activeElement);
    part("list").replaceChildren(...items);
    if (focused) part("findings").focus();
    markHere();
  }

  /** Marks the findings at the cursor. */
  function markHere(): void {
    const { head } = view.state.selection.main;
    for (const item of part("list").children as HTMLCollectionOf<HTMLElement>) {
      item.classList.toggle("here", Number(item.dataset["from"]) <= head && head <= Number(item.dataset["to"]));
    }
  }

  const again = async () => {
    try {
      const problems = await desk.problems(settings());
      part("problems").replaceChildren(
        ...problems.map((problem) => {
          const item = document.createElement("li");
          item.className = problem.level;
          item.textContent = `line ${problem.line}: ${problem.message}`;
          return item;
        }),
      );
    } catch (error) {
      say((error as Error).message);
    }
    view.dispatch({ effects: settingsChanged.of(null) });
    forceLinting(view);
  };

  for (const name of Object.keys(EXAMPLES)) exampleField.add(new Option(name));
  exampleField.value = Object.keys(EXAMPLES)[0]!;
  for (const name of await desk.profiles()) profileField.add(new Option(name));
  exampleField.addEventListener("change", () => {
    closeCompletion(view);
    view.setState(state(EXAMPLES[exampleField.value] ?? ""));
  });
  let typing: ReturnType<typeof setTimeout> | undefined;
  configField.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => void again(), 150);
  });
  for (const field of [dateField, profileField]) field.addEventListener("change", () => void again());
  part("fix").addEventListener("click", () => {
    void (async () => {
      const draft = draftOf(view.state.doc, options);
      const edits = await desk.edits(draft, settings(), { all: { rule: null } });
      say(applyEdits(view, draft.text, edits) ? `${counted(edits.length, "change", "changes")} made.` : "No finding has a safe fix.");
    })();
  });
  part("copy").addEventListener("click", () => {
    navigator.clipboard.writeText(view.state.doc.toString()).then(
      () => say("The draft is copied."),
      () => say("This browser does not let the page copy: select the draft and copy it yourself."),
    );
  });
  part("download").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([view.state.doc.toString()], { type: "text/markdown" }));
    link.download = "draft.md";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  part("sources").addEventListener("click", () => {
    void (async () => {
      const { documents } = await desk.index(draftOf(view.state.doc, options), settings());
      show("Sources", sourcesOf(documents[0]));
    })();
  });
  part("rules").addEventListener("click", () => {
    void (async () => {
      const rules = await desk.rules();
      const nodes: Node[] = [];
      for (const family of new Set(rules.map((rule) => rule.family))) {
        const title = document.createElement("h3");
        title.textContent = family;
        const names = document.createElement("ul");
        for (const rule of rules.filter((one) => one.family === family)) {
          const item = document.createElement("li");
          item.append(button(rule.name, () => void explain(rule.name), "rule"), ` ${rule.summary}`);
          names.append(item);
        }
        nodes.push(title, names);
      }
      show("All rules", ...nodes);
    })();
  });
  sheet.addEventListener("close", () => {
    if (document.activeElement === document.body) view.focus();
  });
  forceLinting(view);
}

start().catch((error: unknown) => {
  status.textContent = error instanceof Error ? error.message : String(error);
});
