import { Desk, __wbg_reset_state as renewInstance, initSync } from "./bindings.js";
import type * as Asked from "./types.js";

export type * from "./types.js";
export { Places } from "./places.js";

/** Where the module can come from. */
export type Wasm = WebAssembly.Module | BufferSource | Response | URL | Promise<Response>;

/** All desks live in one instance of the module. This says how often it was renewed. */
let renewals = 0;

/** Half a character cannot be written in UTF-8. */
const wellFormed = (text: string) =>
  text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");

async function compile(wasm: Wasm): Promise<WebAssembly.Module> {
  const given = await wasm;
  if (given instanceof WebAssembly.Module) return given;
  if (given instanceof URL) {
    if (given.protocol === "file:") {
      // Named by a variable so that bundlers for browsers do not look for it.
      const files = "node:fs/promises";
      const { readFile } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ files)) as typeof import("node:fs/promises");
      return WebAssembly.compile(await readFile(given));
    }
    return compile(fetch(given));
  }
  if (typeof Response !== "undefined" && given instanceof Response) {
    if (!given.ok) throw new Error(`copydesk’s module cannot be loaded: ${given.url} answers ${given.status}`);
    return WebAssembly.compile(await given.arrayBuffer());
  }
  return WebAssembly.compile(given as BufferSource);
}

/** A copy desk. */
export class Copydesk implements Asked.Desk {
  #desk = new Desk();
  #renewals = renewals;

  private constructor() {}

  /**
   * Loads a desk. By default, the module is the file `copydesk.wasm` beside this one. All desks of a page or process use
   * the module that was loaded first.
   */
  static async load(wasm: Wasm = new URL("copydesk.wasm", import.meta.url)): Promise<Copydesk> {
    initSync({ module: await compile(wasm) });
    return new Copydesk();
  }

  #ask(question: object): string {
    const asked = JSON.stringify(question, (_, value) => (typeof value === "string" ? wellFormed(value) : value));
    if (this.#renewals !== renewals) {
      this.#desk = new Desk();
      this.#renewals = renewals;
    }
    let answer: string;
    try {
      answer = this.#desk.answer(asked);
    } catch (error) {
      // What the instance holds is no longer to be relied on; the next question gets a fresh one.
      renewInstance();
      renewals += 1;
      throw new Error("copydesk failed on this text. That is a fault of copydesk: please report it with the text.", { cause: error });
    }
    if (answer.startsWith('{"error":')) throw new Error((JSON.parse(answer) as { error: string }).error);
    return answer;
  }

  #json<Answer>(question: object): Answer {
    return JSON.parse(this.#ask(question)) as Answer;
  }

  check(drafts: Asked.Draft | Asked.Draft[], settings?: Asked.Settings, level?: Asked.Level): Asked.Report {
    return JSON.parse(this.checkJson(drafts, settings, level)) as Asked.Report;
  }

  checkJson(drafts: Asked.Draft | Asked.Draft[], settings?: Asked.Settings, level?: Asked.Level): string {
    return this.#ask({ ask: "check", documents: [drafts].flat(), settings, level });
  }

  index(drafts: Asked.Draft | Asked.Draft[], settings?: Asked.Settings): Asked.Index {
    return JSON.parse(this.indexJson(drafts, settings)) as Asked.Index;
  }

  indexJson(drafts: Asked.Draft | Asked.Draft[], settings?: Asked.Settings): string {
    return this.#ask({ ask: "index", documents: [drafts].flat(), settings });
  }

  fix(document: Asked.Draft, settings?: Asked.Settings, wanted: { review?: boolean; rules?: string[] } = {}): Asked.Fixed {
    return this.#json({ ask: "fix", document, settings, ...wanted });
  }

  hover(document: Asked.Draft, settings: Asked.Settings | undefined, offset: number): Asked.Hover | null {
    return this.#json({ ask: "hover", document, settings, offset });
  }

  complete(document: Asked.Draft, settings: Asked.Settings | undefined, offset: number, typedSpace = false): Asked.Completions {
    return this.#json({ ask: "complete", document, settings, offset, typedSpace });
  }

  card(document: Asked.Draft, settings: Asked.Settings | undefined, subject: Asked.Subject): string | null {
    return this.#json({ ask: "card", document, settings, subject });
  }

  actions(document: Asked.Draft, settings: Asked.Settings | undefined, start: number, end: number): Asked.Action[] {
    return this.#json({ ask: "actions", document, settings, start, end });
  }

  edits(document: Asked.Draft, settings: Asked.Settings | undefined, wanted: Pick<Asked.Action, "all" | "group">): Asked.Edit[] {
    return this.#json({ ask: "edits", document, settings, rule: wanted.all?.rule, group: wanted.group });
  }

  turn(document: Asked.Draft, settings: Asked.Settings | undefined, wanted: Asked.Turn): Asked.Turned | null {
    return this.#json({ ask: "turn", document, settings, ...wanted });
  }

  problems(settings: Asked.Settings): Asked.Problem[] {
    return this.#json({ ask: "problems", settings });
  }

  rules(): Asked.Rule[] {
    return this.#json({ ask: "rules" });
  }

  profiles(): string[] {
    return this.#json({ ask: "profiles" });
  }

  explain(rule: string): string {
    return this.#ask({ ask: "explain", rule });
  }
}
