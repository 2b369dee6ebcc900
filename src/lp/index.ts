// Entry of `megalloc/lp`: linear programming on its own, and MPS files. Everything public, name by name.
export { MpsError, type MpsNote } from "../mps/error.ts";
export type { LpModel, LpSense } from "../mps/model.ts";
export { type MpsOptions, type MpsReading, readMps, readMpsWithNotes } from "../mps/read.ts";
export { type MpsWriteOptions, writeMps } from "../mps/write.ts";
export type { LpInput } from "./input.ts";
export type { LpSolveOptions } from "./options.ts";
export type { LpPhaseFigures, LpPhaseName, LpProfile } from "./profile.ts";
export type {
  InfeasibilityCertificate,
  LpBasis,
  LpBasisStatus,
  LpOutcome,
  LpResiduals,
  LpResult,
  LpResultStatus,
  LpSolution,
  RayCertificate,
  Violation,
} from "./result.ts";
export { LpSession, type LpSessionOptions } from "./session.ts";
export { solveLp } from "./solve-lp.ts";
export { LpInputError, type LpProblem } from "./validate.ts";
export { type CertificateCheck, checkFarkas, checkRay, recompute } from "./verify.ts";
export type { NewColumns, NewRows } from "./working-lp.ts";
