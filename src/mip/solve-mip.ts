// One call for one MIP: slices of kernel work, with the event loop in between, and every solution checked on the model as given.
import { MipStatus } from "../../assembly/abi-mip.ts";
import { createEngine } from "../engine/load.ts";
import { yieldToEventLoop } from "../event-loop.ts";
import { validateLp } from "../lp/validate.ts";
import { VERIFY_TOLERANCE } from "../lp/verify.ts";
import { MipInput } from "./input.ts";
import { KernelMip } from "./kernel-mip.ts";
import { MipOptions, MipSettings, mipSettings } from "./options.ts";
import { MipFigures, MipLimit, MipResult, MipSolution } from "./result.ts";
import { checkSolution } from "./verify.ts";

/** A slice should last about this long: signals and progress wait for its end. */
const SLICE_MS = 30;
const FIRST_SLICE_ITERATIONS = 100;
const LARGEST_SLICE_ITERATIONS = 100_000;

/**
 * Solve a mixed-integer linear program. Rejects with MipInputError for a malformed model (every problem with its place) and RangeError for
 * bad options; everything else, limits and numerical trouble included, is a status. With counted limits: same input, same result.
 */
export async function solveMip(model: MipInput, options: MipOptions = {}): Promise<MipResult> {
  validateLp(model, true);
  const settings = mipSettings(options, model.cost.length);
  const { engine = "auto" } = options;
  const loaded = typeof engine === "string" ? await createEngine({ engine }) : engine;
  const start = settings.now();
  const run = new MipRun(model, new KernelMip(loaded, model, settings), settings, options, start);
  try {
    return await run.solve();
  } finally {
    run.kernel.close();
  }
}

type Ending = MipResult["status"];

class MipRun {
  readonly kernel: KernelMip;
  private readonly model: MipInput;
  private readonly settings: MipSettings;
  private readonly options: MipOptions;
  private readonly start: number;
  private best: MipSolution | undefined;
  private solutions = 0;
  private progressAt = Number.NEGATIVE_INFINITY;

  constructor(model: MipInput, kernel: KernelMip, settings: MipSettings, options: MipOptions, start: number) {
    this.model = model;
    this.kernel = kernel;
    this.settings = settings;
    this.options = options;
    this.start = start;
  }

  async solve(): Promise<MipResult> {
    const { signal, start } = this.options;
    const { now } = this.settings;
    const stop = (): number => (this.elapsed() >= this.settings.timeLimitMs ? 1 : 0);
    if (start !== undefined && stop() === 0) this.kernel.offer(start, stop);
    let slice = FIRST_SLICE_ITERATIONS;
    while (true) {
      if (signal?.aborted) return this.result("aborted");
      if (stop() === 1) return this.result("timeLimit");
      const before = now();
      const status = this.kernel.step(slice, stop);
      const spent = now() - before;
      this.takeSolution();
      const ending = endingOf(status);
      if (ending !== undefined) return this.result(ending);
      this.tell();
      slice = nextSlice(slice, spent);
      await yieldToEventLoop();
    }
  }

  private elapsed(): number {
    return this.settings.now() - this.start;
  }

  private figures(): MipFigures & { openNodes: number } {
    const { bound, nodes, iterations, openNodes } = this.kernel.report();
    const objective = this.best?.objective;
    return { bound, gap: gapOf(objective, bound), nodes, iterations, openNodes, timeMs: this.elapsed() };
  }

  /** Look at a new incumbent of the kernel. What does not hold on the caller's own numbers is not taken. */
  private takeSolution(): void {
    const { solutions } = this.kernel.report();
    if (solutions === this.solutions) return;
    this.solutions = solutions;
    const solution = checkSolution(this.model, this.kernel.solution());
    if (solution.residuals.integrality > 0 || !(solution.residuals.primal.scaled <= VERIFY_TOLERANCE)) return;
    this.best = solution;
    const { openNodes: _, ...figures } = this.figures();
    this.options.onIncumbent?.({ ...figures, ...solution });
  }

  private tell(): void {
    const { onProgress } = this.options;
    const now = this.elapsed();
    if (onProgress === undefined || now - this.progressAt < this.settings.progressIntervalMs) return;
    this.progressAt = now;
    onProgress({ ...this.figures(), objective: this.best?.objective });
  }

  private result(ending: Ending): MipResult {
    const { openNodes: _, ...figures } = this.figures();
    const { best } = this;
    switch (ending) {
      case "infeasible":
        return { status: ending, ...figures, gap: Number.POSITIVE_INFINITY };
      case "optimal":
      case "unbounded":
        // an incumbent of the kernel that the check refused leaves nothing to claim
        return best === undefined
          ? { status: "numericalTrouble", ...figures }
          : { status: ending, ...figures, ...best };
      default:
        return { status: ending, ...figures, ...best };
    }
  }
}

function nextSlice(slice: number, spentMs: number): number {
  if (spentMs < SLICE_MS / 2) return Math.min(2 * slice, LARGEST_SLICE_ITERATIONS);
  return spentMs > 2 * SLICE_MS ? Math.max(slice >> 1, 1) : slice;
}

function gapOf(objective: number | undefined, bound: number): number {
  if (objective === undefined || !Number.isFinite(bound)) return Number.POSITIVE_INFINITY;
  const distance = Math.abs(objective - bound);
  return distance === 0 ? 0 : distance / Math.max(Math.abs(objective), 1e-10);
}

/** undefined while there is more to do. */
function endingOf(status: MipStatus): Ending | undefined {
  switch (status) {
    case MipStatus.running:
      return undefined;
    case MipStatus.optimal:
      return "optimal";
    case MipStatus.infeasible:
      return "infeasible";
    case MipStatus.unbounded:
      return "unbounded";
    default:
      return limitOf(status);
  }
}

function limitOf(status: MipStatus): MipLimit {
  switch (status) {
    case MipStatus.nodeLimit:
      return "nodeLimit";
    case MipStatus.iterationLimit:
      return "iterationLimit";
    case MipStatus.polled:
      return "timeLimit";
    case MipStatus.numericalTrouble:
      return "numericalTrouble";
    default:
      throw new Error(`the MIP kernel answered ${status} to a validated model: a bug of megalloc, please report it`);
  }
}
