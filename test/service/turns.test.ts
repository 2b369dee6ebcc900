// One piece of work per turn of the event loop, in order.
import { expect, it } from "vitest";
import { Turns } from "../../src/service/turns.ts";

it("lets what else there is run between two pieces", async () => {
  const turns = new Turns();
  const order: string[] = [];
  const pieces = ["a", "b", "c"].map((name) =>
    turns.take().then(() => {
      order.push(name);
      setImmediate(() => order.push(`after ${name}`));
    }),
  );
  await Promise.all(pieces);
  await new Promise((resolve) => setImmediate(resolve));
  expect(order).toEqual(["a", "after a", "b", "after b", "c", "after c"]);
});
