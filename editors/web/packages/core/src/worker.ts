import type { AsyncDesk, Desk } from "./types.js";

/** A question on its way to a worker. */
interface Question {
  id: number;
  name: keyof Desk;
  args: unknown[];
}

/** An answer on its way back. */
type Answer = { id: number; value: unknown } | { id: number; error: string };

/** The part of a worker, or of its global scope, that is used here. */
export interface Port {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { data: any }) => void): void;
}

/** In a worker, answers the questions that arrive at its port; those that arrive before the desk is loaded wait for it. */
export function serve(port: Port, desk: Promise<Desk> | Desk): void {
  port.addEventListener("message", ({ data }: { data: Question }) => {
    void (async () => {
      let answer: Answer;
      try {
        const loaded = await desk;
        answer = { id: data.id, value: (loaded[data.name] as (...args: unknown[]) => unknown)(...data.args) };
      } catch (error) {
        answer = { id: data.id, error: error instanceof Error ? error.message : String(error) };
      }
      port.postMessage(answer);
    })();
  });
}

const NAMES: (keyof Desk)[] = [
  "check", "checkJson", "index", "indexJson", "fix", "hover", "complete", "card", "actions", "edits", "turn", "problems", "rules", "profiles",
  "explain",
];

/** The desk that a worker serves. */
export function connect(worker: Port): AsyncDesk {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  worker.addEventListener("message", ({ data }: { data: Answer }) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ("error" in data) asked?.reject(new Error(data.error));
    else asked?.resolve(data.value);
  });
  const ask = (name: keyof Desk) => (...args: unknown[]) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ id: last, name, args } satisfies Question);
    });
  return Object.fromEntries(NAMES.map((name) => [name, ask(name)])) as unknown as AsyncDesk;
}
