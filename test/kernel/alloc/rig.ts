// The search's working parts around one plan, and random legal changes to it: the ground the evaluator, trial, room and journal are
// tested on.
import { Evaluator } from "../../../assembly/alloc/evaluator.ts";
import { Inserter } from "../../../assembly/alloc/insert.ts";
import { Instance } from "../../../assembly/alloc/instance.ts";
import { Journal } from "../../../assembly/alloc/journal.ts";
import { MIN_SHARE } from "../../../assembly/alloc/params.ts";
import { Pour } from "../../../assembly/alloc/pour.ts";
import { Reach } from "../../../assembly/alloc/preprocess.ts";
import {
  State,
  TOTAL_CONTRACT_USD,
  TOTAL_DEBT_USD,
  TOTAL_LOT_USD,
  TOTAL_SITE_USD,
  TOTAL_VIOLATION,
} from "../../../assembly/alloc/state.ts";
import { compile } from "../../../src/compile/compile.ts";
import { Instance as CompiledInstance } from "../../../src/compile/instance.ts";
import { KernelPlan } from "../../../src/compile/kernel-plan.ts";
import { Portfolio } from "../../../src/portfolio/schema.ts";
import { Rng } from "../../support/rng.ts";
import { kernelInstance } from "./kernel-instance.ts";

export interface Rig {
  readonly portfolio: Portfolio;
  readonly compiled: CompiledInstance;
  readonly inst: Instance;
  readonly state: State;
  readonly evaluator: Evaluator;
  readonly journal: Journal;
  readonly pour: Pour;
  readonly inserter: Inserter;
}

/** Around the plan that does nothing. */
export function makeRig(portfolio: Portfolio): Rig {
  const compiled = compile(portfolio);
  const inst = kernelInstance(compiled);
  const state = new State(inst);
  const evaluator = new Evaluator(inst, state);
  const journal = new Journal(state);
  const reach = new Reach(inst);
  const pour = new Pour(inst, state, evaluator, journal, reach.columnLimit);
  const inserter = new Inserter(inst, state, evaluator, journal, pour, reach.optionAlive);
  state.clear();
  evaluator.rebuild();
  return { portfolio, compiled, inst, state, evaluator, journal, pour, inserter };
}

export const optionsOf = ({ inst }: Rig, c: number): number[] =>
  range(inst.contractOptionStart[c], inst.contractOptionStart[c + 1]);

export const columnsOf = ({ inst }: Rig, c: number): number[] =>
  range(inst.contractColumnStart[c], inst.contractColumnStart[c + 1]);

export const contractsOf = ({ inst }: Rig): number[] => range(0, inst.contracts);

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, k) => from + k);
}

/** Sum of the magnitudes that the value is a difference of: rounding is relative to it. */
export function magnitudeUsd({ evaluator, inst, state, pour }: Rig): number {
  const scalars = [TOTAL_CONTRACT_USD, TOTAL_SITE_USD, TOTAL_LOT_USD, TOTAL_DEBT_USD];
  let usd = 1 + Math.abs(pour.trial.capitalLoss(evaluator.total(TOTAL_VIOLATION)));
  for (const scalar of scalars) usd += Math.abs(evaluator.total(scalar));
  for (let t = 0; t < inst.periods; t++) usd += Math.abs(state.data[state.totals + t]);
  return usd;
}

/** What Trial.gain is the difference of. */
export function penalisedUsd({ evaluator, pour }: Rig): number {
  return evaluator.valueUsd() - pour.trial.capitalLoss(evaluator.total(TOTAL_VIOLATION));
}

/**
 * One random change through the ways the search has: accept and place, place more, take a part away, shrink, remove, insert, top up.
 * Changes that do not fit are undone. Answers what was done, for messages.
 */
export function changeAtRandom(rig: Rig, draw: Rng): string {
  if (rig.inst.contracts === 0) return "nothing";
  const c = draw.int(0, rig.inst.contracts - 1);
  const { inserter } = rig;
  if (!inserter.accepted(c)) {
    const options = optionsOf(rig, c);
    if (options.length === 0 || inserter.excluded(c)) return `contract ${c} cannot be accepted`;
    if (draw.chance(0.3)) return `insert ${c}: ${inserter.insert(c, -1)}`;
    const o = draw.pick(options);
    inserter.acceptEmpty(c, o);
    rig.evaluator.refreshFinance();
    return `accept ${c} under ${o}, ${placeAtRandom(rig, draw, c)}, ${placeAtRandom(rig, draw, c)}`;
  }
  const kind = draw.int(0, 9);
  if (kind < 4) return placeAtRandom(rig, draw, c);
  if (kind < 6) return takeAtRandom(rig, draw, c);
  if (kind === 6) return topUp(rig, c);
  if (kind === 7) return shrink(rig, c, draw.unit());
  inserter.remove(c);
  return `remove ${c}`;
}

function topUp({ inserter }: Rig, c: number): string {
  inserter.topUp(c);
  return `top up ${c}`;
}

function shrink({ inserter }: Rig, c: number, keep: number): string {
  inserter.shrink(c, keep);
  return `shrink ${c} to ${keep}`;
}

/** Places what a random column has room for, or a part of it. */
function placeAtRandom(rig: Rig, draw: Rng, c: number): string {
  const { pour, inserter, journal } = rig;
  const columns = columnsOf(rig, c);
  if (columns.length === 0) return "no columns";
  const j = draw.pick(columns);
  const room = Math.min(pour.room.share(c, inserter.optionOf(c), j), 1 - inserter.served(c));
  const share = draw.chance(0.3) ? room : room * draw.unit();
  if (share < MIN_SHARE) return `no room for ${c} at ${j}`;
  const mark = journal.open();
  const fits = pour.place(c, j, share);
  if (fits) journal.commit(mark);
  else journal.rollback(mark);
  return `${fits ? "place" : "does not fit:"} ${share} of ${c} at ${j}`;
}

/** Takes a part, or all, of what the contract has at one column. */
function takeAtRandom(rig: Rig, draw: Rng, c: number): string {
  const { state, pour } = rig;
  const used = columnsOf(rig, c).filter((j) => state.data[state.shareAt(c, j)] > 0);
  if (used.length === 0) return "nothing to take";
  const j = draw.pick(used);
  const share = state.data[state.shareAt(c, j)] * (draw.chance(0.3) ? 1 : draw.unit());
  pour.place(c, j, -share);
  return `take ${share} of ${c} at ${j}`;
}

/** The plan in the form the host decodes. */
export function kernelPlanOf({ inst, state, evaluator }: Rig): KernelPlan {
  const { data } = state;
  const T = inst.periods;
  const moduleStarts = new Int32Array(inst.halls * T);
  for (let h = 0; h < inst.halls; h++) {
    for (let t = 0; t < T; t++) moduleStarts[h * T + t] = data[state.hallAt[h] + T + t];
  }
  const columnShare = new Float64Array(inst.columns);
  const contractOption = new Int32Array(inst.contracts);
  for (let c = 0; c < inst.contracts; c++) {
    contractOption[c] = data[state.contractAt(c)];
    for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
      columnShare[j] = data[state.shareAt(c, j)];
    }
  }
  evaluator.refreshFinance();
  return {
    contractOption,
    columnShare,
    moduleStarts,
    expansionStart: Int32Array.from({ length: inst.expansions }, (_, x) => data[state.expansionAt[x]]),
    expansionAllowed: Int32Array.from({ length: inst.expansions }, (_, x) => data[state.expansionAt[x] + 1]),
    lotFraction: Float64Array.from({ length: inst.lots }, (_, l) => data[state.lotAt[l]]),
    drawUsd: evaluator.finance.draw.slice(0, T),
  };
}
