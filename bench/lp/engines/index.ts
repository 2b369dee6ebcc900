// The solvers of the benchmark by name.
import { BenchEngine } from "../engine.ts";
import { GlpkEngine } from "./glpk.ts";
import { HighsEngine } from "./highs.ts";
import { JsLpSolverEngine } from "./jslpsolver.ts";
import { OrToolsEngine } from "./ortools.ts";
import { OurEngine } from "./ours.ts";
import { YalpsEngine } from "./yalps.ts";

export interface EngineEntry {
  /** Package in bench/package.json; "" = this project. */
  readonly package: string;
  readonly make: () => BenchEngine;
}

export const ENGINES: Readonly<Record<string, EngineEntry>> = {
  "megalloc-wasm": { package: "", make: () => new OurEngine("wasm") },
  "megalloc-js": { package: "", make: () => new OurEngine("js") },
  highs: { package: "highs", make: () => new HighsEngine() },
  glop: { package: "or-tools-wasm", make: () => new OrToolsEngine("GLOP") },
  clp: { package: "or-tools-wasm", make: () => new OrToolsEngine("CLP") },
  glpk: { package: "glpk.js", make: () => new GlpkEngine() },
  yalps: { package: "yalps", make: () => new YalpsEngine() },
  "javascript-lp-solver": { package: "javascript-lp-solver", make: () => new JsLpSolverEngine() },
};
