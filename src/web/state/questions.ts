// Questions to the plan: what was asked, how far it is, what came out. All are forgotten when there is another plan.
import { signal } from "@preact/signals";
import { proxy } from "comlink";
import { desk } from "./desk-client.ts";

export type Asking<T> =
  | { readonly state: "running"; readonly solves: number }
  | { readonly state: "done"; readonly answer: T }
  | { readonly state: "cancelled" }
  | { readonly state: "failed"; readonly message: string };

const asked = signal<ReadonlyMap<string, Asking<unknown>>>(new Map());
/** Counts plans: answers about an older one are dropped. */
let era = 0;

function put(key: string, asking: Asking<unknown>): void {
  asked.value = new Map([...asked.value, [key, asking]]);
}

/** What is known of a question; undefined when it was not asked. */
export function askingOf<T>(key: string): Asking<T> | undefined {
  return asked.value.get(key) as Asking<T> | undefined;
}

export function forgetQuestions(): void {
  era++;
  asked.value = new Map();
}

type Tell = (solves: number) => void;

/** Ask the desk; a question that runs is stopped by the next one. */
export async function ask<T>(key: string, question: (tell: Tell) => Promise<T>): Promise<T | undefined> {
  const own = era;
  const settle = (asking: Asking<T>): void => {
    if (own === era) put(key, asking);
  };
  settle({ state: "running", solves: 0 });
  const tell = proxy((solves: number) => {
    if (own === era && askingOf(key)?.state === "running") put(key, { state: "running", solves });
  });
  try {
    const answer = await question(tell);
    settle({ state: "done", answer });
    return own === era ? answer : undefined;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    settle(name === "QuestionCancelled" ? { state: "cancelled" } : { state: "failed", message });
    return undefined;
  }
}

export function cancelQuestion(): void {
  void desk.stop();
}
