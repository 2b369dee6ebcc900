// The textbook MILP of MODEL.md sections 3-5, written from the model alone and solved by HiGHS: the reference optimum for tests and
// benchmarks. It shares nothing with src/compile or assembly (of src it imports types only), is as plain as a formulation can be, and
// is slow for it: seconds for a small portfolio, minutes for a medium one.
//
// Per contract and start period: an acceptance binary, f, v and one share w per eligible (site, hall, platform). Per (site, hall,
// platform, period): MW in use and installed. Module integers, expansion binaries per start period, lot fractions, debt draws, and
// leftover power sold per (site, period, block, buyer). See textbook-columns.ts and textbook-rows.ts.

import { type Highs } from "highs";
import { type Decisions } from "../../src/plan/plan.ts";
import { type Portfolio } from "../../src/portfolio/schema.ts";
import { loadSolver, type SolverOptions, type SolverResult, solveModel } from "./highs-model.ts";
import { type TextbookColumns, textbookColumns } from "./textbook-columns.ts";
import { decodeTextbook } from "./textbook-decode.ts";
import { type FixedDecisions, fixDecisions } from "./textbook-fix.ts";
import { addTextbookRows } from "./textbook-rows.ts";
import { capexValue, USD_PER_MILLION } from "./textbook-terms.ts";

export interface TextbookOptions extends SolverOptions {
  /** Decisions taken beforehand; see FixedDecisions. */
  fixed?: FixedDecisions;
}

export interface TextbookResult {
  /** "optimal": within the requested gap (default 1e-9). "unknown": stopped by the time limit without a plan. */
  status: "optimal" | "feasible" | "infeasible" | "unknown";
  /** USD; null without a plan. */
  valueUsd: number | null;
  /** Proven upper bound, USD: Infinity when none is known, null when infeasible. */
  boundUsd: number | null;
  /** (boundUsd - valueUsd) / max(1, |valueUsd|); null without a plan. */
  gap: number | null;
  /** Capex and residual of the committed lots, USD (negative). */
  sunkUsd: number;
  decisions: Decisions | null;
  /** Fixed decisions that no plan can take; not empty only when infeasible. */
  impossible: string[];
  seconds: number;
  nodes: number;
  columns: number;
  rows: number;
}

/** Maximises valueUsd of MODEL.md over all plans (or those with the fixed decisions). Throws only when HiGHS itself fails. */
export async function solveTextbook(portfolio: Portfolio, options: TextbookOptions = {}): Promise<TextbookResult> {
  const highs = await loadSolver();
  const began = performance.now();
  const columns = textbookColumns(portfolio);
  addTextbookRows(columns);
  const impossible = options.fixed ? fixDecisions(columns, options.fixed) : [];
  const solved: SolverResult =
    impossible.length > 0
      ? { status: "infeasible", values: null, objective: Number.NaN, bound: Number.NEGATIVE_INFINITY, nodes: 0 }
      : solveModel(highs, columns.model, options);
  const values = solved.values && polish(highs, columns, solved.values, options);
  const valueUsd = values === null ? null : objectiveOf(columns, values) * USD_PER_MILLION;
  const isInfeasible = solved.status === "infeasible";
  const bound = solved.bound * USD_PER_MILLION;
  const boundUsd = isInfeasible ? null : valueUsd === null ? bound : Math.max(bound, valueUsd);
  return {
    status: statusOf(solved),
    valueUsd,
    boundUsd,
    gap: valueUsd === null || boundUsd === null ? null : (boundUsd - valueUsd) / Math.max(1, Math.abs(valueUsd)),
    sunkUsd: sunkUsd(columns),
    decisions: values && decodeTextbook(columns, values),
    impossible,
    seconds: (performance.now() - began) / 1000,
    nodes: solved.nodes,
    columns: columns.model.cost.length,
    rows: columns.model.rows.length,
  };
}

function statusOf({ status, values }: SolverResult): TextbookResult["status"] {
  if (status !== "limit") return status;
  return values ? "feasible" : "unknown";
}

/**
 * Branch and bound stops with binaries such as 1 - 1e-9, which leak into shares. Rounding them and solving the remaining LP gives the
 * exact vertex. Where rounding breaks a row (nothing seen so far) the unpolished point is kept.
 */
function polish(highs: Highs, columns: TextbookColumns, values: Float64Array, options: SolverOptions): Float64Array {
  const { model } = columns;
  const rounded = (bounds: number[]): number[] =>
    bounds.map((bound, col) => (model.integer[col] ? Math.round(values[col]) : bound));
  const lp = {
    ...model,
    lower: rounded(model.lower),
    upper: rounded(model.upper),
    integer: model.cost.map(() => false),
  };
  const { timeLimitSeconds: _, ...withoutLimit } = options;
  return solveModel(highs, lp, withoutLimit).values ?? values;
}

function objectiveOf({ model }: TextbookColumns, values: Float64Array): number {
  return model.cost.reduce((sum, cost, col) => sum + cost * values[col], model.offset);
}

function sunkUsd({ context }: TextbookColumns): number {
  const { portfolio, calendar } = context;
  let usd = 0;
  for (const lot of portfolio.backlog) {
    const arrives = calendar.at(lot.arrives);
    if (!lot.committed || arrives >= calendar.periods) continue;
    usd += lot.racks * lot.usdPerRack * capexValue(context, arrives, arrives, lot.lifeYears);
  }
  return usd;
}
