// The service in a process of its own, on the built package, watched from inside. Asked "look" it tells of its event loop since the last look
// and of its memory; asked "kill" it ends a worker at work, as a crash would; asked "end" it closes. It ends with the process that forked it.
// Argument: the options of startService as JSON. Run with --expose-gc.
import { createRequire } from "node:module";
import { watchLoop } from "./loop-watch.mjs";

const MIB = 2 ** 20;
const threads = createRequire(import.meta.url)("node:worker_threads");
const workers = new Set();
const NativeWorker = threads.Worker;
threads.Worker = class extends NativeWorker {
  constructor(...args) {
    super(...args);
    workers.add(this);
    this.once("exit", () => workers.delete(this));
  }
};

const { startService } = await import("../../dist/src/service/start-service.js");
const app = await startService({ ...JSON.parse(process.argv[2] ?? "{}"), port: 0 });
const lookAtLoop = watchLoop();

function look() {
  const { restart, ...loop } = lookAtLoop();
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  restart(); // what looking took does not count
  return { ...loop, heapMib: heapUsed / MIB, externalMib: external / MIB, rssMib: rss / MIB };
}

process.on("disconnect", () => process.exit(0));
process.on("message", async (message) => {
  if (message === "look") process.send(look());
  if (message === "kill") {
    const [victim] = workers;
    await victim?.terminate();
    process.send({ killed: victim !== undefined });
  }
  if (message === "end") {
    await app.close();
    process.disconnect();
  }
});
process.send({ port: app.server.address().port });
