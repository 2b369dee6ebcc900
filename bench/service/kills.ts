// Workers that die at work while others ask.
import { type Burst, burst, type Load } from "./burst.ts";
import type { WatchedServer } from "./watched-server.ts";

export interface Kills {
  readonly kills: number;
  readonly burst: Burst;
  readonly afterwards: Burst;
}

const EVERY_MS = 200;

/** End a worker every fifth of a second while a load runs; another load follows without. */
export async function kills(server: WatchedServer, load: Load): Promise<Kills> {
  let isOver = false;
  const killing = (async () => {
    let killed = 0;
    while (!isOver) {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      if (!isOver && (await server.killWorker())) killed++;
    }
    return killed;
  })();
  const during = await burst(server, load).finally(() => {
    isOver = true;
  });
  return { kills: await killing, burst: during, afterwards: await burst(server, load) };
}
