// How long the event loop of this process was held up, since the last look. Two figures: what perf_hooks' monitor says, which on a machine
// with more to do than cores contains the waiting for a core, and delays without that waiting: the kernel of Linux counts it per thread.
import { openSync, readSync } from "node:fs";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";

/** Both look at the loop this often, and their figures contain it. */
const EVERY_MS = 1;

const buffer = Buffer.alloc(128);

function openSchedule() {
  try {
    return openSync(`/proc/self/task/${process.pid}/schedstat`, "r");
  } catch {
    return undefined; // not on Linux
  }
}

/** Milliseconds this thread has waited for a core so far. */
function waitedMs(file) {
  const length = readSync(file, buffer, 0, buffer.length, 0);
  return Number(buffer.toString("latin1", 0, length).split(" ")[1]) / 1e6;
}

export function watchLoop() {
  const monitor = monitorEventLoopDelay({ resolution: EVERY_MS });
  monitor.enable();
  const schedule = openSchedule();
  let own = [];
  let last = performance.now();
  let lastWaited = schedule === undefined ? 0 : waitedMs(schedule);
  if (schedule !== undefined) {
    setInterval(() => {
      const now = performance.now();
      const waited = waitedMs(schedule);
      own.push(Math.max(0, now - last - (waited - lastWaited)));
      [last, lastWaited] = [now, waited];
    }, EVERY_MS).unref();
  }
  return function look() {
    const [p50Ms, p99Ms, maxMs] = [monitor.percentile(50), monitor.percentile(99), monitor.max].map((ns) => ns / 1e6);
    const sorted = own.sort((a, b) => a - b);
    const ownP99Ms = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? null;
    const ownMaxMs = sorted.at(-1) ?? null;
    own = []; // no part of the heap that is looked at next
    return {
      ...{ p50Ms, p99Ms, maxMs, ownP99Ms, ownMaxMs },
      restart() {
        own = [];
        monitor.reset();
        last = performance.now();
        if (schedule !== undefined) lastWaited = waitedMs(schedule);
      },
    };
  };
}
