// Undo restores every element to the bit, whatever was done in between, under nested marks too.
import { describe, expect, it } from "vitest";
import { differingPlaces } from "../../engine/bits.ts";
import { randomPortfolio } from "../../support/random-portfolio.ts";
import { Rng, rng } from "../../support/rng.ts";
import { changeAtRandom, makeRig, Rig } from "./rig.ts";

interface Tally {
  rollbacks: number;
  commits: number;
  deepest: number;
  changed: number;
}

/** Opens marks inside marks with changes between them; a mark that is rolled back restores what was there when it was opened. */
function nest(rig: Rig, draw: Rng, depth: number, label: string, tally: Tally): void {
  const { journal, state } = rig;
  const before = state.data.slice();
  const mark = journal.open();
  tally.deepest = Math.max(tally.deepest, depth);
  for (let k = draw.int(0, 3); k >= 0; k--) {
    changeAtRandom(rig, draw);
    if (depth < 4 && draw.chance(0.5)) nest(rig, draw, depth + 1, label, tally);
  }
  if (draw.chance(0.5)) {
    journal.commit(mark);
    tally.commits++;
    return;
  }
  if (differingPlaces(state.data, before, 1).length > 0) tally.changed++;
  journal.rollback(mark);
  tally.rollbacks++;
  expect(differingPlaces(state.data, before), label).toEqual([]);
}

describe("journal", () => {
  it("restores every element to the bit, under nested marks", () => {
    const tally: Tally = { rollbacks: 0, commits: 0, deepest: 0, changed: 0 };
    for (let seed = 1; seed <= 60; seed++) {
      const rig = makeRig(randomPortfolio(seed));
      const draw = rng(seed, "journal");
      for (let round = 0; round < 6; round++) {
        nest(rig, draw, 1, `seed ${seed}, round ${round}`, tally);
        if (draw.chance(0.7)) rig.journal.forget();
      }
    }
    console.log(`seeds 1-60: ${JSON.stringify(tally)}`);
    expect(tally.changed).toBeGreaterThan(200);
    expect(tally.deepest).toBe(4);
  });

  it("gives marks one by one back to the state each was opened in", () => {
    const { state, journal } = makeRig(randomPortfolio(3));
    const at = state.totals;
    const block = state.totalsBlock();
    const set = (value: number): void => {
      journal.touch(block);
      state.data[at] = value;
    };
    state.data[at] = 1;
    const first = journal.open();
    set(2);
    const second = journal.open();
    set(3);
    set(4);
    const third = journal.open();
    set(5);
    journal.commit(third);
    expect(state.data[at]).toBe(5);
    journal.rollback(second);
    expect(state.data[at]).toBe(2);
    const again = journal.open();
    set(6);
    journal.commit(again);
    journal.rollback(first);
    expect(state.data[at]).toBe(1);
    expect(journal.entries).toBe(0);
  });

  it("grows beyond its first size", () => {
    const rig = makeRig(randomPortfolio(5));
    const { journal, state } = rig;
    const before = state.data.slice();
    const blocks = state.totalsBlock() + 1;
    const marks: number[] = [];
    for (let depth = 0; depth < 9; depth++) {
      marks.push(journal.open());
      for (let block = 0; block < blocks; block++) {
        journal.touch(block);
        for (let at = state.blockStart[block]; at < state.blockStart[block + 1]; at++) state.data[at] += 1 + depth;
      }
    }
    expect(journal.saved.length).toBeGreaterThan(4 * state.size);
    while (marks.length > 0) journal.rollback(marks.pop()!);
    expect(differingPlaces(state.data, before)).toEqual([]);
  });
});
