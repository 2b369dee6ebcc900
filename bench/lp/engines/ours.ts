// This project's LP, on either engine, through the public session: validation in and verification out are part of the time.
import { Engine } from "../../../src/engine/engine.ts";
import { createEngine } from "../../../src/engine/load.ts";
import { LpSession } from "../../../src/lp/session.ts";
import { LpModel } from "../../../src/mps/model.ts";
import { BenchAnswer, BenchEngine, BoundChange, OpenModel } from "../engine.ts";

export class OurEngine implements BenchEngine {
  private engine!: Engine;

  constructor(private readonly kind: "wasm" | "js") {}

  async load(): Promise<void> {
    this.engine = await createEngine({ engine: this.kind });
  }

  async open(model: LpModel): Promise<OpenModel> {
    const session = await LpSession.open(model, { engine: this.engine, relaxIntegers: true });
    const run = (): BenchAnswer => {
      const result = session.solve();
      const { iterations } = result;
      if (result.status === "optimal") return { status: "optimal", objective: result.objective, iterations };
      const known = result.status === "infeasible" || result.status === "unbounded" ? result.status : "failed";
      return { status: known, objective: Number.NaN, iterations };
    };
    return {
      solve: run,
      resolve: ({ col, upper }: BoundChange) => {
        session.setColumnBounds(col, model.colLower[col], upper);
        return run();
      },
      close: () => session.close(),
    };
  }
}
