// Entry of `megalloc/mip`: mixed-integer linear programming on its own, and MPS files. Everything public, name by name.
export { LpInputError as MipInputError, type LpProblem as MipProblem } from "../lp/validate.ts";
export { MpsError, type MpsNote } from "../mps/error.ts";
export type { LpModel as MipModel, LpSense as MipSense } from "../mps/model.ts";
export { type MpsOptions, type MpsReading, readMps, readMpsWithNotes } from "../mps/read.ts";
export { type MpsWriteOptions, writeMps } from "../mps/write.ts";
export type { MipInput } from "./input.ts";
export type { MipOptions } from "./options.ts";
export type {
  MipIncumbent,
  MipLimit,
  MipProgress,
  MipResiduals,
  MipResult,
  MipSolution,
  MipStatusName,
} from "./result.ts";
export { solveMip } from "./solve-mip.ts";
export { checkSolution } from "./verify.ts";
