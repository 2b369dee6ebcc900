// A session: holds a portfolio and what the last solve left behind.

import type { WarmState } from "../compile/warm-state.ts";
import { ClosedError } from "../errors.ts";
import type { RunningSolve } from "../optimizer/optimizer.ts";
import type { OptimizeOptions } from "../optimizer/optimizer-options.ts";
import type { Plan } from "../plan/plan.ts";
import { parsePortfolio } from "../portfolio/parse.ts";
import type { Problem } from "../portfolio/problem.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { applyEdits, type Edit } from "./edit.ts";
import { EditError, outcomeRefused } from "./edit-error.ts";
import { applyJsonPatch, type JsonPatch } from "./json-patch.ts";
import type { Session } from "./session.ts";

const DISPOSE: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");

/** An edit says which list it is in; an operation of a JSON Patch has a path. */
function isEdits(change: JsonPatch | readonly Edit[]): change is readonly Edit[] {
  return change.length > 0 && typeof change[0] === "object" && change[0] !== null && "in" in change[0];
}

/** What a session asks of its optimizer. */
export interface SolveRequest {
  readonly portfolio: Portfolio;
  readonly options: OptimizeOptions;
  /** Where the last solve left off. */
  readonly warm: WarmState | undefined;
  /** Is given the plan found, and where this solve leaves off. */
  readonly keep: ((plan: Plan, warm: WarmState) => void) | undefined;
}

export class LiveSession implements Session {
  #portfolio: Portfolio;
  #plan: Plan | null = null;
  /** The portfolio `#plan` belongs to. */
  #planned: Portfolio | null = null;
  #warm: WarmState | undefined;
  readonly #solve: (request: SolveRequest) => RunningSolve;
  #isClosed = false;

  constructor(portfolio: Portfolio, solve: (request: SolveRequest) => RunningSolve) {
    this.#portfolio = portfolio;
    this.#solve = solve;
  }

  get portfolio(): Portfolio {
    return this.#portfolio;
  }

  get plan(): Plan | null {
    return this.#plan;
  }

  get isStale(): boolean {
    return this.#planned !== null && this.#planned !== this.#portfolio;
  }

  update(change: JsonPatch | readonly Edit[]): readonly Problem[] {
    if (this.#isClosed) throw new ClosedError("the session was closed");
    if (!Array.isArray(change)) throw new EditError("", "a change is a list: of JSON Patch operations, or of edits");
    const edited = structuredClone(this.#portfolio);
    if (isEdits(change)) applyEdits(edited, change);
    else applyJsonPatch(edited, change);
    const result = parsePortfolio(edited);
    if (!result.ok) throw outcomeRefused(result.problems);
    this.#portfolio = result.portfolio;
    return result.warnings;
  }

  solve(options: OptimizeOptions = {}): RunningSolve {
    if (this.#isClosed) throw new ClosedError("the session was closed");
    const portfolio = this.#portfolio;
    const keep = (plan: Plan, warm: WarmState): void => {
      if (this.#isClosed) return;
      this.#plan = plan;
      this.#planned = portfolio;
      this.#warm = warm;
    };
    return this.#solve({ portfolio, options, warm: this.#warm, keep });
  }

  close(): void {
    this.#isClosed = true;
    this.#plan = null;
    this.#planned = null;
    this.#warm = undefined;
  }

  [DISPOSE](): void {
    this.close();
  }
}
