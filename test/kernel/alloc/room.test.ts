// The room a plan leaves for a contract at a spot: all of it fits, and a little more does not.
import { describe, expect, it } from "vitest";
import { IMPOSSIBLE, MIN_SHARE } from "../../../assembly/alloc/params.ts";
import { TOTAL_PUE_VIOLATION } from "../../../assembly/alloc/state.ts";
import { Portfolio } from "../../../src/portfolio/schema.ts";
import { randomPortfolio } from "../../support/random-portfolio.ts";
import { Rng, rng } from "../../support/rng.ts";
import { hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../../support/shared-portfolios.ts";
import { changeAtRandom, columnsOf, contractsOf, makeRig, optionsOf, Rig } from "./rig.ts";

interface Tally {
  filled: number;
  tight: number;
  unbounded: number;
  pue: number;
  modules: number;
}

const LITTLE_MORE = 1e-6;

/** Whether the share fits: capacity by `place`, PUE cap by its violation; everything is undone. */
function fits(rig: Rig, c: number, j: number, share: number): { capacity: boolean; pue: boolean } {
  const { journal, pour, evaluator } = rig;
  const mark = journal.open();
  const before = evaluator.total(TOTAL_PUE_VIOLATION);
  const capacity = pour.place(c, j, share);
  const pue = evaluator.total(TOTAL_PUE_VIOLATION) <= before + 1e-12 * Math.max(1, before);
  journal.rollback(mark);
  return { capacity, pue };
}

function compare(rig: Rig, draw: Rng, c: number, label: string, tally: Tally): void {
  const { pour, inserter, journal, evaluator, inst } = rig;
  const mark = journal.open();
  if (!inserter.accepted(c)) inserter.acceptEmpty(c, draw.pick(optionsOf(rig, c)));
  const o = inserter.optionOf(c);
  const j = draw.pick(columnsOf(rig, c));
  const share = pour.room.share(c, o, j);
  const words = `${label}: room ${share} for contract ${c} at column ${j} under option ${o}`;
  const hasTrouble = evaluator.total(TOTAL_PUE_VIOLATION) > 0;
  if (share >= IMPOSSIBLE) {
    expect(fits(rig, c, j, 1), words).toEqual({ capacity: true, pue: true });
    tally.unbounded++;
  } else {
    if (share >= MIN_SHARE) {
      const full = fits(rig, c, j, share);
      expect(full.capacity, `${words} does not fit`).toBe(true);
      if (!hasTrouble) expect(full.pue, `${words} breaks the PUE cap`).toBe(true);
      tally.filled++;
    }
    // Beyond every tolerance: those are relative to the loads, here to a full share's MW and a hundred MW more.
    const more = LITTLE_MORE * (100 / inst.columnMw[j] + 1 + Math.abs(share));
    const over = fits(rig, c, j, Math.max(0, share) + more);
    if (share > -LITTLE_MORE) expect(over.capacity && over.pue, `${words} is not all`).toBe(false);
    tally.tight++;
    if (over.capacity) tally.pue++;
    compareModules(rig, c, o, j, Math.min(share, 1), draw, words, tally);
  }
  journal.rollback(mark);
}

/** With at most `modules` modules: the share needs no more of them, and a little more does. */
function compareModules(
  rig: Rig,
  c: number,
  o: number,
  j: number,
  room: number,
  draw: Rng,
  words: string,
  tally: Tally,
): void {
  const { pour, inst } = rig;
  if (room < MIN_SHARE) return;
  pour.trial.gain(c, o, j, room);
  const { modulesBefore, modulesAfter } = pour.trial;
  if (modulesAfter <= modulesBefore) return;
  const most = draw.int(modulesBefore, modulesAfter - 1);
  const share = pour.room.shareWithModules(c, o, j, most);
  expect(share, `${words}: with ${most} modules`).toBeLessThan(room + LITTLE_MORE);
  if (share >= MIN_SHARE) {
    expect(pour.trial.gain(c, o, j, share), `${words}: ${share} with ${most} modules`).toBeGreaterThan(-IMPOSSIBLE);
    expect(pour.trial.modulesAfter, `${words}: modules for ${share}`).toBeLessThanOrEqual(most);
  }
  const more = Math.max(share, 0) + LITTLE_MORE * (100 / inst.columnMw[j] + 1 + share);
  if (more > room) return;
  pour.trial.gain(c, o, j, more);
  expect(pour.trial.modulesAfter, `${words}: modules for ${more}`).toBeGreaterThan(most);
  tally.modules++;
}

function walk(portfolio: Portfolio, seed: number, steps: number, tally: Tally): void {
  const rig = makeRig(portfolio);
  const draw = rng(seed, "room");
  const usable = contractsOf(rig).filter((c) => optionsOf(rig, c).length > 0 && columnsOf(rig, c).length > 0);
  if (usable.length === 0) return;
  for (let step = 1; step <= steps; step++) {
    changeAtRandom(rig, draw);
    rig.journal.forget();
    const label = `portfolio ${portfolio.name}, room seed ${seed}, step ${step}`;
    for (let k = 0; k < 3; k++) compare(rig, draw, draw.pick(usable), label, tally);
  }
}

describe("room", () => {
  it("fits and is all there is, on random portfolios", () => {
    const tally: Tally = { filled: 0, tight: 0, unbounded: 0, pue: 0, modules: 0 };
    for (let seed = 1; seed <= 150; seed++) walk(randomPortfolio(seed), seed, 20, tally);
    console.log(`seeds 1-150: ${JSON.stringify(tally)}`);
    expect(tally.filled).toBeGreaterThan(1000);
    expect(tally.pue).toBeGreaterThan(20);
    expect(tally.modules).toBeGreaterThan(100);
    expect(tally.unbounded).toBeGreaterThan(0);
  });

  it.each(["tiny-2", "small-3", "monthly-1", "medium-1"])("fits and is all there is on %s", (name) => {
    if (!hasSharedPortfolios) return void skipsWithoutShared(`room on ${name}`);
    const tally: Tally = { filled: 0, tight: 0, unbounded: 0, pue: 0, modules: 0 };
    walk(sharedPortfolio(name), 1, 60, tally);
    expect(tally.filled).toBeGreaterThan(30);
  });
});
