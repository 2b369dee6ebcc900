// A worker's side of the exchange with the other workers on the same portfolio: between slices of its search it tells of a better plan or
// bound of its own, and takes over theirs.
import type { AllocRun, WarmBuffers } from "../engine/alloc-run.ts";
import type { PeerMessage } from "./task.ts";

/** Shares below this are rounding (a hundredth of the tolerance of plans). */
const SHARE_DUST = 1e-12;

export class Exchange {
  readonly #send: (message: PeerMessage) => void;
  #inbox: PeerMessage[] = [];
  #toldValueUsd = -Infinity;
  #toldBoundUsd = Infinity;

  constructor(send: (message: PeerMessage) => void) {
    this.#send = send;
  }

  receive(message: PeerMessage): void {
    this.#inbox.push(message);
  }

  /** Call between slices. */
  turn(run: AllocRun): void {
    this.#takeOver(run);
    const { valueUsd, boundUsd } = run.report();
    if (valueUsd !== null && valueUsd > this.#toldValueUsd) {
      this.#toldValueUsd = valueUsd;
      this.#send(planMessage(run, valueUsd));
    }
    if (boundUsd !== null && boundUsd < this.#toldBoundUsd) {
      this.#toldBoundUsd = boundUsd;
      this.#send({ kind: "bound", boundUsd });
    }
  }

  #takeOver(run: AllocRun): void {
    const inbox = this.#inbox;
    this.#inbox = [];
    // Of several plans the best is the last that can matter.
    let best: (PeerMessage & { kind: "plan" }) | undefined;
    for (const message of inbox) {
      if (message.kind === "bound") {
        run.offerBound(message.boundUsd);
        this.#toldBoundUsd = Math.min(this.#toldBoundUsd, message.boundUsd);
      } else if (best === undefined || message.valueUsd > best.valueUsd) best = message;
    }
    if (best === undefined || best.valueUsd <= (run.report().valueUsd ?? -Infinity)) return;
    run.offerPlan(buffersOf(best));
    this.#toldValueUsd = Math.max(this.#toldValueUsd, run.report().valueUsd ?? -Infinity);
  }
}

function planMessage(run: AllocRun, valueUsd: number): PeerMessage {
  const { contractOption, expansionAllowed, columnShare } = run.plan();
  const columns: number[] = [];
  columnShare.forEach((share, j) => {
    if (share > SHARE_DUST) columns.push(j);
  });
  return {
    kind: "plan",
    valueUsd,
    ints: Int32Array.from([...contractOption, ...expansionAllowed]),
    columns: Int32Array.from(columns),
    shares: Float64Array.from(columns, (j) => columnShare[j]),
    columnCount: columnShare.length,
  };
}

function buffersOf({ ints, columns, shares, columnCount }: PeerMessage & { kind: "plan" }): WarmBuffers {
  const floats = new Float64Array(columnCount);
  columns.forEach((j, at) => {
    floats[j] = shares[at];
  });
  return { ints, floats };
}
