// A process that does nothing but watch its own event loop: what it sees is the machine's doing, not the service's.
import { watchLoop } from "./loop-watch.mjs";

const look = watchLoop();
process.on("disconnect", () => process.exit(0));
process.on("message", () => {
  const { restart, p99Ms, maxMs } = look();
  process.send({ p99Ms, maxMs });
  restart();
});
process.send("ready");
