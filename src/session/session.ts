// A session, by its types: a portfolio that is edited and solved again from where the last plan stood.

import type { RunningSolve } from "../optimizer/optimizer.ts";
import type { OptimizeOptions } from "../optimizer/optimizer-options.ts";
import type { Plan } from "../plan/plan.ts";
import type { Problem } from "../portfolio/problem.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import type { Edit } from "./edit.ts";
import type { JsonPatch } from "./json-patch.ts";

export interface Session {
  /** As it stands after all edits, defaults filled in. */
  readonly portfolio: Portfolio;
  /** The last plan found (it may belong to an earlier state of the portfolio); null before the first. */
  readonly plan: Plan | null;
  /** Whether the portfolio was edited since that plan was found. */
  readonly isStale: boolean;
  /**
   * Change the portfolio: a JSON Patch (RFC 6902) or a list of edits. All or nothing: when an operation does not apply, or what comes out
   * is no portfolio, EditError says where and the session stays as it was. Answers the warnings on the new portfolio.
   */
  update(change: JsonPatch | readonly Edit[]): readonly Problem[];
  /** Solve the portfolio as it stands, from the last plan, prices and basis on. */
  solve(options?: OptimizeOptions): RunningSolve;
  close(): void;
  [Symbol.dispose](): void;
}
