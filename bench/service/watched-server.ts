// Starts server.mjs and talks to it.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { StartOptions } from "../../src/service/start-service.ts";

/** Since the last look. The event loop's delay contains its timer's own millisecond. */
export interface Look {
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** After a full garbage collection: the main thread's heap, what it holds outside of it, and the whole process, workers included. */
  heapMib: number;
  externalMib: number;
  rssMib: number;
}

export class WatchedServer {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** Run `work` against a service started with `options`, and end the service whatever happens. */
  static async during<Result>(
    options: StartOptions,
    work: (server: WatchedServer) => Promise<Result>,
  ): Promise<Result> {
    const args = [JSON.stringify(options)];
    const child = fork(join(import.meta.dirname, "server.mjs"), args, { execArgv: ["--expose-gc"] });
    try {
      const [{ port }] = (await once(child, "message")) as [{ port: number }];
      const server = new WatchedServer(child, `http://127.0.0.1:${port}`);
      const result = await work(server);
      await server.end();
      return result;
    } finally {
      child.kill("SIGKILL");
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

  look(): Promise<Look> {
    return this.ask("look");
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
