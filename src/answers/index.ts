// Entry of `megalloc/answers`: questions to a portfolio and its plan, name by name.

export { type Change, type ContractChange, diffPlans, type PlaceChange, type PlanDiff } from "./diff/plan-diff.ts";
export { applyEdits, type EditResult, type ValueChange } from "./edits/apply.ts";
export { type EditProblem, formatEditProblems } from "./edits/edit-problem.ts";
export { AnswerError, adopt, neverWorse, type Solver } from "./solver.ts";
export { type WhatIf, type WhatIfResult, whatIf } from "./whatif/what-if.ts";
