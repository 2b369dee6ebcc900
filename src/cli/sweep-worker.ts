// Entry of a process that solves scenarios for another one: context once, then scenario after scenario, answers by message. Its one argument names the engine.
import { setFlagsFromString } from "node:v8";
import { createEngine } from "../engine/load.ts";
import { toTaskError } from "../optimizer/task-error.ts";
import { runScenario, ScenarioResult } from "../sweep/run-scenario.ts";
import { Scenario } from "../sweep/scenario.ts";
import { SweepContext } from "../sweep/sweep-context.ts";
import { SweepEngine } from "../sweep/sweep-settings.ts";

/** `id` tells which answer is whose; `context` comes with the first scenario of each sweep. */
export interface WorkerRequest {
  readonly id: number;
  readonly context: SweepContext | undefined;
  readonly scenario: Scenario;
}

export type WorkerReply =
  | { readonly id: number; readonly ok: true; readonly result: ScenarioResult }
  | { readonly id: number; readonly ok: false; readonly error: ReturnType<typeof toTaskError> };

/**
 * How much code V8 runs before it optimises (bytes of bytecode; 132 kB unless told). A scenario is over before most of it pays: 200 small ones take a fifth less CPU
 * time so. A V8 that does not know the flag says so on standard error and goes on.
 */
setFlagsFromString("--interrupt-budget=1000000");

// One engine for all scenarios, as it keeps its kernels' memory; it is compiled before the first one comes.
const engine = createEngine({ engine: process.argv[2] as SweepEngine });
engine.catch(() => {}); // told with the first answer

let known: SweepContext | undefined;

async function reply({ id, context, scenario }: WorkerRequest): Promise<WorkerReply> {
  try {
    known = context ?? known;
    if (known === undefined) throw new Error("the first scenario came without its sweep");
    return { id, ok: true, result: await runScenario(known, scenario, await engine) };
  } catch (error) {
    return { id, ok: false, error: toTaskError(error) };
  }
}

// Ctrl-C reaches every process of a terminal; this one ends when the sweep says so, or is gone.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit());
process.on("message", async (request: WorkerRequest) => {
  process.send?.(await reply(request));
});
