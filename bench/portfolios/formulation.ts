// A portfolio as a mixed-integer model for other solvers, and their solution as decisions.
import { LpModel } from "../../src/mps/model.ts";
import { Decisions } from "../../src/plan/plan.ts";

export interface Formulation {
  readonly model: LpModel;
  /** Writing it down showed that there is no plan; the model is not to be solved then. */
  readonly isInfeasible: boolean;
  /** USD of an objective value or bound of the model. */
  usd(objective: number): number;
  /** Decisions of a solution; null where they cannot be read from it. */
  decisions(values: Float64Array): Decisions | null;
}
