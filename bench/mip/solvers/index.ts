// The solvers of the MIPLIB benchmark by name.
import { MilpSolver } from "../milp-run.ts";
import { solveByHighs } from "./highs.ts";
import { solveByOurs } from "./ours.ts";
import { solveByScip } from "./scip.ts";

export const MIP_SOLVERS: Readonly<Record<string, MilpSolver>> = {
  megalloc: solveByOurs,
  highs: solveByHighs,
  scip: solveByScip,
};
