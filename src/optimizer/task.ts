// What goes to a worker and comes back: plain data, cloned on the way.
import type { WarmState } from "../compile/warm-state.ts";
import type { KernelSource } from "../engine/load.ts";
import type { Replay } from "../errors.ts";
import type { Plan } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import type { Progress, SolveSettings } from "../solve-options.ts";

/** The options of a solve that can be cloned. */
export type TaskOptions = Pick<
  SolveSettings,
  "timeLimitMs" | "gap" | "seed" | "moveLimit" | "progressIntervalMs" | "constraints" | "start"
>;

export interface SolveTask {
  /** Of the package that sent it: a worker of another version refuses. */
  readonly version: string;
  readonly portfolio: Portfolio;
  readonly options: TaskOptions;
  /** When the time limit began to run, in the clock that threads share (`sharedNow`). */
  readonly begunAt: number;
  readonly kernel: KernelSource;
  readonly memoryLimitBytes: number;
  /** One shared integer: non-zero asks to stop. Absent where the host has no shared memory. */
  readonly stopFlag?: Int32Array;
  /** ToWorker messages come in here, FromWorker messages go out. */
  readonly port: MessagePort;
  /** Which of how many workers on this portfolio. */
  readonly worker: number;
  readonly threads: number;
  /** Where an earlier solve left off. */
  readonly warm?: WarmState;
  /** Whether to send back where this one leaves off. */
  readonly keepsWarm: boolean;
}

/** What workers on the same portfolio tell one another, by way of the optimizer. */
export type PeerMessage =
  | {
      readonly kind: "plan";
      readonly valueUsd: number;
      /** Option of each contract (C), expansions allowed (X). */
      readonly ints: Int32Array;
      /** The shares above 0: column, share; and how many columns there are. */
      readonly columns: Int32Array;
      readonly shares: Float64Array;
      readonly columnCount: number;
    }
  | { readonly kind: "bound"; readonly boundUsd: number };

export type ToWorker = { readonly kind: "stop" } | PeerMessage;

/** "planned": there is a plan from now on, which a stop would answer. */
export type FromWorker =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "planned" }
  | PeerMessage;

/** An error as plain data: classes do not survive cloning. */
export interface TaskError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly replay: Replay | undefined;
}

export type TaskReply =
  | { readonly ok: true; readonly plan: Plan; readonly warm: WarmState | undefined }
  | { readonly ok: false; readonly error: TaskError };

/** Milliseconds on a clock that all threads of this process, or workers of this page, read the same. */
export function sharedNow(): number {
  return performance.timeOrigin + performance.now();
}
