// Solves reference portfolios with the textbook MILP, one after another, and writes each plan as NAME.json:
//   npx tsx test/oracle/write-plans.ts <folder> <seconds per portfolio> <name>...
// Prints one line per portfolio: status, value, bound, seconds, and what the audit says.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { auditPlan } from "../../src/plan/audit.ts";
import { type Plan } from "../../src/plan/plan.ts";
import { type Portfolio } from "../../src/portfolio/schema.ts";
import { sharedPortfolio } from "../support/shared-portfolios.ts";
import { solveTextbook, type TextbookResult } from "./textbook-milp.ts";

/** The plan file of a result (MODEL.md section 6), without derived sections. */
function planOf(portfolio: Portfolio, result: TextbookResult): Plan {
  const head = { schema: "megalloc/plan@1" as const, portfolio: portfolio.name };
  const { status, valueUsd, sunkUsd, decisions, gap } = result;
  const boundUsd = Number.isFinite(result.boundUsd) ? result.boundUsd : null;
  if (status === "optimal" || status === "feasible") {
    const npvUsd = valueUsd! + sunkUsd;
    const objective = { valueUsd: valueUsd!, boundUsd, gap: boundUsd === null ? null : gap, sunkUsd, npvUsd };
    return { ...head, status, stopReason: status === "optimal" ? "gap" : "timeLimit", objective, ...decisions! };
  }
  const objective = { valueUsd: null, boundUsd, gap: null, sunkUsd, npvUsd: null };
  const nothing = { contracts: [], builds: [], expansions: [], orders: [], debt: [] };
  return { ...head, status, stopReason: status === "infeasible" ? "infeasible" : "timeLimit", objective, ...nothing };
}

async function main([folder, seconds, ...names]: string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const portfolio = sharedPortfolio(name);
    const result = await solveTextbook(portfolio, { timeLimitSeconds: Number(seconds) });
    const plan = planOf(portfolio, result);
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(plan, null, 1)}\n`);
    const audit = result.decisions && auditPlan(portfolio, plan);
    const verdict = audit ? `audit: ${audit.violations.length} violations, ${audit.value.valueUsd}` : "no plan";
    console.log(
      [name, result.status, result.valueUsd, result.boundUsd, result.gap, result.seconds.toFixed(1), verdict].join(
        "\t",
      ),
    );
  }
}

await main(process.argv.slice(2));
