// The condensed LPs of the shared portfolios (the kernel's own relaxation at the root), as plain models that any solver can take.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CscBuilder } from "../../assembly/alloc/csc-builder.ts";
import { Instance } from "../../assembly/alloc/instance.ts";
import { Reach } from "../../assembly/alloc/preprocess.ts";
import { RelaxBuild } from "../../assembly/alloc/relax-build.ts";
import { compile } from "../../src/compile/compile.ts";
import { LpModel } from "../../src/mps/model.ts";
import { parsePortfolioText } from "../../src/portfolio/parse.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";

const PORTFOLIOS = resolve(import.meta.dirname, "../../../shared/portfolios");

/** Throws where the shared portfolios are absent or the portfolio is not valid. */
export function sharedPortfolio(name: string): Portfolio {
  const file = join(PORTFOLIOS, `${name}.json`);
  if (!existsSync(file)) throw new Error(`the benchmark needs ../shared/portfolios/${name}.json beside the repository`);
  const parsed = parsePortfolioText(readFileSync(file, "utf8"));
  if (!parsed.ok) throw new Error(`${file}: ${parsed.problems[0].message}`);
  return parsed.portfolio;
}

/** The LP after preprocessing; minimises minus the value in the kernel's unit of money. */
export function condensedLp(portfolio: Portfolio): LpModel {
  const { ints, floats } = compile(portfolio);
  const instance = new Instance(ints, floats);
  const build = new RelaxBuild(instance, new Reach(instance), instance.serveUsd.length, true);
  return plainModel(portfolio.name, build.lp);
}

/** What the builder holds, with names made up. */
export function plainModel(name: string, lp: CscBuilder): LpModel {
  const { rows, cols, entries } = lp;
  return {
    name,
    objectiveName: "minusValue",
    sense: "min",
    objectiveOffset: 0,
    cost: lp.cost.slice(0, cols),
    colStart: lp.start.slice(0, cols + 1),
    rowIndex: lp.index.slice(0, entries),
    value: lp.value.slice(0, entries),
    rowLower: lp.rowLower.slice(0, rows),
    rowUpper: lp.rowUpper.slice(0, rows),
    colLower: lp.lower.slice(0, cols),
    colUpper: lp.upper.slice(0, cols),
    integer: new Uint8Array(cols),
    rowNames: Array.from({ length: rows }, (_, row) => `r${row}`),
    colNames: Array.from({ length: cols }, (_, col) => `x${col}`),
  };
}
