// The report of the service's benchmark calls a miss a miss.
import { describe, expect, it } from "vitest";
import type { Burst } from "../../bench/service/burst.ts";
import type { ServicePart, ServiceRecord, ServiceResults } from "../../bench/service/parts.ts";
import { markdown } from "../../bench/service/report.ts";
import type { EditRow } from "../../bench/service/sessions.ts";
import type { StopRow } from "../../bench/service/stops.ts";

const MACHINE = {
  ...{ date: "2026-01-01T00:00", cpu: "made up", cores: 2, memoryGib: 4, node: "v20", platform: "linux x64" },
  ...{ commit: "abc", kernel: "def", loadAverage: 0 },
};

const LOOK = {
  ...{ p50Ms: 1, p99Ms: 5, maxMs: 9, ownP99Ms: 2, ownMaxMs: 3, idleP99Ms: 1.1, idleMaxMs: 2 },
  ...{ heapMib: 10, externalMib: 1, rssMib: 100 },
};

const BURST: Burst = {
  ...{ asked: 200, connections: 200, statuses: { 200: 200 }, right: 200, wrong: 0, lost: 0, seconds: 5 },
  ...{ latencyP50Ms: 10, latencyP99Ms: 20, look: LOOK },
};

function reported<Part extends ServicePart>(key: Part, result: ServiceResults[Part]): string {
  const records: ServiceRecord[] = [{ key, run: "r", result }];
  return markdown(records, { r: MACHINE });
}

describe("the service's report", () => {
  it("says whether answers and event loop are as they should be", () => {
    expect(reported("concurrent", BURST)).not.toContain("missed");
    expect(reported("concurrent", { ...BURST, right: 199, wrong: 1 })).toContain("none wrong: **missed**");
    expect(reported("concurrent", { ...BURST, right: 199, lost: 1 })).toContain("none wrong: **missed**");
    const starved = reported("concurrent", { ...BURST, look: { ...LOOK, p99Ms: 38 } });
    expect(starved).toContain(
      "below 20 ms: **missed** (38.0 ms); without what its thread waited for a core: met (2.0 ms)",
    );
    expect(reported("concurrent", { ...BURST, look: { ...LOOK, p99Ms: 38, ownP99Ms: 30 } })).toContain(
      "**missed** (30.0 ms)",
    );
    expect(reported("concurrent", { ...BURST, look: { ...LOOK, ownP99Ms: null } })).not.toContain("; without");
  });

  it("compares the heap after the second half with that after the first", () => {
    const row = (...heaps: number[]) =>
      reported(
        "row",
        heaps.map((heapMib) => ({ ...BURST, look: { ...LOOK, heapMib } })),
      );
    expect(row(9, 10, 10.05, 10.1)).toContain("10.10 after 800: met");
    expect(row(9, 10, 10.1, 10.3)).toContain("10.30 after 800: **missed**");
  });

  it("counts the stops that were in time", () => {
    const stop: StopRow = {
      ...{ portfolio: "p", engine: "wasm", threads: 1, atMs: 5, cancelTookMs: 49, hasPlan: true, limitOverMs: 99 },
    };
    const rows = [stop, { ...stop, cancelTookMs: 51, limitOverMs: 101 }, { ...stop, limitOverMs: -101 }];
    const text = reported("stops", { rows, skipped: ["q is not there"] });
    expect(text).toContain("Cancelled within 50 ms: 2 of 3. Time limit held within 100 ms: 1 of 3.");
    expect(text).toContain("Skipped: q is not there.");
  });

  it("calls an edit answered when the plan is audited, in time, and as good", () => {
    const answer = { tookMs: 1000, valueUsd: 1e9, gap: 0.01, isAudited: true };
    const row: EditRow = {
      portfolio: "p",
      contract: "c",
      factor: 0.9,
      scratch: { ...answer, tookMs: 10_000 },
      warm: answer,
    };
    const rows: EditRow[] = [
      row,
      { ...row, warm: { ...answer, valueUsd: 0.99995e9 } },
      { ...row, warm: { ...answer, valueUsd: 0.9998e9 } },
      { ...row, warm: { ...answer, valueUsd: null } },
      { ...row, warm: { ...answer, isAudited: false } },
      { ...row, warm: { ...answer, tookMs: 1101 } },
    ];
    expect(reported("sessions", { rows, skipped: [] })).toContain("worse by more than 0.01 %: 2 of 6.");
  });
});
