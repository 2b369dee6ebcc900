// This project's LP, on either engine, through the public session: validation in and verification out are part of the time.
import { Engine } from "../../../src/engine/engine.ts";
import { createEngine } from "../../../src/engine/load.ts";
import { LpSession } from "../../../src/lp/session.ts";
import { LpModel } from "../../../src/mps/model.ts";
import { BenchAnswer, BenchEngine, BoundChange, OpenModel } from "../engine.ts";

/** Solves looked into for a profile. */
const PROFILED = 5;

export class OurEngine implements BenchEngine {
  private engine!: Engine;

  constructor(private readonly kind: "wasm" | "js") {}

  async load(): Promise<void> {
    this.engine = await createEngine({ engine: this.kind });
  }

  /**
   * Phases of the kernel, and what the host adds: copies in and out, validation, the check of the answer. The kernel's clock is the wall's,
   * and whatever interrupts a solve falls into some phase, so each phase is told at its least of a few solves.
   */
  async profile(model: LpModel): Promise<Record<string, number>> {
    const profiles: Record<string, number>[] = [];
    for (let k = 0; k < PROFILED; k++) profiles.push(await this.profileOnce(model));
    const least = (phase: string): number => Math.min(...profiles.map((profile) => profile[phase]));
    return Object.fromEntries(Object.keys(profiles[0]).map((phase) => [phase, least(phase)]));
  }

  private async profileOnce(model: LpModel): Promise<Record<string, number>> {
    const begin = performance.now();
    const session = await LpSession.open(model, { engine: this.engine, relaxIntegers: true, profile: true });
    session.solve();
    const total = performance.now() - begin;
    const phases = Object.entries(session.profile()).map(([name, { ms }]): [string, number] => [name, ms]);
    session.close();
    const kernel = phases.reduce((sum, [, ms]) => sum + ms, 0);
    return { ...Object.fromEntries(phases), host: Math.max(0, total - kernel) };
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
