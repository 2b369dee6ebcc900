// Entry of `megalloc/robust`: one plan for many futures, name by name.
export type { FutureInput } from "./futures.ts";
export type { NowDecisions } from "./now-space.ts";
export type { RobustOptions, RobustProgress } from "./robust-options.ts";
export { type RobustOutcome, type RobustPlan, type RobustScenario, robustPlan } from "./robust-plan.ts";
export type { RobustSolver } from "./work.ts";
