// Entry of `megalloc`: everything public, name by name.

export type { Commitment, Commitments } from "./compile/commit.ts";
export type { KeptDecisions, SolveConstraints } from "./compile/constraints.ts";
export type { Engine, EngineKind } from "./engine/engine.ts";
export { createEngine, type EngineChoice, type EngineOptions } from "./engine/load.ts";
export {
  CancelledError,
  ClosedError,
  InputLimitError,
  InternalError,
  MemoryLimitError,
  OptionError,
  QueueFullError,
  type Replay,
  WorkerCrashError,
} from "./errors.ts";
export { createOptimizer } from "./optimizer/create-optimizer.ts";
export type { Optimizer, OptimizerStats, RunningSolve } from "./optimizer/optimizer.ts";
export type { InputLimits, OptimizeOptions, OptimizerOptions } from "./optimizer/optimizer-options.ts";
export { type AuditedPlan, type AuditResult, auditPlan } from "./plan/audit.ts";
export type {
  BuildDecision,
  ContractDecision,
  DebtDecision,
  Decisions,
  ExpansionDecision,
  Objective,
  OrderDecision,
  Placement,
  Plan,
  PlanStatus,
  SolvedPlan,
  StopReason,
  UnsolvedObjective,
  UnsolvedPlan,
} from "./plan/plan.ts";
export { formatPlanProblems, type PlanProblem } from "./plan/plan-problem.ts";
export { planJsonSchema } from "./plan/plan-schema.ts";
export { type PlanReading, readPlan, readPlanText } from "./plan/read-plan.ts";
export type { PlanSections } from "./plan/sections-schema.ts";
export type { Violation } from "./plan/violation.ts";
export { createPoolSolver } from "./pool-solver.ts";
export { portfolioJsonSchema } from "./portfolio/json-schema.ts";
export { type ParseResult, parsePortfolio, parsePortfolioText } from "./portfolio/parse.ts";
export { formatProblems, type Problem } from "./portfolio/problem.ts";
export type {
  Contract,
  Expansion,
  Hall,
  Lot,
  Platform,
  Portfolio,
  PortfolioInput,
  Series,
  Site,
} from "./portfolio/schema.ts";
export type { ResolveNote } from "./resolve/note.ts";
export { readPortfolioText, type SourceResult } from "./resolve/read-portfolio.ts";
export { type Resolution, type ResolveOptions, resolvePortfolio } from "./resolve/resolve.ts";
export type { Edit } from "./session/edit.ts";
export { EditError } from "./session/edit-error.ts";
export type { JsonPatch, JsonPatchOperation } from "./session/json-patch.ts";
export type { Session } from "./session/session.ts";
export { type SolveSyncOptions, solve, solveSync } from "./solve.ts";
export type { Progress, SolveOptions } from "./solve-options.ts";
export { VERSION } from "./version.ts";
export { createWarmSolver } from "./warm-solver.ts";
