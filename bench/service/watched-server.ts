// Starts server.mjs and talks to it.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { StartOptions } from "../../src/service/start-service.ts";

/** Since the last look (loop-watch.mjs). */
export interface Look {
  /** The event loop's delay by perf_hooks, its timer's own millisecond included. */
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** The same without what the thread waited for a core; null where the system does not tell. */
  ownP99Ms: number | null;
  ownMaxMs: number | null;
  /** By perf_hooks in an idle process beside it: what the machine alone does to an event loop. */
  idleP99Ms: number;
  idleMaxMs: number;
  /** After a full garbage collection: the main thread's heap, what it holds outside of it, and the whole process, workers included. */
  heapMib: number;
  externalMib: number;
  rssMib: number;
}

export class WatchedServer {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly child: ChildProcess,
    private readonly idle: ChildProcess,
    readonly url: string,
  ) {}

  /** Run `work` against a service started with `options`, and end the service whatever happens. */
  static async during<Result>(
    options: StartOptions,
    work: (server: WatchedServer) => Promise<Result>,
  ): Promise<Result> {
    const args = [JSON.stringify(options)];
    const child = fork(join(import.meta.dirname, "server.mjs"), args, { execArgv: ["--expose-gc"] });
    const idle = fork(join(import.meta.dirname, "idle-process.mjs"), { execArgv: [] });
    try {
      const isIdleReady = once(idle, "message");
      const [{ port }] = (await once(child, "message")) as [{ port: number }];
      await isIdleReady;
      const server = new WatchedServer(child, idle, `http://127.0.0.1:${port}`);
      const result = await work(server);
      await server.end();
      return result;
    } finally {
      child.kill("SIGKILL");
      idle.kill("SIGKILL");
    }
  }

  /** One question at a time: the next message is its answer. */
  private ask<Answer>(what: "look" | "kill"): Promise<Answer> {
    const asked = this.last.then(async () => {
      this.child.send(what);
      const [answer] = (await once(this.child, "message")) as [Answer];
      return answer;
    });
    this.last = asked;
    return asked;
  }

  async look(): Promise<Look> {
    const answered = once(this.idle, "message");
    this.idle.send("look");
    const [{ p99Ms: idleP99Ms, maxMs: idleMaxMs }] = (await answered) as [{ p99Ms: number; maxMs: number }];
    return { ...(await this.ask<Omit<Look, "idleP99Ms" | "idleMaxMs">>("look")), idleP99Ms, idleMaxMs };
  }

  /** End a worker in the middle of what it does; false when there is none. */
  async killWorker(): Promise<boolean> {
    return (await this.ask<{ killed: boolean }>("kill")).killed;
  }

  /** What it is doing, by its own word. */
  async health(): Promise<{ running: number; waiting: number }> {
    return (await fetch(`${this.url}/healthz`)).json() as Promise<{ running: number; waiting: number }>;
  }

  async untilIdle(): Promise<void> {
    for (let turn = 0; turn < 1500; turn++) {
      const { running, waiting } = await this.health();
      if (running === 0 && waiting === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error("the service is still busy after 30 s");
  }

  private async end(): Promise<void> {
    const gone = once(this.child, "exit");
    this.child.send("end");
    await gone;
  }
}
