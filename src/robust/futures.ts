// The futures a robust plan is made for: each a portfolio with its probability, what of the here-and-now decisions binds in it, and how far
// prices may go there.
//
// A signed contract that cannot be served in a future is not an impossibility but costs: whatever stays unserved pays a share of the rent
// (MODEL.md's shortfall, with nothing too large to be missed).
import { FloatField, IntField } from "../../assembly/abi.ts";
import { compile } from "../compile/compile.ts";
import { floatField, intField } from "../compile/instance.ts";
import { OptionError } from "../errors.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { withShortfall } from "../sweep/commitments.ts";
import { type NowSpace, nowSpace, presence } from "./now-space.ts";

/** One future as it is given. */
export interface FutureInput {
  readonly id: string;
  /** Relative to the others; 0: shown, but not counted. */
  readonly weight: number;
  /** The portfolio in this future: same horizon, sites, halls and expansions; anything may differ in figures, contracts and lots may be gone. */
  readonly portfolio: Portfolio;
}

export interface Future {
  readonly id: string;
  /** Those of all futures sum to 1. */
  readonly probability: number;
  /** With the penalty for what stays unserved. */
  readonly portfolio: Portfolio;
  /** By coordinate: whether it is a decision here. */
  readonly present: readonly boolean[];
  /** By coordinate, USD: the largest bonus that does not make ordering, or signing without serving, pay by itself; 0 where none is given. */
  readonly mostBonusUsd: Float64Array;
  /** By coordinate, USD: what the decision moves. */
  readonly scaleUsd: Float64Array;
}

export interface Futures {
  readonly space: NowSpace;
  readonly futures: readonly Future[];
}

/** Every contract of the base portfolio with the penalty, or its own where that is dearer. */
export function withPenalty(portfolio: Portfolio, base: Portfolio, penalty: number): Portfolio {
  const known = new Set(base.contracts.map(({ id }) => id));
  const contracts = portfolio.contracts.map((contract) =>
    known.has(contract.id) ? withShortfall(contract, penalty) : contract,
  );
  return { ...portfolio, contracts };
}

/** Throws OptionError where a future lacks a place the base portfolio has. */
function checkPlaces(base: Portfolio, { id, portfolio }: FutureInput): void {
  const refuse = (what: string, mend: string): never => {
    throw new OptionError(`scenario ${JSON.stringify(id)} ${what}; ${mend}`);
  };
  const { start, periods, monthsPerPeriod } = portfolio.horizon;
  const { horizon } = base;
  if (start !== horizon.start || periods !== horizon.periods || monthsPerPeriod !== horizon.monthsPerPeriod) {
    refuse(
      "has another horizon than the portfolio",
      "leave the horizon as it is: decisions are compared month by month",
    );
  }
  for (const site of base.sites) {
    const own = portfolio.sites.find((other) => other.id === site.id);
    const name = `site ${JSON.stringify(site.id)}`;
    const mend = "what may be started there now must exist in every future: take its power away instead (firmMw=0)";
    if (own === undefined) refuse(`has no ${name}`, mend);
    for (const hall of site.halls) {
      const other = own!.halls.find(({ id: hallId }) => hallId === hall.id);
      if (other === undefined || (hall.build !== undefined && other.build === undefined)) {
        refuse(`has no hall ${JSON.stringify(hall.id)} to build in at ${name}`, mend);
      }
    }
    for (const { id: expansion } of site.expansions) {
      if (!own!.expansions.some((other) => other.id === expansion)) {
        refuse(`has no expansion ${JSON.stringify(expansion)} at ${name}`, mend);
      }
    }
  }
}

/** Prices and scales by coordinate, from the compiled portfolio. */
function pricesOf(space: NowSpace, portfolio: Portfolio): Pick<Future, "mostBonusUsd" | "scaleUsd"> {
  const instance = compile(portfolio);
  const optionStart = intField(instance, IntField.contractOptionStart);
  const servedUsd = floatField(instance, FloatField.optionServedUsd);
  const unservedUsd = floatField(instance, FloatField.optionUnservedUsd);
  const lotNetUsd = floatField(instance, FloatField.lotNetUsd);
  const mostBonusUsd = new Float64Array(space.coordinates.length);
  const scaleUsd = new Float64Array(space.coordinates.length);
  const contractAt = new Map(instance.index.contractIds.map((id, c) => [id, c]));
  const lotAt = new Map(instance.index.lotIds.map((id, l) => [id, l]));
  space.coordinates.forEach((coordinate, k) => {
    if (coordinate.kind === "contract") {
      const c = contractAt.get(coordinate.id);
      if (c === undefined || optionStart[c] === optionStart[c + 1]) return;
      const served = servedUsd.subarray(optionStart[c], optionStart[c + 1]);
      scaleUsd[k] = served.reduce((most, usd) => Math.max(most, Math.abs(usd)), 0);
      const mayLeave = portfolio.contracts[c].shortfall !== undefined;
      const unserved = unservedUsd.subarray(optionStart[c], optionStart[c + 1]);
      mostBonusUsd[k] = mayLeave
        ? Math.max(
            0,
            unserved.reduce((least, usd) => Math.min(least, usd)),
          )
        : scaleUsd[k];
    } else if (coordinate.kind === "lot") {
      const l = lotAt.get(coordinate.id);
      if (l === undefined) return;
      scaleUsd[k] = lotNetUsd[l];
      mostBonusUsd[k] = lotNetUsd[l];
    }
  });
  return { mostBonusUsd, scaleUsd };
}

/**
 * Futures that count (weight above 0), as the search needs them. `penalty`: share of the rent paid on what stays unserved; null: contracts must
 * be served as they say. Throws OptionError.
 */
export function makeFutures(
  base: Portfolio,
  inputs: readonly FutureInput[],
  until: string,
  later: ReadonlySet<string>,
  penalty: number | null,
): Futures {
  for (const input of inputs) checkPlaces(base, input);
  const counted = inputs.filter(({ weight }) => weight > 0);
  if (counted.length === 0) {
    throw new OptionError(`none of ${inputs.length} scenarios counts; give at least one of them a weight above 0`);
  }
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  const space = nowSpace(
    base,
    counted.map(({ portfolio }) => portfolio),
    until,
    later,
  );
  const futures = counted.map(({ id, weight, portfolio }): Future => {
    const own = penalty === null ? portfolio : withPenalty(portfolio, base, penalty);
    return {
      ...{ id, probability: weight / total, portfolio: own },
      present: presence(space, own),
      ...pricesOf(space, own),
    };
  });
  return { space, futures };
}
