// A solved mixed-integer model as people and programs read it, and the live line while it is being solved.
import { EngineKind } from "../engine/engine.ts";
import { MipProgress, MipResult } from "../mip/result.ts";
import { MpsReading } from "../mps/read.ts";
import { Colours } from "./colours.ts";
import { counted, formatCount, formatElapsed, formatPercent, printable } from "./format.ts";
import { textTable } from "./text-table.ts";

/** One solved model: all that the reports of `megalloc mip` are made of. */
export interface MipRun {
  readonly reading: MpsReading;
  readonly result: MipResult;
  readonly engine: EngineKind;
  /** Why the JS engine stood in for WASM; absent otherwise. */
  readonly fallbackReason?: string | undefined;
}

/** Beyond this an objective's digits are rounding. */
const OBJECTIVE_DIGITS = 12;

const STATUS_WORDS: Record<MipResult["status"], string> = {
  optimal: "optimal",
  infeasible: "infeasible",
  unbounded: "unbounded",
  nodeLimit: "stopped by the node limit",
  iterationLimit: "stopped by the iteration limit",
  timeLimit: "stopped by the time limit",
  aborted: "stopped",
  numericalTrouble: "numerical trouble: the bound is all that is proved",
};

function numberText(value: number): string {
  return String(Number(value.toPrecision(OBJECTIVE_DIGITS)));
}

/** JSON has no infinity. */
function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** The figures; `null` where there is none. */
export function mipFigures({ reading, result, engine, fallbackReason }: MipRun): object {
  const { model, format, notes } = reading;
  return {
    name: model.name,
    status: result.status,
    objective: finite(result.objective),
    bound: finite(result.bound),
    gap: finite(result.gap),
    nodes: result.nodes,
    iterations: result.iterations,
    primalResidual: finite(result.residuals?.primal.scaled),
    timeMs: result.timeMs,
    sense: model.sense,
    rows: model.rowNames.length,
    columns: model.colNames.length,
    nonzeros: model.value.length,
    integerColumns: model.integer.reduce((sum, isInteger) => sum + isInteger, 0),
    engine,
    ...(fallbackReason !== undefined && { fallbackReason }),
    format,
    notes,
  };
}

/** The figures and the best solution, if any, by name. */
export function mipSolution(run: MipRun): object {
  const { result, reading } = run;
  const { rowNames, colNames } = reading.model;
  if (result.primal === undefined) return mipFigures(run);
  return {
    ...mipFigures(run),
    residuals: result.residuals,
    primal: byName(colNames, result.primal),
    rowActivity: byName(rowNames, result.rowActivity),
  };
}

/** fromEntries makes own properties of all names, "__proto__" included. */
function byName(names: readonly string[], values: Float64Array): Record<string, number> {
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}

/** Why there is no proved optimum; "" when there is one. */
export function mipReasonText({ status, primal, gap }: MipResult): string {
  const found =
    primal === undefined ? "no solution was found" : `the best solution found is ${gapText(gap)} from the bound`;
  switch (status) {
    case "optimal":
      return "";
    case "infeasible":
      return "no choice of the integer columns satisfies the rows: relax rows or bounds.";
    case "unbounded":
      return "the objective improves for ever: bound the columns it consists of.";
    case "nodeLimit":
      return `${found}: raise --nodes.`;
    case "iterationLimit":
      return `${found}: raise --iterations.`;
    case "timeLimit":
      return `${found}: raise --time-limit.`;
    case "aborted":
      return `${found} when it was stopped.`;
    case "numericalTrouble":
      return `${found}, and some of the tree could not be decided: coefficients of more even size help.`;
  }
}

function gapText(gap: number): string {
  return Number.isFinite(gap) ? formatPercent(gap) : "any distance";
}

/** The whole page. */
export function renderMip(run: MipRun, colours: Colours): string {
  const { result, reading } = run;
  const { model } = reading;
  const title = model.name === "" ? "unnamed model" : printable(model.name);
  const colour =
    result.status === "optimal" ? colours.green : result.status === "infeasible" ? colours.red : colours.yellow;
  const reason = mipReasonText(result);
  return [
    `${colours.bold(title)}: ${colour(STATUS_WORDS[result.status])}\n\n`,
    textTable([], tableRows(run), ["left", "left"]),
    reason === "" ? "" : `\n${reason}\n`,
    notesText(run),
  ].join("");
}

function tableRows({ reading, result, engine }: MipRun): string[][] {
  const { model } = reading;
  const rows: string[][] = [["status", result.status]];
  if (result.objective !== undefined) {
    rows.push(["objective", `${numberText(result.objective)} (${model.sense === "max" ? "maximised" : "minimised"})`]);
  }
  if (Number.isFinite(result.bound)) rows.push(["bound", numberText(result.bound)]);
  if (Number.isFinite(result.gap)) rows.push(["gap", formatPercent(result.gap)]);
  const integers = model.integer.reduce((sum, isInteger) => sum + isInteger, 0);
  const sizes = [
    counted(model.rowNames.length, "row"),
    `${counted(model.colNames.length, "column")} (${formatCount(integers)} integer)`,
    counted(model.value.length, "nonzero"),
  ];
  rows.push(
    ["nodes", formatCount(result.nodes)],
    ["iterations", formatCount(result.iterations)],
    ["time", `${formatElapsed(result.timeMs)} (${engine})`],
    ["size", sizes.join(", ")],
  );
  return rows;
}

function notesText({ reading, fallbackReason }: MipRun): string {
  const lines = reading.notes.map(({ line, note }) => `line ${line}: ${printable(note)}`);
  const shown = lines.slice(0, 10);
  if (lines.length > shown.length) shown.push(`and ${counted(lines.length - shown.length, "further note")}`);
  if (fallbackReason !== undefined) shown.unshift(`WebAssembly cannot be had: ${printable(fallbackReason)}`);
  return shown.length === 0 ? "" : `\nNotes:\n${shown.map((line) => `  ${line}\n`).join("")}`;
}

/** The live line, at most `width` columns. */
export function mipProgressText(progress: MipProgress, width: number): string {
  const { objective, bound, gap, nodes, openNodes, timeMs } = progress;
  const text = [
    `objective ${objective === undefined ? "-" : numberText(objective)}`,
    `bound ${Number.isFinite(bound) ? Number(bound.toPrecision(8)) : "-"}`,
    `gap ${Number.isFinite(gap) ? formatPercent(gap) : "-"}`,
    formatElapsed(timeMs),
    `${counted(nodes, "node")} (${formatCount(openNodes)} open)`,
  ].join("  ");
  return text.slice(0, Math.max(0, width));
}
