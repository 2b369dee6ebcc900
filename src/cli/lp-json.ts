// A solved model as JSON: figures for --json, and with every row and column by name for --output.
import { InfeasibilityCertificate, LpResult, LpSolution } from "../lp/result.ts";
import { LpModel } from "../mps/model.ts";
import { integerColumns } from "./lp-load.ts";
import { LpRun, solutionOf } from "./lp-run.ts";

/** The figures; `null` where the status leaves no point to have them. Residuals are the scaled ones, which decide on "optimal". */
export function lpFigures({ reading, result, engine, fallbackReason }: LpRun): object {
  const { model, format, notes } = reading;
  const solution = solutionOf(result);
  return {
    name: model.name,
    status: result.status,
    objective: solution?.objective ?? null,
    iterations: result.iterations,
    primalResidual: solution?.residuals.primal.scaled ?? null,
    dualResidual: solution?.residuals.dual.scaled ?? null,
    timeMs: result.timeMs,
    sense: model.sense,
    rows: model.rowNames.length,
    columns: model.colNames.length,
    nonzeros: model.value.length,
    integerColumnsRelaxed: integerColumns(reading).length,
    ...(result.status === "numericalTrouble" && { reason: result.reason }),
    engine,
    ...(fallbackReason !== undefined && { fallbackReason }),
    format,
    notes,
  };
}

/** The figures, and what the status comes with: a point with its multipliers, or the proof that there is none. */
export function lpSolution(run: LpRun): object {
  const { result, reading } = run;
  const solution = solutionOf(result);
  return {
    ...lpFigures(run),
    ...(solution !== undefined && pointJson(solution, reading.model)),
    ...proofJson(result, reading.model),
  };
}

export function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

function pointJson(solution: LpSolution, { rowNames, colNames }: LpModel): object {
  return {
    residuals: solution.residuals,
    primal: byName(colNames, solution.primal),
    reducedCosts: byName(colNames, solution.reducedCosts),
    rowActivity: byName(rowNames, solution.rowActivity),
    dual: byName(rowNames, solution.dual),
    basis: { columns: byName(colNames, solution.basis.columns), rows: byName(rowNames, solution.basis.rows) },
  };
}

function proofJson(result: LpResult, model: LpModel): object {
  if (result.status === "infeasible") return { certificate: infeasibilityJson(result.certificate, model) };
  if (result.status !== "unbounded") return {};
  return {
    certificate: { kind: result.certificate.kind, direction: byName(model.colNames, result.certificate.direction) },
    feasiblePoint: byName(model.colNames, result.feasiblePoint),
  };
}

function infeasibilityJson(certificate: InfeasibilityCertificate, { rowNames, colNames }: LpModel): object {
  if (certificate.kind === "farkas") {
    return { kind: certificate.kind, rowMultipliers: byName(rowNames, certificate.rowMultipliers) };
  }
  const { kind, of, index } = certificate;
  return { kind, of, name: (of === "row" ? rowNames : colNames)[index] };
}

/** fromEntries makes own properties of all names, "__proto__" included. */
function byName<Value>(names: readonly string[], values: ArrayLike<Value>): Record<string, Value> {
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}
