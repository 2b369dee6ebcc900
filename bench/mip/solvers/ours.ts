// This project's `megalloc/mip`, WASM engine, default options but for limit and gap; validation and the check of the answer are part of
// the time. Its clock is that of the CPU.
import { createEngine } from "../../../src/engine/load.ts";
import { solveMip } from "../../../src/mip/solve-mip.ts";
import { LpModel } from "../../../src/mps/model.ts";
import { CpuClock } from "../../harness/cpu-clock.ts";
import { CurveRecorder } from "../curve.ts";
import { MilpLimits, MilpRun } from "../milp-run.ts";

const PROGRESS_MS = 10;

export async function solveByOurs(model: LpModel, limits: MilpLimits): Promise<MilpRun> {
  const loading = new CpuClock();
  const engine = await createEngine({ engine: "wasm" });
  const loadMs = loading.wallMs();
  const clock = new CpuClock();
  const recorder = new CurveRecorder(clock);
  const result = await solveMip(model, {
    engine,
    gap: limits.gap,
    timeLimitMs: limits.cpuSeconds * 1000,
    now: () => clock.cpuMs(),
    progressIntervalMs: PROGRESS_MS,
    onIncumbent: ({ objective, bound }) => recorder.add(objective, bound),
    onProgress: ({ objective, bound }) => recorder.add(objective ?? null, bound),
  });
  const objective = result.objective ?? null;
  recorder.add(objective, result.bound);
  const isLimit = result.status === "timeLimit" || result.status === "nodeLimit" || result.status === "iterationLimit";
  const { status } = result;
  return {
    status: isLimit
      ? "limit"
      : status === "optimal" || status === "infeasible" || status === "unbounded"
        ? status
        : "failed",
    objective,
    bound: Number.isFinite(result.bound) ? result.bound : null,
    values: result.primal ?? null,
    nodes: result.nodes,
    curve: recorder.curve(),
    loadMs,
    cpuMs: clock.cpuMs(),
    wallMs: clock.wallMs(),
  };
}
