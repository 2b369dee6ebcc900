// A Solver for many questions at once: solves run on an optimizer's workers. Each depends on its own portfolio and plan alone, so answers do not
// depend on how many workers there are or which of them is first.
import type { Solver } from "./answers/solver.ts";
import { CancelledError } from "./errors.ts";
import type { Optimizer } from "./optimizer/optimizer.ts";
import type { OptimizeOptions } from "./optimizer/optimizer-options.ts";

/**
 * Solves on `optimizer` with `options` (asked for anew each time where they are a function), starting from the plan given. Repeatable under a
 * `moveLimit`, however many solves run side by side: `Promise.all(edits.map((edit) => whatIf(portfolio, plan, [edit], solver)))`.
 */
export function createPoolSolver(
  optimizer: Optimizer,
  options: OptimizeOptions | (() => OptimizeOptions) = {},
): Solver {
  const optionsNow = typeof options === "function" ? options : () => options;
  return async (portfolio, from, isEnough) => {
    const asked = optionsNow();
    let isStopped = false;
    const solving = optimizer.solve(portfolio, {
      ...asked,
      onCancel: "resolve",
      ...(from !== undefined && { start: from }),
      onProgress: (progress) => {
        asked.onProgress?.(progress);
        if (isStopped || !isEnough?.(progress)) return;
        isStopped = true;
        solving.cancel(new CancelledError("what is known answers the question"));
      },
    });
    return solving;
  };
}
