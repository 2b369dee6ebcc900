// Who waits and who works.
import { describe, expect, it } from "vitest";
import { CancelledError, ClosedError, QueueFullError } from "../../src/errors.ts";
import { SolveQueue } from "../../src/optimizer/solve-queue.ts";

const open = new AbortController().signal;
/** Lets promises that are settled run their course. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe("the queue", () => {
  it("lets in by order of arrival, and a large one does not starve", async () => {
    const queue = new SolveQueue(2, 10);
    const order: string[] = [];
    const leave = await queue.enter(1, open);
    const enter = async (name: string, places: number): Promise<() => void> => {
      const left = await queue.enter(places, open);
      order.push(name);
      return left;
    };
    const large = enter("large", 2);
    const small = enter("small", 1);
    await settle();
    expect([queue.running, queue.waiting, queue.busy, order]).toEqual([1, 2, 1, []]);
    leave();
    leave(); // leaving twice gives one place back, not two
    const leaveLarge = await large;
    expect([order, queue.busy, queue.waiting]).toEqual([["large"], 2, 1]);
    leaveLarge();
    (await small)();
    expect([order, queue.busy, queue.running, queue.waiting]).toEqual([["large", "small"], 0, 0, 0]);
  });

  it("refuses one too many, with the numbers", async () => {
    const queue = new SolveQueue(1, 1);
    await queue.enter(1, open);
    const waiting = queue.enter(1, open);
    const refusal = await queue.enter(1, open).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(QueueFullError);
    expect(refusal).toMatchObject({ running: 1, waiting: 1, queueLimit: 1 });
    expect((refusal as Error).message).toContain("1 solves are running and 1 are waiting, queueLimit is 1");
    queue.close();
    await expect(waiting).rejects.toThrow(ClosedError);
    await expect(queue.enter(1, open)).rejects.toThrow(ClosedError);
  });

  it("lets go of those who give up, and of those behind them", async () => {
    const queue = new SolveQueue(2, 10);
    await queue.enter(1, open);
    const stop = new AbortController();
    const large = queue.enter(2, stop.signal);
    const small = queue.enter(1, open);
    stop.abort("too long");
    const error = await large.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CancelledError);
    expect((error as Error).cause).toBe("too long");
    await small; // its place was free all the time
    expect([queue.busy, queue.waiting]).toEqual([2, 0]);
    await expect(queue.enter(1, AbortSignal.abort())).rejects.toThrow(CancelledError);
  });
});
