// What a trial says a placement gains, against really placing it.
import { describe, expect, it } from "vitest";
import { IMPOSSIBLE, MIN_SHARE } from "../../../assembly/alloc/params.ts";
import { TOTAL_VIOLATION } from "../../../assembly/alloc/state.ts";
import { Portfolio } from "../../../src/portfolio/schema.ts";
import { differingPlaces } from "../../engine/bits.ts";
import { randomPortfolio } from "../../support/random-portfolio.ts";
import { Rng, rng } from "../../support/rng.ts";
import { hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../../support/shared-portfolios.ts";
import { changeAtRandom, columnsOf, contractsOf, magnitudeUsd, makeRig, optionsOf, penalisedUsd, Rig } from "./rig.ts";

interface Tally {
  trials: number;
  impossible: number;
  modules: number;
  violated: number;
}

/** Tries one share and places it; with `overfull` now and then more than there is room for. */
function compare(rig: Rig, draw: Rng, c: number, overfull: boolean, label: string, tally: Tally): void {
  const { pour, inserter, journal, evaluator, state } = rig;
  const mark = journal.open();
  if (!inserter.accepted(c)) {
    inserter.acceptEmpty(c, draw.pick(optionsOf(rig, c)));
    evaluator.refreshFinance();
  }
  const o = inserter.optionOf(c);
  const j = draw.pick(columnsOf(rig, c));
  const room = Math.min(pour.room.share(c, o, j), 1);
  const share = overfull ? Math.abs(room) * draw.between(0.5, 1.5) + 0.01 : room * draw.pick([1, draw.unit()]);
  if (share >= MIN_SHARE) {
    const before = state.data.slice();
    const gain = pour.trial.gain(c, o, j, share);
    const { modulesAfter, modulesBefore } = pour.trial;
    expect(differingPlaces(state.data, before), `${label}: a trial changes nothing`).toEqual([]);
    const usd = penalisedUsd(rig);
    const magnitude = magnitudeUsd(rig);
    const fits = pour.place(c, j, share);
    const words = `${label}: share ${share} of contract ${c} at column ${j} under option ${o}`;
    expect(gain > -IMPOSSIBLE, `${words}: fits`).toBe(fits);
    tally.trials++;
    if (fits) {
      const difference = Math.abs(gain - (penalisedUsd(rig) - usd));
      const scale = Math.max(magnitude, magnitudeUsd(rig));
      expect(difference, `${words}: gain ${gain}`).toBeLessThanOrEqual(1e-9 * scale);
      if (modulesAfter > modulesBefore) tally.modules++;
      if (evaluator.total(TOTAL_VIOLATION) > 0) tally.violated++;
    } else {
      tally.impossible++;
    }
  }
  journal.rollback(mark);
}

function walk(portfolio: Portfolio, seed: number, steps: number, tally: Tally): void {
  const rig = makeRig(portfolio);
  const draw = rng(seed, "trial");
  const usable = contractsOf(rig).filter((c) => optionsOf(rig, c).length > 0 && columnsOf(rig, c).length > 0);
  if (usable.length === 0) return;
  for (let step = 1; step <= steps; step++) {
    changeAtRandom(rig, draw);
    rig.journal.forget();
    const label = `portfolio ${portfolio.name}, trial seed ${seed}, step ${step}`;
    for (let k = 0; k < 3; k++) compare(rig, draw, draw.pick(usable), k === 2, label, tally);
  }
}

describe("trial", () => {
  it("gains what placing gains, and refuses what does not fit, on random portfolios", () => {
    const tally: Tally = { trials: 0, impossible: 0, modules: 0, violated: 0 };
    for (let seed = 1; seed <= 150; seed++) walk(randomPortfolio(seed), seed, 20, tally);
    console.log(`seeds 1-150: ${JSON.stringify(tally)}`);
    expect(tally.impossible).toBeGreaterThan(200);
    expect(tally.modules).toBeGreaterThan(200);
    expect(tally.violated).toBeGreaterThan(200);
  });

  it.each(["tiny-3", "small-1", "monthly-1", "medium-2"])("gains what placing gains on %s", (name) => {
    if (!hasSharedPortfolios) return void skipsWithoutShared(`trial on ${name}`);
    const tally: Tally = { trials: 0, impossible: 0, modules: 0, violated: 0 };
    walk(sharedPortfolio(name), 1, 60, tally);
    expect(tally.trials).toBeGreaterThan(60);
  });
});
