// Clients that leave in the middle, at random.
import { request } from "node:http";
import { burst } from "./burst.ts";
import type { Look, WatchedServer } from "./watched-server.ts";

export interface Aborts {
  readonly left: number;
  readonly seed: number;
  readonly seconds: number;
  /** From the last one's leaving until nothing ran or waited any more. */
  readonly idleAfterMs: number;
  /** Of five solves asked for afterwards. */
  readonly rightAfterwards: number;
  readonly before: Look;
  readonly after: Look;
}

const AT_A_TIME = 50;
const LATEST_MS = 500;
/** Never done by itself: it has to be stopped. */
const ENDLESS = "?gap=0&timeLimitMs=60000";

function leave(url: string, body: string, afterMs: number): Promise<void> {
  const { hostname, port } = new URL(url);
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const sent = request({ hostname, port, path: `/plans${ENDLESS}`, method: "POST", headers });
    sent.on("error", () => undefined).on("close", () => resolve());
    sent.on("response", (response) => response.resume().on("error", () => undefined));
    sent.end(body);
    setTimeout(() => sent.destroy(), afterMs);
  });
}

/** `count` clients ask for a solve without an end and leave within half a second, 50 at a time. */
export async function aborts(server: WatchedServer, text: string, count: number, seed: number): Promise<Aborts> {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const before = await server.look();
  const begun = performance.now();
  for (let done = 0; done < count; done += AT_A_TIME) {
    const now = Math.min(AT_A_TIME, count - done);
    await Promise.all(Array.from({ length: now }, () => leave(server.url, text, random() * LATEST_MS)));
  }
  const left = performance.now();
  await server.untilIdle();
  const idleAfterMs = performance.now() - left;
  const after = await server.look();
  const { right } = await burst(server, { text, amount: 5, connections: 1 });
  return { left: count, seed, seconds: (left - begun) / 1000, idleAfterMs, rightAfterwards: right, before, after };
}
