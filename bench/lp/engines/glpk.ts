// npm `glpk.js`: GLPK compiled to WASM, synchronous node entry; default options (its presolver is on), or without presolver.
// No warm start is offered.
import { LpModel } from "../../../src/mps/model.ts";
import { BenchAnswer, BenchEngine, importRival, OpenModel } from "../engine.ts";

interface Glpk {
  readonly GLP_MIN: number;
  readonly GLP_MAX: number;
  readonly GLP_FR: number;
  readonly GLP_LO: number;
  readonly GLP_UP: number;
  readonly GLP_DB: number;
  readonly GLP_FX: number;
  readonly GLP_OPT: number;
  readonly GLP_NOFEAS: number;
  readonly GLP_INFEAS: number;
  readonly GLP_UNBND: number;
  readonly GLP_MSG_OFF: number;
  solve(lp: unknown, options: unknown): { result: { status: number; z: number } };
}

export class GlpkEngine implements BenchEngine {
  private glpk!: Glpk;

  constructor(private readonly presolve: boolean = true) {}

  async load(): Promise<void> {
    this.glpk = await (await importRival<{ default: () => Promise<Glpk> }>("glpk.js/node")).default();
  }

  open(model: LpModel): OpenModel {
    const glpk = this.glpk;
    const lp = glpkModel(glpk, model);
    return {
      solve: (): BenchAnswer => {
        const { result } = glpk.solve(lp, { msglev: glpk.GLP_MSG_OFF, presol: this.presolve });
        const objective = result.z + model.objectiveOffset;
        if (result.status === glpk.GLP_OPT) return { status: "optimal", objective };
        if (result.status === glpk.GLP_NOFEAS || result.status === glpk.GLP_INFEAS)
          return { status: "infeasible", objective };
        return { status: result.status === glpk.GLP_UNBND ? "unbounded" : "failed", objective };
      },
      close: () => {},
    };
  }
}

function glpkModel(glpk: Glpk, model: LpModel): unknown {
  const name = (col: number): string => `x${col}`;
  const rows: { name: string; coef: number }[][] = Array.from(model.rowLower, () => []);
  const vars: { name: string; coef: number }[] = [];
  for (let col = 0; col < model.cost.length; col++) {
    vars.push({ name: name(col), coef: model.cost[col] });
    for (let entry = model.colStart[col]; entry < model.colStart[col + 1]; entry++) {
      rows[model.rowIndex[entry]].push({ name: name(col), coef: model.value[entry] });
    }
  }
  return {
    name: "lp",
    objective: { direction: model.sense === "max" ? glpk.GLP_MAX : glpk.GLP_MIN, name: "obj", vars },
    subjectTo: rows.map((entries, row) => ({
      name: `r${row}`,
      vars: entries,
      bnds: glpkBounds(glpk, model.rowLower[row], model.rowUpper[row]),
    })),
    bounds: vars.map((_, col) => ({ name: name(col), ...glpkBounds(glpk, model.colLower[col], model.colUpper[col]) })),
  };
}

function glpkBounds(glpk: Glpk, lower: number, upper: number): { type: number; lb: number; ub: number } {
  const hasLower = lower !== Number.NEGATIVE_INFINITY;
  const hasUpper = upper !== Number.POSITIVE_INFINITY;
  const type = hasLower
    ? hasUpper
      ? lower === upper
        ? glpk.GLP_FX
        : glpk.GLP_DB
      : glpk.GLP_LO
    : hasUpper
      ? glpk.GLP_UP
      : glpk.GLP_FR;
  return { type, lb: hasLower ? lower : 0, ub: hasUpper ? upper : 0 };
}
