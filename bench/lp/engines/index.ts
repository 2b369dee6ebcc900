// The solvers of the benchmark by name.
import { BenchEngine } from "../engine.ts";
import { GlpkEngine } from "./glpk.ts";
import { HighsEngine } from "./highs.ts";
import { JsLpSolverEngine } from "./jslpsolver.ts";
import { OrToolsEngine } from "./ortools.ts";
import { OurEngine } from "./ours.ts";
import { YalpsEngine } from "./yalps.ts";

export interface EngineEntry {
  /** Parts of the benchmark it takes part in. */
  readonly parts: readonly ("netlib" | "condensed")[];
  /** Package in bench/package.json; "" = this project. */
  readonly package: string;
  readonly make: () => BenchEngine;
}

const BOTH = ["netlib", "condensed"] as const;
/** Settings that pay on the condensed LPs only. */
const CONDENSED = ["condensed"] as const;

export const ENGINES: Readonly<Record<string, EngineEntry>> = {
  "megalloc-wasm": { parts: BOTH, package: "", make: () => new OurEngine("wasm") },
  "megalloc-js": { parts: BOTH, package: "", make: () => new OurEngine("js") },
  highs: { parts: BOTH, package: "highs", make: () => new HighsEngine() },
  "highs, no presolve": { parts: CONDENSED, package: "highs", make: () => new HighsEngine("off") },
  glop: { parts: BOTH, package: "or-tools-wasm", make: () => new OrToolsEngine("GLOP") },
  "glop, dual simplex": { parts: CONDENSED, package: "or-tools-wasm", make: () => new OrToolsEngine("GLOP", "dual") },
  clp: { parts: BOTH, package: "or-tools-wasm", make: () => new OrToolsEngine("CLP") },
  glpk: { parts: BOTH, package: "glpk.js", make: () => new GlpkEngine() },
  "glpk, no presolve": { parts: CONDENSED, package: "glpk.js", make: () => new GlpkEngine(false) },
  yalps: { parts: BOTH, package: "yalps", make: () => new YalpsEngine() },
  "javascript-lp-solver": { parts: BOTH, package: "javascript-lp-solver", make: () => new JsLpSolverEngine() },
};
