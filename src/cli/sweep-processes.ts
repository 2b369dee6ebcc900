// Scenarios solved by processes of their own: one that dies takes nothing with it, and its scenario goes to another.
import { ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { fromTaskError } from "../optimizer/task-error.ts";
import { ScenarioResult } from "../sweep/run-scenario.ts";
import { Scenario } from "../sweep/scenario.ts";
import { CrewLossError, SweepCrew } from "../sweep/sweep.ts";
import { SweepContext } from "../sweep/sweep-context.ts";
import { SweepEngine } from "../sweep/sweep-settings.ts";
import { WorkerReply, WorkerRequest } from "./sweep-worker.ts";

/** Last words of a worker that are repeated when it dies. */
const LAST_WORDS = 500;

/** One process, one core: the collector's helper threads take more CPU than they save, and take it from the other workers. */
const ONE_CORE = "--single-threaded-gc";

interface Job {
  readonly request: WorkerRequest;
  readonly resolve: (result: ScenarioResult) => void;
  readonly reject: (error: Error) => void;
}

class Worker {
  readonly #child: ChildProcess;
  #job: Job | undefined;
  #words = "";
  #key: string | undefined;

  constructor(engine: SweepEngine, onGone: (worker: Worker) => void, onFree: (worker: Worker) => void) {
    const entry = import.meta.url.endsWith(".ts") ? "./sweep-worker.ts" : "./sweep-worker.js";
    this.#child = fork(fileURLToPath(new URL(entry, import.meta.url)), [engine], {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: [...process.execArgv.filter((arg) => !arg.startsWith("--inspect")), ONE_CORE],
    });
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#words = (this.#words + chunk.toString("utf8")).slice(-LAST_WORDS);
    });
    this.#child.on("message", (reply: WorkerReply) => {
      const job = this.#job;
      if (job?.request.id !== reply.id) return;
      this.#job = undefined;
      if (reply.ok) job.resolve(reply.result);
      else job.reject(fromTaskError(reply.error, 0));
      onFree(this);
    });
    const gone = (how: string): void => {
      onGone(this);
      const job = this.#job;
      this.#job = undefined;
      const words = this.#words.trim();
      job?.reject(new CrewLossError(`the worker process ${how}${words === "" ? "" : `: ${words}`}`));
    };
    this.#child.on("error", (error) => gone(`could not be started: ${error.message}`));
    this.#child.on("exit", (code, signal) => gone(signal === null ? `ended with ${code}` : `was killed by ${signal}`));
  }

  start(job: Job, context: SweepContext): void {
    this.#job = job;
    const isKnown = this.#key === context.key;
    this.#key = context.key;
    this.#child.send({ ...job.request, context: isKnown ? undefined : context }, (error) => {
      // A process that is gone says so itself; until then nothing is sent to it.
      if (error !== null) this.kill();
    });
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
}

/** Up to `jobs` processes, started when needed. Scenarios of several sweeps may be mixed. */
export class WorkerProcesses {
  readonly jobs: number;
  readonly #engine: SweepEngine;
  readonly #workers = new Set<Worker>();
  readonly #free: Worker[] = [];
  #next = 0;
  #isClosed = false;

  constructor(jobs: number, engine: SweepEngine) {
    this.jobs = jobs;
    this.#engine = engine;
  }

  /** Starts processes for so many scenarios, so that they load while there is other work to do. */
  start(scenarios: number): void {
    while (this.#workers.size < Math.min(this.jobs, scenarios)) this.#free.push(this.#hired());
  }

  #hired(): Worker {
    const worker = new Worker(
      this.#engine,
      (gone) => {
        this.#workers.delete(gone);
        const place = this.#free.indexOf(gone);
        if (place >= 0) this.#free.splice(place, 1);
      },
      (idle) => void this.#free.push(idle),
    );
    this.#workers.add(worker);
    return worker;
  }

  /** The caller sees to it that no more than `jobs` are under way. Rejects with CrewLossError when the process died. */
  solve(context: SweepContext, scenario: Scenario): Promise<ScenarioResult> {
    if (this.#isClosed) return Promise.reject(new CrewLossError("the worker processes were ended"));
    return new Promise((resolve, reject) => {
      const request: WorkerRequest = { id: this.#next++, context: undefined, scenario };
      (this.#free.pop() ?? this.#hired()).start({ request, resolve, reject }, context);
    });
  }

  /** These processes as the crew of one sweep. */
  crewOf(context: SweepContext): SweepCrew {
    return { jobs: this.jobs, run: (scenario) => this.solve(context, scenario) };
  }

  /** Ends the processes, whatever they are doing. */
  close(): void {
    this.#isClosed = true;
    for (const worker of this.#workers) worker.kill();
  }
}
