// Blobs that do not fit together are refused with a code, never read beyond their ends.
import { describe, expect, it } from "vitest";
import { ABI_VERSION, Code, Count, FloatField, IntField } from "../../assembly/abi.ts";
import { compile } from "../../src/compile/compile.ts";
import { FLOAT_OFFSETS_AT, INT_DATA_AT, INT_OFFSETS_AT, Instance } from "../../src/compile/instance.ts";
import { AllocRun } from "../../src/engine/alloc-run.ts";
import { Engine, EngineKind } from "../../src/engine/engine.ts";
import { createEngine } from "../../src/engine/load.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";
import { rng } from "../support/rng.ts";

interface Blobs {
  ints: Int32Array;
  floats: Float64Array;
}

const withInt = (at: number, change: (value: number) => number) => (blobs: Blobs) => {
  blobs.ints[at] = change(blobs.ints[at]);
};

const BAD: Record<string, (blobs: Blobs) => void> = {
  "no integers at all": (blobs) => {
    blobs.ints = new Int32Array(0);
  },
  "a head that is cut off": (blobs) => {
    blobs.ints = blobs.ints.slice(0, INT_DATA_AT - 1);
  },
  "integers cut off": (blobs) => {
    blobs.ints = blobs.ints.slice(0, -1);
  },
  "an integer too many": (blobs) => {
    blobs.ints = Int32Array.of(...blobs.ints, 0);
  },
  "floats cut off": (blobs) => {
    blobs.floats = blobs.floats.slice(0, -1);
  },
  "a float too many": (blobs) => {
    blobs.floats = Float64Array.of(...blobs.floats, 0);
  },
  "no floats": (blobs) => {
    blobs.floats = new Float64Array(0);
  },
  "another ABI": withInt(0, () => ABI_VERSION + 1),
  "a negative count": withInt(1 + Count.contracts, () => -1),
  "integer fields that do not start at 0": withInt(INT_OFFSETS_AT, () => 1),
  "float fields that do not start at 0": withInt(FLOAT_OFFSETS_AT, () => 1),
  "integer fields out of order": withInt(INT_OFFSETS_AT + IntField.hallLead, (value) => value + 1e6),
  "float fields out of order": withInt(FLOAT_OFFSETS_AT + FloatField.hallPue, () => -1),
  "an end beyond the integers": withInt(INT_OFFSETS_AT + IntField.count, (value) => value + 1),
  "an end beyond the floats": withInt(FLOAT_OFFSETS_AT + FloatField.count, (value) => value + 1),
};

/** Fields that index others: from 0, ascending, to the number of items. */
const INDEXES = [
  IntField.siteHallStart,
  IntField.hallSpotStart,
  IntField.platformLotStart,
  IntField.siteExpansionStart,
  IntField.segmentStart,
  IntField.contractOptionStart,
  IntField.contractColumnStart,
  IntField.contractRampStart,
];

/** Handle (>= 0) or -Code. */
function open(engine: Engine, { ints, floats }: Blobs): number {
  const kernel = engine.open();
  const { functions } = kernel;
  const intsAt = functions.allocInts(ints.length);
  const floatsAt = functions.allocFloats(floats.length);
  kernel.writeInts(intsAt, ints);
  kernel.writeFloats(floatsAt, floats);
  return functions.allocOpen(intsAt, floatsAt, 1, 1e-4);
}

const blobsOf = ({ ints, floats }: Instance): Blobs => ({ ints: ints.slice(), floats: floats.slice() });

describe.each(["wasm", "js"] as EngineKind[])("bad input on %s", (kind) => {
  const instance = compile(randomPortfolio(2));

  it("whole blobs are accepted", async () => {
    expect(open(await createEngine({ engine: kind }), blobsOf(instance))).toBeGreaterThanOrEqual(0);
  });

  it.each(Object.entries(BAD))("%s", async (_, spoil) => {
    const blobs = blobsOf(instance);
    spoil(blobs);
    expect(open(await createEngine({ engine: kind }), blobs)).toBe(-Code.badInput);
  });

  it("regression: counts that the fields do not have", async () => {
    const engine = await createEngine({ engine: kind });
    for (let of = 0; of < Count.size; of++) {
      // A group without members is no contradiction.
      if (of === Count.groups) continue;
      for (const change of [1, 1000, -1]) {
        const blobs = blobsOf(instance);
        blobs.ints[1 + of] += change;
        const isFlag = of === Count.hasDebt && (blobs.ints[1 + of] === 0 || blobs.ints[1 + of] === 1);
        if (!isFlag) expect(open(engine, blobs), `count ${of} changed by ${change}`).toBe(-Code.badInput);
      }
    }
  });

  it("regression: index arrays that lead astray", async () => {
    const engine = await createEngine({ engine: kind });
    for (const field of INDEXES) {
      const from = INT_DATA_AT + instance.ints[INT_OFFSETS_AT + field];
      const to = INT_DATA_AT + instance.ints[INT_OFFSETS_AT + field + 1];
      for (const [at, value] of [
        [from, 1],
        [to - 1, instance.ints[to - 1] + 1],
        [to - 1, -1],
        [from + 1, 1e9],
      ]) {
        const blobs = blobsOf(instance);
        blobs.ints[at] = value;
        expect(open(engine, blobs), `index field ${field}: ${value} at ${at - from}`).toBe(-Code.badInput);
      }
    }
  });

  it("regression: random damage to the head is refused", async () => {
    const engine = await createEngine({ engine: kind });
    let refused = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const draw = rng(seed, "damage");
      const blobs = blobsOf(instance);
      const at = draw.int(0, INT_DATA_AT - 1);
      if (at === 1 + Count.groups || at === 1 + Count.hasDebt) continue;
      const before = blobs.ints[at];
      blobs.ints[at] = draw.pick([before + draw.int(-3, 3), draw.int(-(2 ** 31), 2 ** 31 - 1), -before]);
      const answer = open(engine, blobs);
      const label = `seed ${seed}: integer ${at} is ${blobs.ints[at]} instead of ${before}`;
      if (blobs.ints[at] === before) expect(answer, label).toBeGreaterThanOrEqual(0);
      else expect(answer, label).toBe(-Code.badInput);
      if (answer < 0) refused++;
    }
    expect(refused).toBeGreaterThan(100);
  });

  it("a run says whose bug it is", async () => {
    const engine = await createEngine({ engine: kind });
    const spoiled = { ...instance, floats: instance.floats.slice(1) };
    expect(() => new AllocRun(engine, spoiled, 1, 1e-4)).toThrow(
      "the kernel refused its input (code 1): compiler and kernel disagree",
    );
  });
});
