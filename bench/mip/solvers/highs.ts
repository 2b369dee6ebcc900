// npm `highs`: HiGHS compiled to WASM, one thread, default options but for limits, gap, and that no coefficient is dropped.
import { type Highs, type HighsCallbackMap, type Model } from "highs";
import { LpModel } from "../../../src/mps/model.ts";
import { CpuClock } from "../../harness/cpu-clock.ts";
import { importRival } from "../../lp/engine.ts";
import { CurveRecorder } from "../curve.ts";
import { MilpLimits, MilpRun, MilpStatus } from "../milp-run.ts";

/** HiGHS' own clock is the wall's; it only ends what the callback cannot (long LPs), so it is this much looser: a busy machine is slow. */
const WALL_FACTOR = 9;

export async function solveByHighs(model: LpModel, limits: MilpLimits): Promise<MilpRun> {
  const loading = new CpuClock();
  const highs = await (await importRival<{ default: () => Promise<Highs> }>("highs")).default();
  const loadMs = loading.wallMs();
  const clock = new CpuClock();
  const recorder = new CurveRecorder(clock);
  const solver = open(highs, model, limits);
  const { callbackType } = highs.constants;
  const callbacks: HighsCallbackMap = {
    [callbackType.mipImprovingSolution]: ({ data }) => {
      recorder.add(data.mip_primal_bound ?? null, data.mip_dual_bound ?? null);
      return undefined;
    },
    [callbackType.mipLogging]: ({ data }) => {
      recorder.add(data.mip_primal_bound ?? null, data.mip_dual_bound ?? null);
      return undefined;
    },
    [callbackType.mipInterrupt]: (event) => {
      if (clock.cpuMs() >= limits.cpuSeconds * 1000) event.interrupt();
      return undefined;
    },
  };
  solver.run(callbacks);
  const outcome = read(highs, solver);
  recorder.add(outcome.objective, outcome.bound);
  return { ...outcome, curve: recorder.curve(), loadMs, cpuMs: clock.cpuMs(), wallMs: clock.wallMs() };
}

function open(highs: Highs, model: LpModel, limits: MilpLimits): Model {
  const { objectiveSense, variableType } = highs.constants;
  const [numRows, numCols] = [model.rowLower.length, model.cost.length];
  const solver = highs.createModel();
  solver.options.set({
    output_flag: false,
    time_limit: WALL_FACTOR * limits.cpuSeconds,
    mip_rel_gap: limits.gap,
    small_matrix_value: 1e-12,
  });
  solver.passModel({
    numRows,
    numCols,
    sense: model.sense === "max" ? objectiveSense.maximize : objectiveSense.minimize,
    offset: model.objectiveOffset,
    colCost: model.cost,
    colLower: model.colLower,
    colUpper: model.colUpper,
    rowLower: model.rowLower,
    rowUpper: model.rowUpper,
    matrix: { format: "csc", numRows, numCols, starts: model.colStart, indices: model.rowIndex, values: model.value },
    ...(model.integer.includes(1) && {
      integrality: Array.from(model.integer, (flag) => (flag === 1 ? variableType.integer : variableType.continuous)),
    }),
  });
  return solver;
}

function read(highs: Highs, solver: Model): Pick<MilpRun, "status" | "objective" | "bound" | "values" | "nodes"> {
  const names = highs.constants.modelStatus;
  const status = solver.getModelStatus();
  const known: MilpStatus =
    status === names.optimal
      ? "optimal"
      : status === names.infeasible
        ? "infeasible"
        : status === names.unbounded
          ? "unbounded"
          : "limit";
  const bound = Number(solver.info.get("mip_dual_bound"));
  const nodes = Number(solver.info.get("mip_node_count"));
  // 2 = feasible, of HiGHS' SolutionStatus.
  const hasPoint = Number(solver.info.get("primal_solution_status")) === 2;
  return {
    status: known,
    objective: hasPoint ? solver.getObjectiveValue() : null,
    bound: Number.isFinite(bound) ? bound : null,
    values: hasPoint ? Float64Array.from(solver.getSolution().colValue) : null,
    nodes,
  };
}

/** The point with integers rounded and the rest solved anew, tightly; null where rounding breaks a row. */
export async function polish(model: LpModel, values: Float64Array): Promise<Float64Array | null> {
  const highs = await (await importRival<{ default: () => Promise<Highs> }>("highs")).default();
  const rounded = (bounds: Float64Array): Float64Array =>
    bounds.map((bound, col) => (model.integer[col] === 1 ? Math.round(values[col]) : bound));
  const integer = new Uint8Array(model.integer.length);
  const [colLower, colUpper] = [rounded(model.colLower), rounded(model.colUpper)];
  const lp = { ...model, colLower, colUpper, integer };
  const solver = open(highs, lp, { cpuSeconds: 60, gap: 0 });
  solver.options.set({ primal_feasibility_tolerance: 1e-9, dual_feasibility_tolerance: 1e-9 });
  solver.run();
  const isOptimal = solver.getModelStatus() === highs.constants.modelStatus.optimal;
  return isOptimal ? Float64Array.from(solver.getSolution().colValue) : null;
}
