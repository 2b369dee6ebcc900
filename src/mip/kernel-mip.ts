// One MIP on a kernel of its own, so that its memory goes with it. The kernel minimises; signs are turned here.
import { Code } from "../../assembly/abi.ts";
import { MipFloats, MipInts, MipReport, MipStatus } from "../../assembly/abi-mip.ts";
import { Engine, Kernel } from "../engine/engine.ts";
import { MipInput } from "./input.ts";
import { MipSettings } from "./options.ts";

export interface KernelReport {
  readonly objective: number;
  readonly bound: number;
  readonly nodes: number;
  readonly openNodes: number;
  readonly iterations: number;
  readonly solutions: number;
}

export class KernelMip {
  private readonly kernel: Kernel;
  private readonly handle: number;
  private readonly sign: number;
  private readonly cols: number;

  /** Throws when the kernel cannot hold the model. */
  constructor(engine: Engine, model: MipInput, settings: MipSettings) {
    const kernel = engine.open();
    const { functions } = kernel;
    const rows = model.rowLower.length;
    const cols = model.cost.length;
    const sign = model.sense === "max" ? -1 : 1;
    this.kernel = kernel;
    this.cols = cols;
    this.sign = sign;
    this.handle = functions.mipCreate();
    this.guarded(() => functions.mipReserve(this.handle, rows, cols, model.value.length));
    this.writeInts(MipInts.start, model.colStart);
    this.writeInts(MipInts.index, model.rowIndex);
    this.writeInts(MipInts.integer, model.integer ? Int32Array.from(model.integer) : new Int32Array(cols));
    this.writeFloats(MipFloats.value, model.value);
    this.writeFloats(MipFloats.colLower, model.colLower);
    this.writeFloats(MipFloats.colUpper, model.colUpper);
    this.writeFloats(MipFloats.cost, sign > 0 ? model.cost : model.cost.map((c) => 0 - c));
    this.writeFloats(MipFloats.rowLower, model.rowLower);
    this.writeFloats(MipFloats.rowUpper, model.rowUpper);
    const { nodeLimit, iterationLimit, absGap, gap, seed } = settings;
    const code = this.guarded(() => {
      functions.mipLimits(this.handle, nodeLimit, iterationLimit, absGap, gap);
      functions.mipSeed(this.handle, seed);
      return functions.mipLoad(this.handle, rows, cols, sign * (model.objectiveOffset ?? 0));
    });
    if (code !== Code.ok)
      throw new Error(`the MIP kernel refused a validated model (code ${code}): a bug of megalloc, please report it`);
  }

  /** Whether the point is a solution; it becomes the first incumbent then. */
  offer(x: Float64Array, stop: () => number): boolean {
    this.writeFloats(MipFloats.x, x);
    return this.guarded(() => this.kernel.polled(stop, () => this.kernel.functions.mipOffer(this.handle))) === 1;
  }

  step(iterations: number, stop: () => number): MipStatus {
    return this.guarded(() => this.kernel.polled(stop, () => this.kernel.functions.mipStep(this.handle, iterations)));
  }

  /** In the model's own sense. */
  report(): KernelReport {
    const values = this.kernel.readFloats(
      this.kernel.functions.mipFloats(this.handle, MipFloats.report),
      MipReport.size,
    );
    return {
      objective: this.sign * values[MipReport.objective],
      bound: this.sign * values[MipReport.bound],
      nodes: values[MipReport.nodes],
      openNodes: values[MipReport.openNodes],
      iterations: values[MipReport.iterations],
      solutions: values[MipReport.solutions],
    };
  }

  solution(): Float64Array {
    return this.kernel.readFloats(this.kernel.functions.mipFloats(this.handle, MipFloats.x), this.cols);
  }

  /** Give the memory back (in the JS engine all solves share one set of functions). Safe after a failure. */
  close(): void {
    if (!this.failed) this.kernel.functions.mipFree(this.handle);
  }

  private failed = false;

  private writeFloats(which: MipFloats, data: Float64Array): void {
    this.kernel.writeFloats(this.kernel.functions.mipFloats(this.handle, which), data);
  }

  private writeInts(which: MipInts, data: Int32Array): void {
    this.kernel.writeInts(this.kernel.functions.mipInts(this.handle, which), data);
  }

  private guarded<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      this.failed = true;
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`the MIP kernel stopped (${reason}); the model may not fit its memory.`, { cause: error });
    }
  }
}
