// SCIP of npm `or-tools-wasm` through MPSolver, one thread, default parameters but for limit and gap. It tells of no incumbents on its
// way, so its curve has the end alone; its time limit is the wall's.
import { LpModel } from "../../../src/mps/model.ts";
import { CpuClock } from "../../harness/cpu-clock.ts";
import { importRival } from "../../lp/engine.ts";
import { CurveRecorder } from "../curve.ts";
import { MilpLimits, MilpRun, MilpStatus } from "../milp-run.ts";

interface Variable {
  SolutionValue(): number;
}

interface Objective {
  SetCoefficient(variable: Variable, coefficient: number): void;
  SetOffset(offset: number): void;
  SetOptimizationDirection(maximise: boolean): void;
  Value(): number;
  BestBound(): number;
}

interface Parameters {
  SetDoubleParam(parameter: number, value: number): void;
}

interface Solver {
  Var(lower: number, upper: number, integer: boolean, name: string): Variable;
  Constraint(
    lower: number,
    upper: number,
    name: string,
  ): {
    SetCoefficient(variable: Variable, coefficient: number): void;
  };
  Objective(): Objective;
  SetTimeLimit(milliseconds: number): void;
  SetNumThreads(threads: number): boolean;
  Solve(parameters: Parameters): Promise<number>;
  nodes(): number;
}

interface MpSolverModule {
  initMPSolver(): Promise<void>;
  MPSolverParameters: { new (): Parameters; readonly RELATIVE_MIP_GAP: number };
  MPSolver: {
    CreateSolver(id: string): Solver | null;
    setWorkerBridgeEnabled(enabled: boolean): void;
    readonly OPTIMAL: number;
    readonly FEASIBLE: number;
    readonly INFEASIBLE: number;
    readonly UNBOUNDED: number;
    readonly NOT_SOLVED: number;
  };
}

export async function solveByScip(model: LpModel, limits: MilpLimits): Promise<MilpRun> {
  const loading = new CpuClock();
  const { initMPSolver, MPSolver, MPSolverParameters } = await importRival<MpSolverModule>("or-tools-wasm/mp-solver");
  MPSolver.setWorkerBridgeEnabled(false);
  await initMPSolver();
  const loadMs = loading.wallMs();
  const clock = new CpuClock();
  const recorder = new CurveRecorder(clock);
  const solver = MPSolver.CreateSolver("SCIP");
  if (solver === null) throw new Error("or-tools-wasm has no SCIP");
  const variables = fill(solver, model);
  solver.SetTimeLimit(limits.cpuSeconds * 1000);
  solver.SetNumThreads(1);
  const parameters = new MPSolverParameters();
  parameters.SetDoubleParam(MPSolverParameters.RELATIVE_MIP_GAP, limits.gap);
  const answer = await solver.Solve(parameters);
  const names: Readonly<Record<number, MilpStatus>> = {
    [MPSolver.OPTIMAL]: "optimal",
    [MPSolver.FEASIBLE]: "limit",
    [MPSolver.NOT_SOLVED]: "limit",
    [MPSolver.INFEASIBLE]: "infeasible",
    [MPSolver.UNBOUNDED]: "unbounded",
  };
  const hasPoint = answer === MPSolver.OPTIMAL || answer === MPSolver.FEASIBLE;
  const objective = hasPoint ? solver.Objective().Value() : null;
  const bound = hasPoint ? solver.Objective().BestBound() : null;
  recorder.add(objective, bound);
  return {
    status: names[answer] ?? "failed",
    objective,
    bound,
    values: hasPoint ? Float64Array.from(variables, (variable) => variable.SolutionValue()) : null,
    nodes: Number(solver.nodes()),
    curve: recorder.curve(),
    loadMs,
    cpuMs: clock.cpuMs(),
    wallMs: clock.wallMs(),
  };
}

function fill(solver: Solver, model: LpModel): Variable[] {
  const constraints = Array.from(model.rowLower, (lower, row) => solver.Constraint(lower, model.rowUpper[row], ""));
  const objective = solver.Objective();
  const variables: Variable[] = [];
  for (let col = 0; col < model.cost.length; col++) {
    const variable = solver.Var(model.colLower[col], model.colUpper[col], model.integer[col] === 1, "");
    variables.push(variable);
    if (model.cost[col] !== 0) objective.SetCoefficient(variable, model.cost[col]);
    for (let entry = model.colStart[col]; entry < model.colStart[col + 1]; entry++) {
      constraints[model.rowIndex[entry]].SetCoefficient(variable, model.value[entry]);
    }
  }
  objective.SetOffset(model.objectiveOffset);
  objective.SetOptimizationDirection(model.sense === "max");
  return variables;
}
