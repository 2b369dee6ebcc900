// What is measured, part by part, each against a service of its own.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchRecordBase } from "../harness/result-file.ts";
import { type Aborts, aborts } from "./aborts.ts";
import { type Bodies, bodies } from "./bodies.ts";
import { type Burst, burst } from "./burst.ts";
import { type ColdStarts, coldStarts } from "./cold.ts";
import { type Kills, kills } from "./kills.ts";
import { type Large, large } from "./large.ts";
import { type Sessions, sessions } from "./sessions.ts";
import { type Stops, stops } from "./stops.ts";
import { WatchedServer } from "./watched-server.ts";

export interface ServiceResults {
  concurrent: Burst;
  row: readonly Burst[];
  large: Large;
  aborts: Aborts;
  kills: Kills;
  overflow: Burst;
  bodies: Bodies;
  cold: ColdStarts;
  stops: Stops;
  sessions: Sessions;
}

export type ServicePart = keyof ServiceResults;

export interface ServiceRecord<Part extends ServicePart = ServicePart> extends BenchRecordBase {
  readonly key: Part;
  readonly result?: ServiceResults[Part];
  readonly failure?: string;
}

/** What all loads ask for: bundled, so that the benchmark runs anywhere. */
export const PORTFOLIO = "latecomer";
const text = readFileSync(join(import.meta.dirname, `../../src/examples/${PORTFOLIO}.json`), "utf8");

const SEED = 12_345;
const ROOM_FOR_ALL = { optimizerOptions: { queueLimit: 1000 } };

/** Both sides have run their code before anything counts. */
async function warmed<Result>(
  work: (server: WatchedServer) => Promise<Result>,
  options = ROOM_FOR_ALL,
): Promise<Result> {
  return WatchedServer.during(options, async (server) => {
    await burst(server, { text, amount: 50, connections: 10 });
    return work(server);
  });
}

export const PARTS: { readonly [Part in ServicePart]: () => Promise<ServiceResults[Part]> } = {
  concurrent: () => warmed((server) => burst(server, { text, amount: 200, connections: 200 })),
  row: () =>
    warmed(async (server) => {
      const bursts: Burst[] = [];
      for (let part = 0; part < 10; part++) bursts.push(await burst(server, { text, amount: 200, connections: 20 }));
      return bursts;
    }),
  large: () => warmed((server) => large(server)),
  aborts: () => warmed((server) => aborts(server, text, 500, SEED)),
  kills: () => warmed((server) => kills(server, { text, amount: 100, connections: 10 })),
  overflow: () =>
    warmed((server) => burst(server, { text, amount: 500, connections: 200 }), {
      optimizerOptions: { queueLimit: 20 },
    }),
  bodies: () => warmed((server) => bodies(server, text, 50)),
  cold: () => coldStarts(text, 5),
  stops: () => stops(),
  sessions: () => sessions(),
};
