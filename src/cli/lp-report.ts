// A solved model as people read it: a short table, why there is no optimum, and what had to be interpreted.
import { InfeasibilityCertificate, LpResult } from "../lp/result.ts";
import { LpModel } from "../mps/model.ts";
import { Colours } from "./colours.ts";
import { counted, formatCount, formatElapsed, printable } from "./format.ts";
import { integerColumns, namesText } from "./lp-load.ts";
import { LpRun, solutionOf } from "./lp-run.ts";
import { textTable } from "./text-table.ts";

/** Notes written out in full; the rest are counted. */
const NOTES_SHOWN = 10;

/** Beyond this an objective's digits are rounding. */
const OBJECTIVE_DIGITS = 12;

const STATUS_WORDS: Record<LpResult["status"], string> = {
  optimal: "optimal",
  infeasible: "infeasible",
  unbounded: "unbounded",
  iterationLimit: "stopped by the iteration limit",
  timeLimit: "stopped by the time limit",
  numericalTrouble: "numerical trouble: nothing is proved",
};

/** The whole page. */
export function renderLp(run: LpRun, colours: Colours): string {
  const { reading, result } = run;
  const { model } = reading;
  const title = model.name === "" ? "unnamed model" : printable(model.name);
  const reason = reasonText(result, model);
  return [
    `${colours.bold(title)}: ${statusText(result, colours)}\n\n`,
    textTable([], tableRows(run), ["left", "left"]),
    reason === "" ? "" : `\n${reason}\n`,
    notesText(run, colours),
  ].join("");
}

/** "warning: ..." on integer columns taken as continuous; "" where there are none. */
export function relaxedWarning({ reading }: LpRun): string {
  const names = integerColumns(reading);
  if (names.length === 0) return "";
  return (
    `warning: integrality is ignored: ${counted(names.length, "integer column")} may take fractions ` +
    `(${namesText(names)}); this answers the linear relaxation, not the integer model`
  );
}

/** Why there is no optimum; "" when there is one. */
export function reasonText(result: LpResult, model: LpModel): string {
  switch (result.status) {
    case "optimal":
      return "";
    case "infeasible":
      return infeasibleText(result.certificate, model);
    case "unbounded": {
      const names = largestFirst(model.colNames, result.certificate.direction);
      const verb = model.sense === "max" ? "rises" : "falls";
      return `The objective ${verb} for ever along ${namesOf("column", names)}: bound one of them, or add a row that does.`;
    }
    case "iterationLimit":
      return "No optimum was reached in these iterations: raise --iterations.";
    case "timeLimit":
      return "No optimum was reached in this time: raise --time-limit.";
    case "numericalTrouble":
      return (
        `The figures are those of the point reached, which is not proved optimal: ${result.reason}. ` +
        "Coefficients of more even size help."
      );
  }
}

function statusText({ status }: LpResult, colours: Colours): string {
  const colour = status === "optimal" ? colours.green : status === "infeasible" ? colours.red : colours.yellow;
  return colour(STATUS_WORDS[status]);
}

function tableRows({ reading, result, engine }: LpRun): string[][] {
  const { model } = reading;
  const solution = solutionOf(result);
  const rows: string[][] = [["status", result.status]];
  if (solution !== undefined) {
    const sense = model.sense === "max" ? "maximised" : "minimised";
    rows.push(
      ["objective", `${Number(solution.objective.toPrecision(OBJECTIVE_DIGITS))} (${sense})`],
      ["primal residual", residualText(solution.residuals.primal.scaled)],
      ["dual residual", residualText(solution.residuals.dual.scaled)],
    );
  }
  const { rowNames, colNames, value } = model;
  rows.push(
    ["iterations", formatCount(result.iterations)],
    ["time", `${timeText(result.timeMs)} (${engine})`],
    [
      "size",
      [counted(rowNames.length, "row"), counted(colNames.length, "column"), counted(value.length, "nonzero")].join(
        ", ",
      ),
    ],
  );
  return rows;
}

function residualText(residual: number): string {
  return residual === 0 ? "0" : residual.toExponential(1);
}

/** Most models take less than what formatElapsed begins with. */
function timeText(ms: number): string {
  return ms < 99.95 ? `${ms.toFixed(1)} ms` : formatElapsed(ms);
}

function infeasibleText(certificate: InfeasibilityCertificate, model: LpModel): string {
  if (certificate.kind === "crossedBounds") {
    const { of, index } = certificate;
    const [names, lower, upper] =
      of === "row"
        ? [model.rowNames, model.rowLower, model.rowUpper]
        : [model.colNames, model.colLower, model.colUpper];
    const name = printable(names[index]);
    return `The lower bound of ${of} ${name}, ${lower[index]}, exceeds its upper bound, ${upper[index]}: correct one of them.`;
  }
  const names = largestFirst(model.rowNames, certificate.rowMultipliers);
  const together = names.length === 1 ? "cannot be met" : "cannot be met together";
  return `Within the columns' bounds ${namesOf("row", names)} ${together}: relax one of these rows or bounds.`;
}

/** Names of the entries that are not zero, the largest first. */
function largestFirst(names: readonly string[], values: Float64Array): string[] {
  const taking = names.map((_, index) => index).filter((index) => values[index] !== 0);
  taking.sort((a, b) => Math.abs(values[b]) - Math.abs(values[a]) || a - b);
  return taking.map((index) => names[index]);
}

function namesOf(noun: string, names: readonly string[]): string {
  return `${noun}${names.length === 1 ? "" : "s"} ${namesText(names)}`;
}

function notesText(run: LpRun, colours: Colours): string {
  const { notes } = run.reading;
  const lines = notes.slice(0, NOTES_SHOWN).map(({ line, note }) => `line ${line}: ${printable(note)}`);
  if (notes.length > NOTES_SHOWN)
    lines.push(`and ${counted(notes.length - NOTES_SHOWN, "further note")} (--json has all)`);
  if (run.fallbackReason !== undefined) lines.unshift(`WebAssembly cannot be had: ${printable(run.fallbackReason)}`);
  const warning = relaxedWarning(run);
  if (warning !== "") lines.unshift(colours.yellow(warning));
  return lines.length === 0 ? "" : `\nNotes:\n${lines.map((line) => `  ${line}\n`).join("")}`;
}
