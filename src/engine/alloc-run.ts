// One allocation solve on one kernel: the instance goes in as two bulk copies, reports and plans come out as copies.
import { Code, Phase, Proof, Report, StepStatus } from "../../assembly/abi.ts";
import type { Instance } from "../compile/instance.ts";
import type { KernelPlan } from "../compile/kernel-plan.ts";
import type { KernelPrices } from "../compile/kernel-prices.ts";
import type { Engine, Kernel } from "./engine.ts";

export type PhaseName = "preprocess" | "bound" | "construct" | "search" | "finished";

const PHASE_NAMES: Record<Phase, PhaseName> = {
  [Phase.preprocess]: "preprocess",
  [Phase.bound]: "bound",
  [Phase.construct]: "construct",
  [Phase.search]: "search",
  [Phase.finished]: "finished",
};

export interface AllocReport {
  readonly valueUsd: number | null;
  /** Proven upper bound; null before the first. */
  readonly boundUsd: number | null;
  readonly proof: "none" | "optimal" | "infeasible";
  readonly phase: PhaseName;
  /** Search moves, insertions evaluated, iterations of the dual bound, improvements of the incumbent. */
  readonly moves: number;
  readonly trials: number;
  readonly dualIterations: number;
  readonly incumbents: number;
}

/** ints: options (C), expansions allowed (X), perhaps a basis; floats: shares (J), perhaps multipliers. See assembly/alloc/warm-start.ts. */
export interface WarmBuffers {
  readonly ints: Int32Array;
  readonly floats: Float64Array;
}

export class AllocRun {
  readonly #kernel: Kernel;
  readonly #handle: number;
  readonly #instance: Instance;

  /** Copy the instance into a fresh kernel. `gap` as a fraction of the value; `seed` any 32-bit integer. */
  constructor(engine: Engine, instance: Instance, seed: number, gap: number) {
    const kernel = engine.open();
    const { functions } = kernel;
    const ints = functions.allocInts(instance.ints.length);
    const floats = functions.allocFloats(instance.floats.length);
    kernel.writeInts(ints, instance.ints);
    kernel.writeFloats(floats, instance.floats);
    const handle = functions.allocOpen(ints, floats, seed | 0, gap);
    if (handle < 0) throw new Error(`the kernel refused its input (code ${-handle}): compiler and kernel disagree`);
    this.#kernel = kernel;
    this.#handle = handle;
    this.#instance = instance;
  }

  /** Start from a plan made before (compile/warm-state.ts); only before the first step. */
  startFrom({ ints, floats }: WarmBuffers): void {
    const code = this.#give(ints, floats, (i, f) => this.#kernel.functions.allocWarmStart(this.#handle, i, f));
    if (code !== Code.ok) throw new Error(`the kernel refused the plan to start from (code ${code})`);
  }

  /** What was edited since that plan was made: C + S, 1 = touched (compile/edit-focus.ts). */
  lookAround(touched: Int32Array): void {
    const { functions } = this.#kernel;
    const reference = functions.allocInts(touched.length);
    this.#kernel.writeInts(reference, touched);
    const code = functions.allocLookAround(this.#handle, reference);
    if (code !== Code.ok) throw new Error(`the kernel refused what was edited (code ${code})`);
  }

  /** Offer a plan of the same instance found elsewhere; whether it became the incumbent. */
  offerPlan({ ints, floats }: WarmBuffers): boolean {
    return this.#give(ints, floats, (i, f) => this.#kernel.functions.allocOfferPlan(this.#handle, i, f)) === 1;
  }

  /** A bound on the same instance proven elsewhere. */
  offerBound(boundUsd: number): void {
    this.#kernel.functions.allocOfferBound(this.#handle, boundUsd);
  }

  #give(ints: Int32Array, floats: Float64Array, take: (ints: Int32Array, floats: Float64Array) => number): number {
    const { functions } = this.#kernel;
    const intsAt = functions.allocInts(ints.length);
    const floatsAt = functions.allocFloats(floats.length);
    this.#kernel.writeInts(intsAt, ints);
    this.#kernel.writeFloats(floatsAt, floats);
    return take(intsAt, floatsAt);
  }

  /** Multipliers of the dual bound. */
  dual(): Float64Array {
    const { functions } = this.#kernel;
    const length = functions.allocDualSize(this.#handle);
    const reference = functions.allocDual(this.#handle);
    const dual = this.#kernel.readFloats(reference, length);
    functions.allocFreeFloats(reference);
    return dual;
  }

  /** Basis of the root LP; empty before it is solved. */
  basis(): Int32Array {
    const { functions } = this.#kernel;
    const length = functions.allocBasisSize(this.#handle);
    const reference = functions.allocBasis(this.#handle);
    const basis = this.#kernel.readInts(reference, length);
    functions.allocFreeInts(reference);
    return basis;
  }

  /** Work for at most `moves` search moves or until `stop` answers non-zero. */
  step(moves: number, stop: () => number): "running" | "done" | "polled" {
    const { functions } = this.#kernel;
    const status = this.#kernel.polled(stop, () => functions.allocStep(this.#handle, moves));
    if (status === StepStatus.done) return "done";
    return status === StepStatus.polled ? "polled" : "running";
  }

  report(): AllocReport {
    const values = this.#kernel.readFloats(this.#kernel.functions.allocReport(this.#handle), Report.size);
    const proof = values[Report.proof];
    return {
      valueUsd: values[Report.hasIncumbent] === 1 ? values[Report.valueUsd] : null,
      boundUsd: Number.isFinite(values[Report.boundUsd]) ? values[Report.boundUsd] : null,
      proof: proof === Proof.optimal ? "optimal" : proof === Proof.infeasible ? "infeasible" : "none",
      phase: PHASE_NAMES[values[Report.phase] as Phase],
      moves: values[Report.moves],
      trials: values[Report.trials],
      dualIterations: values[Report.dualIterations],
      incumbents: values[Report.incumbents],
    };
  }

  /** The incumbent; call only when the report has a value. */
  plan(): KernelPlan {
    const { counts } = this.#instance;
    const { functions } = this.#kernel;
    const intsAt = functions.allocPlanInts(this.#handle);
    const flags = counts.contracts + counts.expansions;
    const ints = this.#kernel.readInts(intsAt, flags + counts.expansions);
    functions.allocFreeInts(intsAt);
    const starts = counts.columns + counts.halls * counts.periods;
    const floatsAt = functions.allocPlanFloats(this.#handle);
    const floats = this.#kernel.readFloats(floatsAt, starts + counts.lots + counts.periods);
    functions.allocFreeFloats(floatsAt);
    return {
      contractOption: ints.slice(0, counts.contracts),
      expansionStart: ints.slice(counts.contracts, flags),
      expansionAllowed: ints.slice(flags),
      columnShare: floats.slice(0, counts.columns),
      moduleStarts: Int32Array.from(floats.subarray(counts.columns, starts)),
      lotFraction: floats.slice(starts, starts + counts.lots),
      drawUsd: floats.slice(starts + counts.lots),
    };
  }

  /** Marginal values of the relaxation: see KernelPrices. */
  prices(): KernelPrices {
    const { periods, halls, sites, platforms } = this.#instance.counts;
    const { functions } = this.#kernel;
    const reference = functions.allocPrices(this.#handle);
    const length = (halls + 2 * sites + platforms + 1) * periods + 1;
    const all = this.#kernel.readFloats(reference, length);
    functions.allocFreeFloats(reference);
    let at = 0;
    const take = (count: number) => {
      at += count;
      return all.subarray(at - count, at);
    };
    return {
      hall: take(halls * periods),
      firmPower: take(sites * periods),
      totalPower: take(sites * periods),
      chips: take(platforms * periods),
      equity: take(periods),
      debtCapacity: all[at],
      source: functions.allocPricesFromLp(this.#handle) === 1 ? "lp" : "dual",
    };
  }

  memoryBytes(): number | undefined {
    return this.#kernel.memoryBytes();
  }

  /** The last call: the kernel's memory goes to the next run. */
  close(): void {
    this.#kernel.functions.allocClose(this.#handle);
    this.#kernel.release();
  }
}
