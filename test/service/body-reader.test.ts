// Bodies are read without holding up the event loop: small ones one per turn, large ones elsewhere.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import type * as threads from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { BodyReader } from "../../src/service/body-reader.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";
import { longPortfolio } from "./bodies.ts";

const isBuilt = existsSync(new URL("../../dist/src/service/read-worker.js", import.meta.url));
if (!isBuilt) console.warn("skipped: dist/ is not built (npm run build), and threads run from there");

const SMALL = JSON.stringify(randomPortfolio(1));
const LARGE = JSON.stringify(longPortfolio()).padEnd(40_000);
const always = (): boolean => true;

/** Node's own module, whose Worker tests may replace: the service asks for it when it starts a thread. */
const own = createRequire(import.meta.url)("node:worker_threads") as { Worker: typeof threads.Worker };

describe("bodies", () => {
  let reader = new BodyReader();
  const { Worker } = own;
  afterEach(() => {
    reader.close();
    reader = new BodyReader();
    own.Worker = Worker;
  });

  it("that are small are read one per turn of the event loop, in order", async () => {
    const order: string[] = [];
    const pieces = ["a", "b", "c"].map((name) =>
      reader.read("{}", () => {
        order.push(name);
        setImmediate(() => order.push(`after ${name}`));
        return true;
      }),
    );
    await Promise.all(pieces);
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual(["a", "after a", "b", "after b", "c", "after c"]);
  });

  it.skipIf(!isBuilt)("that are large are read on one thread, as small ones are here", async () => {
    const started: threads.Worker[] = [];
    own.Worker = class extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        started.push(this);
      }
    };
    const [small, large, again, broken] = await Promise.all(
      [SMALL, LARGE, SMALL.padEnd(40_000), `${LARGE}]`].map((text) => reader.read(text, always)),
    );
    expect(started).toHaveLength(1);
    expect(again).toEqual(small);
    expect(large).toEqual({ ok: true, portfolio: expect.objectContaining({ name: longPortfolio().name }) });
    expect(broken).toMatchObject({ ok: false, problems: [{ code: "json-syntax" }] });
  });

  it("that nobody wants any more are not read", async () => {
    expect(await reader.read(SMALL, () => false)).toBeUndefined();
    expect(await reader.read(LARGE, () => false)).toBeUndefined();
  });

  it.skipIf(!isBuilt)("are told when their thread dies, and the next ones have another", async () => {
    let victim: threads.Worker | undefined;
    own.Worker = class extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        victim ??= this;
      }
    };
    await reader.read(LARGE, always); // the thread is there
    const killed = expect(reader.read(`[${"1,".repeat(2_000_000)}1]`, always)).rejects.toThrow(
      "thread that reads bodies died",
    );
    const next = reader.read(LARGE, always);
    await new Promise((resolve) => setImmediate(resolve));
    await victim!.terminate();
    await killed;
    expect(await next).toMatchObject({ ok: true });
  });

  it("that are large are read here where no thread can be had", async () => {
    own.Worker = class {
      constructor() {
        throw new Error("no threads today");
      }
    } as never;
    expect(await reader.read(LARGE, always)).toMatchObject({ ok: true });
  });
});
