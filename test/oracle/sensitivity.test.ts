// Agreement proves little about a field that never matters. Here every field of MODEL.md section 2 that could change a plan's value is
// changed in random portfolios until the optimum moves, and there audit, MILP and enumeration must agree again: the generator exercises
// the field, and all three read it.
import { expect, test } from "vitest";
import { type Portfolio, portfolioSchema } from "../../src/portfolio/schema.ts";
import { randomPortfolio, SMALL, TINY } from "../support/random-portfolio.ts";
import { agrees, checkAgreement } from "./agreement.ts";
import { followingMonth } from "./enumerate-time.ts";
import { solveTextbook } from "./textbook-milp.ts";

/** Every field that matters, as a path with list positions and step-map keys left out. */
const FIELDS = [
  ...["horizon.start", "horizon.periods", "horizon.monthsPerPeriod"],
  ...["finance.discountRate", "finance.cumulativeEquityUsd", "finance.debt.rate", "finance.debt.termYears"],
  ...["finance.debt.maxLoanToCost"],
  ...["kwPerRack", "cooling", "supply", "acceleratorsPerRack", "pflopsPerRack", "opexUsdPerRackMonth"].map(
    (field) => `platforms.${field}`,
  ),
  ...["platform", "racks", "arrives", "usdPerRack", "committed", "divisible", "lifeYears"].map(
    (field) => `backlog.${field}`,
  ),
  ...["region", "firmMw", "interruptibleMw", "pueCap", "energy.market.share", "energy.market.usdPerMwh"].map(
    (field) => `sites.${field}`,
  ),
  ...["energy.ppa.usdPerMwh", "energy.ppa.resale", "flexible.mw", "flexible.usdPerMwh"].map(
    (field) => `sites.${field}`,
  ),
  ...["mw", "capexUsd", "leadMonths", "earliest", "lifeYears"].map((field) => `sites.expansions.${field}`),
  ...["cooling", "pue", "peakPue", "builtMw"].map((field) => `sites.halls.${field}`),
  ...["moduleMw", "maxModules", "capexUsdPerMw", "leadMonths", "maxModulesPerPeriod", "lifeYears"].map(
    (field) => `sites.halls.build.${field}`,
  ),
  ...["unit", "quantity", "platforms", "usdPerUnitMonth", "escalation", "takeOrPay", "utilisation", "termMonths"].map(
    (field) => `contracts.${field}`,
  ),
  ...["earliest", "latest", "due", "lateUsdPerUnitMonth"].map((field) => `contracts.start.${field}`),
  ...["ramp", "minFraction", "signed", "group"].map((field) => `contracts.${field}`),
  ...["sites", "excludeSites", "regions", "maxSites", "minMwPerSite", "maxPue"].map(
    (field) => `contracts.placement.${field}`,
  ),
  ...["discountRate", "annualDefaultProbability", "advanceRate"].map((field) => `contracts.credit.${field}`),
  ...["maxFraction", "usdPerUnitMonth"].map((field) => `contracts.shortfall.${field}`),
];

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Fields whose removal is the change: lists, limits and names. */
const REMOVED =
  /\.(pueCap|maxPue|maxSites|minMwPerSite|sites|excludeSites|regions|region|group|lifeYears|earliest|due)$/;

function changedValue(value: Json): Json {
  if (typeof value === "boolean") return !value;
  if (typeof value === "string" && /^\d{4}-\d{2}$/.test(value)) {
    let month = value;
    for (let k = 0; k < 7; k++) month = followingMonth(month);
    return month;
  }
  if (typeof value === "string") {
    const cycle: Record<string, string> = {
      mw: "racks",
      racks: "mw",
      tenant: "backlog",
      backlog: "tenant",
      dlc: "air",
    };
    return cycle[value] ?? "immersion";
  }
  if (typeof value === "number") return Number.isInteger(value) && value < 100 ? value + 1 : value * 0.8;
  if (Array.isArray(value)) return value.length > 1 ? value.slice(1) : value;
  if (value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, step]) => [key, changedValue(step)]));
}

/** Changes the field everywhere in the value at `path`; returns whether there was anything to change. */
function changeField(value: Json, path: string, full: string): boolean {
  if (Array.isArray(value)) return value.map((item) => changeField(item, path, full)).some(Boolean);
  if (value === null || typeof value !== "object") return false;
  const [key, rest] = path.split(/\.(.*)/s);
  if (value[key] === undefined) return false;
  if (rest !== undefined) return changeField(value[key], rest, full);
  const isMandatory = full === "contracts.start.earliest";
  if (REMOVED.test(full) && !isMandatory) delete value[key];
  else if (
    /rice|rate|share|probability|fraction|takeOrPay|utilisation|LoanToCost/i.test(key) &&
    typeof value[key] === "number"
  )
    value[key] = value[key] === 0 ? 0.1 : value[key] * 0.8;
  else if (key === "maxModulesPerPeriod" && typeof value[key] === "number") value[key] = Math.max(0, value[key] - 1);
  else value[key] = changedValue(value[key]);
  return true;
}

function withChanged(portfolio: Portfolio, path: string): Portfolio | null {
  const copy: Json = JSON.parse(JSON.stringify(portfolio));
  if (!changeField(copy, path, path)) return null;
  const parsed = portfolioSchema.safeParse(copy);
  return parsed.success ? parsed.data : null;
}

test("every field moves the optimum of some random portfolio", async () => {
  const pending = new Set(FIELDS);
  let solves = 0;
  for (let seed = 1; seed <= 400 && pending.size > 0; seed++) {
    const portfolio = randomPortfolio(seed, seed % 4 === 0 ? SMALL : TINY);
    const { valueUsd } = await solveTextbook(portfolio);
    for (const path of [...pending]) {
      const changed = withChanged(portfolio, path);
      if (!changed) continue;
      const moved = (await solveTextbook(changed)).valueUsd;
      solves++;
      const isSame = valueUsd === null || moved === null ? valueUsd === moved : agrees(valueUsd, moved);
      if (isSame) continue;
      const { disagreements } = await checkAgreement(changed, 800);
      expect(disagreements, `seed ${seed} with ${path} changed`).toEqual([]);
      pending.delete(path);
    }
  }
  console.log(`${FIELDS.length} fields, ${solves} solves`);
  expect([...pending]).toEqual([]);
}, 240_000);
