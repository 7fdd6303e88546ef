import { autocompletion, snippet } from "@codemirror/autocomplete";
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { linter } from "@codemirror/lint";
import type { Action as LintAction, Diagnostic } from "@codemirror/lint";
import { StateEffect } from "@codemirror/state";
import type { Extension, Text } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import type { EditorView, HoverTooltipSource } from "@codemirror/view";
import { Places } from "@copydesk/core";
import type { AsyncDesk, Action, Desk, Draft, Edit, Finding, Report, Settings } from "@copydesk/core";

/** The options of the extensions. */
export interface Options {
  /** The desk: in a worker (`connect` from `@copydesk/core/worker`), or in this thread. */
  desk: AsyncDesk | Desk;
  /** The name of the document, which may contain the issue date. */
  path?: () => string;
  /** The settings for the document. */
  settings?: () => Settings;
  /** Renders the Markdown of hovers and documentation; without it, the Markdown is shown as text. */
  markdown?: (markdown: string) => Node;
  /** Shows the page of a rule. Without it, no action offers that. */
  explain?: (rule: string) => void;
  /** Called with each report and the text that was checked. */
  reported?: (report: Report, text: string) => void;
  /** Called with an action's message about what it did. */
  told?: (message: string) => void;
  /** How long typing must pause before the text is checked, in milliseconds. */
  delay?: number;
}

/** Dispatch this when the settings have changed, and the document is checked again. */
export const settingsChanged = StateEffect.define<null>();

/** The text of a document as copydesk reads it. */
export function draftOf(doc: Text, options: Pick<Options, "path">): Draft {
  const path = options.path?.();
  return path === undefined ? { text: doc.toString() } : { path, text: doc.toString() };
}

const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);

/** Converts edits of copydesk into changes of the editor. */
export function changesOf(edits: readonly Edit[], places: Places): { from: number; to: number; insert: string }[] {
  return edits.map((edit) => ({ from: places.unit(edit.start), to: places.unit(edit.end), insert: edit.text }));
}

/** Applies edits made for `text`, unless the document has changed since. Returns whether they were applied. */
export function applyEdits(view: EditorView, text: string, edits: readonly Edit[], what = "input.copydesk"): boolean {
  if (edits.length === 0 || view.state.readOnly || view.state.doc.toString() !== text) return false;
  view.dispatch({ changes: changesOf(edits, new Places(text)), userEvent: what, scrollIntoView: true });
  return true;
}

/** Converts a snippet of LSP into one of CodeMirror. */
export function snippetOf(lsp: string): string {
  const literal = (text: string) => text.replace(/[{}]/g, "\\$&");
  let out = "";
  let rest = lsp;
  while (rest !== "") {
    const field = /^\$(?:(\d+)|\{(\d+)(?::((?:\\.|[^\\}])*))?\})/s.exec(rest);
    if (field) {
      const number = Number(field[1] ?? field[2]);
      const inside = (field[3] ?? "").replace(/\\(.)/gs, "$1").replace(/[{}]/g, "");
      // The final cursor position comes last.
      out += `#{${number === 0 ? 999 : number}${inside === "" ? "" : `:${inside}`}}`;
      rest = rest.slice(field[0].length);
      continue;
    }
    const escaped = /^\\([\\$}])/.exec(rest);
    out += literal(escaped ? escaped[1]! : rest[0]!);
    rest = rest.slice(escaped ? 2 : 1);
  }
  return out;
}

/** Performs an action of the desk on the document, whose text was `text`. Returns whether anything was done. */
export async function perform(view: EditorView, options: Options, text: string, action: Action): Promise<boolean> {
  if (action.explain) {
    options.explain?.(action.explain.rule);
    return options.explain !== undefined;
  }
  if (action.snippet) {
    if (view.state.readOnly || view.state.doc.toString() !== text) return false;
    const { edit, snippet: template } = action.snippet;
    const places = new Places(text);
    snippet(snippetOf(template))(view, null, places.unit(edit.start), places.unit(edit.end));
    view.focus();
    return true;
  }
  if (action.turn) {
    const turned = await options.desk.turn({ ...draftOf(view.state.doc, options), text }, options.settings?.(), action.turn);
    if (turned?.message) options.told?.(turned.message);
    return applyEdits(view, text, turned?.edits ?? []);
  }
  const edits = action.edits ?? (await options.desk.edits({ ...draftOf(view.state.doc, options), text }, options.settings?.(), action));
  return applyEdits(view, text, edits);
}

/** A finding as the editor shows it, with its fixes. */
function diagnostic(finding: Finding, text: string, places: Places, options: Options): Diagnostic {
  const fixes = finding.fixes ?? (finding.fix ? [finding.fix] : []);
  const actions: LintAction[] = fixes.map((fix) => ({
    name: capital(fix.title),
    apply: (view) => void applyEdits(view, text, fix.edits),
  }));
  const { explain } = options;
  if (explain) actions.push({ name: "Explain", apply: () => explain(finding.rule) });
  const from = places.unit(finding.start.offset);
  return {
    from,
    to: Math.max(from, places.unit(finding.end.offset)),
    severity: finding.level,
    source: finding.rule,
    message: capital(finding.message),
    markClass: `copydesk-${finding.level}`,
    actions,
  };
}

/** The findings of a report as the editor shows them. */
export function diagnosticsOf(report: Report, text: string, options: Options): Diagnostic[] {
  const places = new Places(text);
  return report.diagnostics.map((finding) => diagnostic(finding, text, places, options));
}

/** Findings as you type. */
export function findings(options: Options): Extension {
  const source = async (view: EditorView) => {
    const draft = draftOf(view.state.doc, options);
    const report = await options.desk.check(draft, options.settings?.());
    options.reported?.(report, draft.text);
    return diagnosticsOf(report, draft.text, options);
  };
  return linter(source, {
    delay: options.delay ?? 250,
    needsRefresh: (update) => update.transactions.some((one) => one.effects.some((effect) => effect.is(settingsChanged))),
  });
}

const TYPES: Record<string, string> = {
  source: "class", address: "text", date: "constant", actor: "interface", note: "variable", citation: "variable", author: "text", rule: "enum", key: "property",
};

/** A source of completions: sources, addresses, dates, names, notes, rules. */
export function completions(options: Options): CompletionSource {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const draft = draftOf(context.state.doc, options);
    const settings = options.settings?.();
    const places = new Places(draft.text);
    const typedSpace = !context.explicit && draft.text[context.pos - 1] === " ";
    const found = await options.desk.complete(draft, settings, places.byte(context.pos), typedSpace);
    if (context.aborted || found.items.length === 0) return null;
    const starts = found.items.map((item) => places.unit(item.edit.start));
    const list = found.items.map((item, at): Completion => {
      const start = starts[at]!;
      // The replaced text after the cursor is replaced too, however much has been typed since.
      const behind = Math.max(0, places.unit(item.edit.end) - context.pos);
      const { subject, snippet: template } = item;
      return {
        label: item.label,
        detail: item.detail,
        type: TYPES[item.kind] ?? "text",
        apply: (view, completion, _from, to) => {
          const end = Math.min(to + behind, view.state.doc.length);
          // An edit elsewhere moves with what was typed if it is after the cursor; if it is before, the completion moves with it.
          const also = item.also && view.state.doc.sliceString(0, start) === draft.text.slice(0, start) ? changesOf([item.also], places)[0]! : undefined;
          const shift = also && also.from < start ? also.insert.length - (also.to - also.from) : 0;
          if (also) {
            const typed = view.state.doc.length - draft.text.length;
            const [from, to] = also.from < start ? [also.from, also.to] : [also.from + typed, also.to + typed];
            view.dispatch({ changes: { from, to, insert: also.insert }, userEvent: "input.complete" });
          }
          if (template !== undefined) return snippet(snippetOf(template))(view, completion, start + shift, end + shift);
          view.dispatch({
            changes: { from: start + shift, to: end + shift, insert: item.edit.text },
            selection: { anchor: start + shift + item.edit.text.length },
            userEvent: "input.complete",
          });
        },
        ...(subject && { info: async () => shown(options, (await options.desk.card(draft, settings, subject)) ?? "") }),
      };
    });
    // The desk has already filtered and sorted them.
    return { from: Math.min(context.pos, ...starts), options: list, filter: false };
  };
}

function shown(options: Options, markdown: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "copydesk-card";
  if (options.markdown) box.append(options.markdown(markdown));
  else {
    box.style.whiteSpace = "pre-wrap";
    box.textContent = markdown;
  }
  return box;
}

/** What is known about the place under the pointer. */
export function hovering(options: Options): HoverTooltipSource {
  return async (view, pos) => {
    const draft = draftOf(view.state.doc, options);
    const places = new Places(draft.text);
    const found = await options.desk.hover(draft, options.settings?.(), places.byte(pos));
    if (!found || view.state.doc.toString() !== draft.text) return null;
    return {
      pos: places.unit(found.start),
      end: places.unit(found.end),
      above: true,
      create: () => ({ dom: shown(options, found.markdown) }),
    };
  };
}

/** Everything: findings, completion, hover. */
export function copydesk(options: Options): Extension {
  return [
    findings(options),
    // Requested again on each keystroke, because the order depends on what is typed.
    autocompletion({ override: [completions(options)], activateOnTyping: true }),
    hoverTooltip(hovering(options)),
  ];
}
