// What-if questions, as the command line answers them.
import { whatIf } from "../../src/answers/whatif/what-if.ts";
import { cpuSolver } from "./cpu-solver.ts";
import { WhatIfRecord } from "./record.ts";
import { AnswerBase, Effort } from "./subject.ts";

export const QUESTIONS: Record<string, readonly string[]> = {
  "deliveries slip two quarters": ["backlog[*].arrives+=6mo"],
  "energisation slips six months": ["sites[*].firmMw+=6mo"],
  "10 % less power": ["sites[*].firmMw*=0.9"],
  "hash price halves": ["sites[*].flexible[*].usdPerMwh*=50%"],
  "capex +20 %": ["sites[*].halls[*].build.capexUsdPerMw+=20%"],
  "all at once": [
    "backlog[*].arrives+=6mo",
    "sites[*].firmMw*=0.9",
    "sites[*].flexible[*].usdPerMwh*=50%",
    "sites[*].halls[*].build.capexUsdPerMw+=20%",
  ],
};

export async function measureWhatIf(
  { name, portfolio, plan }: AnswerBase,
  effort: Effort,
  question: string,
): Promise<Omit<WhatIfRecord, "key" | "run">> {
  const edits = QUESTIONS[question];
  const solver = cpuSolver(effort.whatIf, effort.gap);
  const answer = await whatIf(portfolio, plan, edits, solver.solve);
  if (!answer.ok) throw new Error(`${name}, ${question}: ${answer.problems.map(({ message }) => message).join("; ")}`);
  return {
    kind: "whatIf",
    portfolio: name,
    edits,
    cpuMs: solver.cpuMs(),
    solves: solver.solves(),
    status: answer.plan.status,
    gap: answer.plan.objective.gap,
    replanningUsd: answer.replanningUsd,
  };
}
