// Entry of `megalloc/answers`: questions to a portfolio and its plan, name by name.

export { type Aim, type Alternative, type Simplicity, simplerPlans } from "./alternatives/simpler-plans.ts";
export { type Baseline, type BaselineName, baselines } from "./compare/baselines.ts";
export { type SiteAlternative, type SiteAnswer, type SiteUse, siteAlternatives } from "./compare/site-alternatives.ts";
export { type Conflict, type Conflicts, findConflicts, type Repair } from "./conflicts/conflicts.ts";
export type { Limit } from "./conflicts/limits.ts";
export { type Change, type ContractChange, diffPlans, type PlaceChange, type PlanDiff } from "./diff/plan-diff.ts";
export { applyEdits, type EditResult, type ValueChange } from "./edits/apply.ts";
export { type EditProblem, formatEditProblems } from "./edits/edit-problem.ts";
export type { BreakEven, BreakEvenResult, PriceCheck } from "./explain/break-even.ts";
export {
  type ContractExplanation,
  type ExplainOptions,
  explainContract,
  type TermFlip,
} from "./explain/explain-contract.ts";
export type { ResourceNeed } from "./explain/needs.ts";
export type { TermName } from "./explain/terms.ts";
export { type IdleRow, idleCapacity, type Reason } from "./idle/idle-capacity.ts";
export {
  type BusinessKpis,
  businessKpis,
  type Concentration,
  type PeriodFigures,
  type Share,
  type SiteFigures,
  type UseFigures,
} from "./kpi/business.ts";
export type { Use } from "./kpi/slices.ts";
export { type ContractDraft, type Quote, quote } from "./quote/quote.ts";
export { AnswerError, adopt, neverWorse, QuestionError, type Solver } from "./solver.ts";
export { type Tornado, type TornadoBar, type TornadoInput, tornado, usualInputs } from "./tornado/tornado.ts";
export { type ValueSource, valueBySource } from "./value-sources.ts";
export type { Keep, NotKept } from "./whatif/keep.ts";
export { type WhatIf, type WhatIfOptions, type WhatIfResult, whatIf } from "./whatif/what-if.ts";
export {
  type HeatRow,
  type MoreOf,
  priceHeatMap,
  type Resource,
  type Worth,
  withMore,
  worthOf,
} from "./worth/worth.ts";
