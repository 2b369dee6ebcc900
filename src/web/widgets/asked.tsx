// A question to the plan: a button that asks it, how far the answer is, a button that cancels, the answer.
import type { JSX } from "preact";
import { type Asking, cancelQuestion } from "../state/questions.ts";

export interface AskedProps<T> {
  asking: Asking<T> | undefined;
  button: string;
  /** What asking does. */
  note: string;
  onAsk: () => void;
  children: (answer: T) => JSX.Element;
}

export function Asked<T>({ asking, button, note, onAsk, children }: AskedProps<T>) {
  if (asking?.state === "done") return <div class="answer">{children(asking.answer)}</div>;
  if (asking?.state === "running") {
    return (
      <p class="asking">
        <span role="status">
          Solving again{asking.solves > 0 ? `: ${asking.solves}` : ""} {"\u2026"}
        </span>{" "}
        <button type="button" onClick={cancelQuestion}>
          Cancel
        </button>
      </p>
    );
  }
  const went =
    asking?.state === "cancelled" ? "Cancelled." : asking?.state === "failed" ? `It failed: ${asking.message}` : note;
  return (
    <p class="asking">
      <button type="button" class="main" onClick={onAsk}>
        {button}
      </button>{" "}
      <span class="soft" role="status">
        {went}
      </span>
    </p>
  );
}
