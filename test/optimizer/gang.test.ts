// A solve from the optimizer's side, with workers that are stuck: who has nothing to tell is not waited for, who has a plan is.
import { describe, expect, it } from "vitest";
import type { Crew } from "../../src/optimizer/crew.ts";
import { Gang, type GangJob } from "../../src/optimizer/gang.ts";
import { type FromWorker, type SolveTask, sharedNow, type TaskReply } from "../../src/optimizer/task.ts";
import { unsolvedPlan } from "../../src/optimizer/unsolved-plan.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";

const portfolio = randomPortfolio(1);
const REPLY: TaskReply = { ok: true, plan: unsolvedPlan(portfolio, "moveLimit"), warm: undefined };

/** A gang of one worker that does not answer before it is let go. */
function stuck(timeLimitMs: number) {
  let task: SolveTask | undefined;
  let letGo: (reply: TaskReply) => void = () => undefined;
  const run = (given: SolveTask): Promise<TaskReply> => {
    task = given;
    return new Promise((resolve) => {
      letGo = resolve;
    });
  };
  const crew: Crew = { kind: "threads", run, close: async () => undefined };
  const options: GangJob["options"] = {
    timeLimitMs,
    gap: 0,
    seed: 1,
    moveLimit: 10,
    progressIntervalMs: 100,
    constraints: {},
    start: undefined,
  };
  const gang = new Gang(crew, {
    ...{ portfolio, options, threads: 1, kernel: { mayFallBack: true }, memoryLimitBytes: 2 ** 28, sharedMemory: true },
    ...{ begunAt: sharedNow(), onProgress: () => undefined, warm: undefined, keepsWarm: false },
  });
  let isEnded = false;
  void gang.ended.then(() => {
    isEnded = true;
  });
  return {
    gang,
    isEnded: () => isEnded,
    say: (message: FromWorker) => task!.port.postMessage(message),
    letGo: () => letGo(REPLY),
  };
}

const heard = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe("a worker in a piece of work that nothing interrupts", () => {
  it("does not hold up a cancel when there is no plan, but keeps its place", async () => {
    const { gang, isEnded, letGo } = stuck(1e6);
    const solving = gang.solve();
    gang.stop();
    const { plan } = await solving;
    expect([plan.status, plan.stopReason, isEnded()]).toEqual(["unknown", "cancelled", false]);
    letGo();
    await gang.ended;
  });

  it("does not hold up the end of the time when there is no plan", async () => {
    const { gang, isEnded, letGo } = stuck(10);
    const { plan } = await gang.solve();
    expect([plan.status, plan.stopReason, isEnded()]).toEqual(["unknown", "timeLimit", false]);
    letGo();
    await gang.ended;
  });

  it("is waited for when it has a plan", async () => {
    const { gang, say, letGo } = stuck(1e6);
    const solving = gang.solve();
    say({ kind: "planned" });
    await heard();
    gang.stop();
    setTimeout(letGo, 150); // long after the patience with those who have none
    const { plan } = await solving;
    expect(plan.stopReason).toBe("moveLimit");
    await gang.ended;
  });
});
