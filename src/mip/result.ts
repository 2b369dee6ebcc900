// What solveMip returns. Told apart by `status`; a status claims only what was proved.

/** A violation as it stands, and relative to the largest term of the sum it belongs to (at least 1). */
export interface MipResiduals {
  /** Largest violation of a row or column bound. */
  readonly primal: { readonly absolute: number; readonly scaled: number };
  /** Largest distance of an integer column from a whole number: 0 in every solution returned. */
  readonly integrality: number;
}

/** A point that satisfies every row, bound and integrality of the model as given. */
export interface MipSolution {
  /** Including objectiveOffset. */
  readonly objective: number;
  /** Length cols. */
  readonly primal: Float64Array;
  /** Length rows: A x. */
  readonly rowActivity: Float64Array;
  readonly residuals: MipResiduals;
}

/** Nothing known satisfies the model. */
export interface NoMipSolution {
  readonly objective?: undefined;
  readonly primal?: undefined;
  readonly rowActivity?: undefined;
  readonly residuals?: undefined;
}

/** Why a solve ended before it proved anything; "aborted" is the caller's signal. */
export type MipLimit = "nodeLimit" | "iterationLimit" | "timeLimit" | "aborted" | "numericalTrouble";

export interface MipFigures {
  /**
   * No solution is better: a lower bound when minimising, an upper one when maximising. Infinite on the far side while nothing is
   * proved, on the near side where there is no solution.
   */
  readonly bound: number;
  /** |objective - bound| / |objective|; 0 where both are equal, Infinity without solution or bound. */
  readonly gap: number;
  /** Nodes of the tree processed. */
  readonly nodes: number;
  /** Simplex iterations, those of cuts, probes and heuristics included. */
  readonly iterations: number;
  readonly timeMs: number;
}

/**
 * "optimal": the solution is within the gap asked for. "infeasible": proved that there is none. "unbounded": the solution is one of
 * many, and the relaxation improves for ever. Everything else: cut short, with the best solution known, if any.
 */
export type MipResult = MipFigures &
  (
    | ({ readonly status: "optimal" | "unbounded" } & MipSolution)
    | ({ readonly status: "infeasible" } & NoMipSolution)
    | ({ readonly status: MipLimit } & (MipSolution | NoMipSolution))
  );

export type MipStatusName = MipResult["status"];

/** How far a solve is. */
export interface MipProgress extends MipFigures {
  /** Of the best solution; undefined before the first. */
  readonly objective: number | undefined;
  readonly openNodes: number;
}

/** A better solution, as it was found. */
export type MipIncumbent = MipFigures & MipSolution;
