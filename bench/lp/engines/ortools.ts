// npm `or-tools-wasm`: GLOP and CLP through MPSolver, default parameters (presolve and incrementality are on; GLOP takes its primal
// simplex), or the dual simplex asked for.
import { LpModel } from "../../../src/mps/model.ts";
import { BenchAnswer, BenchEngine, BoundChange, importRival, OpenModel } from "../engine.ts";

interface Variable {
  SetUb(upper: number): void;
  SolutionValue(): number;
  ReducedCost(): number;
}

interface Constraint {
  SetCoefficient(variable: Variable, coefficient: number): void;
  DualValue(): number;
}

interface Objective {
  SetCoefficient(variable: Variable, coefficient: number): void;
  SetOffset(offset: number): void;
  SetOptimizationDirection(maximise: boolean): void;
  Value(): number;
}

interface Solver {
  readonly ready: Promise<void>;
  NumVar(lower: number, upper: number, name: string): Variable;
  Constraint(lower: number, upper: number, name: string): Constraint;
  Objective(): Objective;
  Solve(parameters?: Parameters): Promise<number>;
  Iterations(): number;
  delete(): void;
}

interface Parameters {
  SetIntegerParam(parameter: number, value: number): void;
}

interface MpSolverModule {
  initMPSolver(): Promise<void>;
  terminateLoadedRuntimeThreads(): Promise<void>;
  MPSolverParameters: {
    new (): Parameters;
    readonly LP_ALGORITHM: number;
    readonly DUAL: number;
  };
  MPSolver: {
    CreateSolver(id: string): Solver | null;
    setWorkerBridgeEnabled(enabled: boolean): void;
    readonly OPTIMAL: number;
    readonly INFEASIBLE: number;
    readonly UNBOUNDED: number;
  };
}

export class OrToolsEngine implements BenchEngine {
  private module!: MpSolverModule;

  constructor(
    private readonly solverId: "GLOP" | "CLP",
    private readonly algorithm: "default" | "dual" = "default",
  ) {}

  async load(): Promise<void> {
    this.module = await importRival<MpSolverModule>("or-tools-wasm/mp-solver");
    this.module.MPSolver.setWorkerBridgeEnabled(false);
    await this.module.initMPSolver();
  }

  open(model: LpModel): OpenModel {
    const { MPSolver, MPSolverParameters } = this.module;
    const solver = MPSolver.CreateSolver(this.solverId);
    if (solver === null) throw new Error(`or-tools-wasm has no ${this.solverId}`);
    const { variables, constraints } = fill(solver, model);
    const parameters = new MPSolverParameters();
    if (this.algorithm === "dual") parameters.SetIntegerParam(MPSolverParameters.LP_ALGORITHM, MPSolverParameters.DUAL);
    const run = async (): Promise<BenchAnswer> => {
      const status = await solver.Solve(parameters);
      if (status === MPSolver.INFEASIBLE) return { status: "infeasible", objective: Number.NaN };
      if (status === MPSolver.UNBOUNDED) return { status: "unbounded", objective: Number.NaN };
      if (status !== MPSolver.OPTIMAL) return { status: "failed", objective: Number.NaN };
      for (const variable of variables) variable.SolutionValue();
      for (const constraint of constraints) constraint.DualValue();
      return { status: "optimal", objective: solver.Objective().Value(), iterations: Number(solver.Iterations()) };
    };
    return {
      solve: run,
      resolve: ({ col, upper }: BoundChange) => {
        variables[col].SetUb(upper);
        return run();
      },
      close: () => solver.delete(),
    };
  }
}

function fill(solver: Solver, model: LpModel): { variables: Variable[]; constraints: Constraint[] } {
  const constraints = Array.from(model.rowLower, (lower, row) => solver.Constraint(lower, model.rowUpper[row], ""));
  const objective = solver.Objective();
  const variables: Variable[] = [];
  for (let col = 0; col < model.cost.length; col++) {
    const variable = solver.NumVar(model.colLower[col], model.colUpper[col], "");
    variables.push(variable);
    if (model.cost[col] !== 0) objective.SetCoefficient(variable, model.cost[col]);
    for (let entry = model.colStart[col]; entry < model.colStart[col + 1]; entry++) {
      constraints[model.rowIndex[entry]].SetCoefficient(variable, model.value[entry]);
    }
  }
  objective.SetOffset(model.objectiveOffset);
  objective.SetOptimizationDirection(model.sense === "max");
  return { variables, constraints };
}
