// Re-solve after one edit: warm in a tenth of the moves a solve from scratch gets, on the shared portfolios named on the command line.
//   npx tsx bench/session/run.ts medium-2,large-1 600        (names, moves of the solve from scratch)
import { readFileSync } from "node:fs";
import type { WarmState } from "../../src/compile/warm-state.ts";
import { createEngine } from "../../src/engine/load.ts";
import { type Portfolio, portfolioSchema } from "../../src/portfolio/schema.ts";
import { type SolveOutcome, solveWithin } from "../../src/solve.ts";

const [names = "medium-1,medium-2", movesText = "600"] = process.argv.slice(2);
const moves = Number(movesText);
const engine = await createEngine();

interface Measured {
  readonly outcome: SolveOutcome;
  readonly cpuMs: number;
}

async function measured(portfolio: Portfolio, moveLimit: number, warm?: WarmState): Promise<Measured> {
  const before = process.cpuUsage();
  const host = { engine: async () => engine, keepsWarm: true, ...(warm !== undefined && { warm }) };
  const outcome = await solveWithin(portfolio, { moveLimit, gap: 0 }, host);
  const { user, system } = process.cpuUsage(before);
  return { outcome, cpuMs: Math.round((user + system) / 1000) };
}

/** The middle one of the accepted contracts. */
function chosen({ plan }: SolveOutcome): string {
  const accepted = plan.contracts.filter((contract) => contract.accepted);
  return accepted[accepted.length >> 1].id;
}

const EDITS: Record<string, (draft: Portfolio, id: string) => void> = {
  "price - 20 %": (draft, id) => {
    for (const contract of draft.contracts) if (contract.id === id) contract.usdPerUnitMonth *= 0.8;
  },
  "contract withdrawn": (draft, id) => {
    draft.contracts = draft.contracts.filter((contract) => contract.id !== id);
  },
  "firm power of a site halved": ({ sites }) => {
    const [{ firmMw }] = sites;
    if (typeof firmMw === "number") sites[0].firmMw = firmMw / 2;
    else for (const month of Object.keys(firmMw)) firmMw[month] /= 2;
  },
};

const money = ({ outcome }: Measured): string => ((outcome.plan.objective.valueUsd ?? Number.NaN) / 1e6).toFixed(1);

console.log(
  "| portfolio | edit | warm M$ (CPU ms) | from scratch M$ (CPU ms) | warm / scratch |\n|---|---|---|---|---|",
);
for (const name of names.split(",")) {
  const file = new URL(`../../../shared/portfolios/${name}.json`, import.meta.url);
  const portfolio = portfolioSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const base = await measured(portfolio, moves);
  for (const [words, edit] of Object.entries(EDITS)) {
    const edited = structuredClone(portfolio);
    edit(edited, chosen(base.outcome));
    const warm = await measured(edited, Math.round(moves / 10), base.outcome.warm);
    const cold = await measured(edited, moves);
    const ratio = (warm.outcome.plan.objective.valueUsd ?? 0) / (cold.outcome.plan.objective.valueUsd ?? 1);
    console.log(
      `| ${name} | ${words} | ${money(warm)} (${warm.cpuMs}) | ${money(cold)} (${cold.cpuMs}) | ${ratio.toFixed(4)} |`,
    );
  }
}
