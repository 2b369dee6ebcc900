// Shapes of a plan's derived sections: what people read, and nobody has to believe, since the decisions are enough to recompute
// them. Arrays have one value per period, in the order of `months`. Units close the names; IT MW unless the name says otherwise.
import * as z from "zod/mini";

const perPeriod = z.array(z.number());
const perPeriodOrNone = z.array(z.nullable(z.number()));

const installs = z.object({
  site: z.string(),
  hall: z.string(),
  platform: z.string(),
  racksInstalled: perPeriod,
  racksInUse: perPeriod,
});

/** One row per hall. `installedMw` fills `capacityMw`; `idleMw` is installed and not in use. */
const hall = z.object({
  site: z.string(),
  hall: z.string(),
  cooling: z.string(),
  modulesStarted: perPeriod,
  capacityMw: perPeriod,
  installedMw: perPeriod,
  inUseMw: perPeriod,
  idleMw: perPeriod,
});

/**
 * One row per site, MW at the meter but for `itMw`. energisedMw = firmMw + expansionMw + interruptibleMw, and
 * peakMw + flexibleMw + resaleMw + strandedMw = energisedMw in every feasible plan; the last three are means over the period's hours.
 */
const power = z.object({
  site: z.string(),
  firmMw: perPeriod,
  interruptibleMw: perPeriod,
  expansionMw: perPeriod,
  energisedMw: perPeriod,
  itMw: perPeriod,
  peakMw: perPeriod,
  flexibleMw: perPeriod,
  resaleMw: perPeriod,
  strandedMw: perPeriod,
  /** Annual PUE of the load in use; null without load. */
  meanPue: perPeriodOrNone,
});

/** One row per flexible load that ever runs; `load` null is resale of PPA energy. Money nominal. */
const flexible = z.object({
  site: z.string(),
  load: z.nullable(z.string()),
  energyMwh: perPeriod,
  revenueUsd: perPeriod,
  marginUsd: perPeriod,
});

/** One row per backlog platform. */
const chips = z.object({
  platform: z.string(),
  racksArrived: perPeriod,
  racksInstalled: perPeriod,
  racksInUse: perPeriod,
});

/** Nominal USD by period; costs are positive here. Capex includes committed lots, as K does. */
const money = z.object({
  contractRevenueUsd: perPeriod,
  latenessUsd: perPeriod,
  penaltyUsd: perPeriod,
  opexUsd: perPeriod,
  energyUsd: perPeriod,
  flexibleMarginUsd: perPeriod,
  resaleMarginUsd: perPeriod,
  capexUsd: perPeriod,
  debtDrawnUsd: perPeriod,
  /** K(t) less debt drawn up to t. */
  equityUsedUsd: perPeriod,
  /** cumulativeEquityUsd(t) less equityUsedUsd(t); null where equity is unlimited. */
  equityHeadroomUsd: perPeriodOrNone,
});

/** Discounted USD of one accepted contract; costs negative. netUsd is their sum: capex is shared and belongs to no contract. */
const contractValue = z.object({
  contract: z.string(),
  revenueUsd: z.number(),
  latenessUsd: z.number(),
  penaltyUsd: z.number(),
  opexUsd: z.number(),
  energyUsd: z.number(),
  netUsd: z.number(),
});

/** Totals over the horizon, nominal USD; shares in [0, 1]; null where there is nothing to take a share or a mean of. */
const kpis = z.object({
  contractsAccepted: z.number(),
  contractsRefused: z.number(),
  /** Gross revenue by use of power. */
  contractRevenueUsd: z.number(),
  flexibleRevenueUsd: z.number(),
  resaleRevenueUsd: z.number(),
  capexUsd: z.number(),
  debtDrawnUsd: z.number(),
  /** Most equity ever in use. */
  equityPeakUsd: z.number(),
  /** Least headroom under cumulativeEquityUsd, and the first month of the period that has it. */
  equityTroughUsd: z.nullable(z.number()),
  equityTroughMonth: z.nullable(z.string()),
  /** Racks in use over racks arrived, backlog platforms, mean over the horizon. */
  chipUtilisation: z.nullable(z.number()),
  /** IT MW in use over hall capacity. */
  hallUtilisation: z.nullable(z.number()),
  /** Peak MW over firm and expansion MW. */
  firmPowerUtilisation: z.nullable(z.number()),
  /** Annual PUE of the load in use, weighted by IT MW. */
  meanPue: z.nullable(z.number()),
  flexibleMwh: z.number(),
  resaleMwh: z.number(),
  /** Power left over that earns nothing. */
  strandedMwh: z.number(),
});

/** Marginal value of one more unit of a resource, from the dual bound. */
const price = z.object({
  resource: z.enum(["chips", "hall", "firmPower", "totalPower", "equity", "debtCapacity"]),
  site: z.optional(z.string()),
  hall: z.optional(z.string()),
  platform: z.optional(z.string()),
  month: z.optional(z.string()),
  /** What one unit is: "MW", "rack", "USD". */
  unit: z.string(),
  usdPerUnit: z.number(),
});

/** Each derived section by its name in the plan. */
export const SECTION_SCHEMAS = {
  months: z.array(z.string()),
  kpis,
  /** Discounted USD by term of MODEL.md section 5; costs negative. */
  valueBreakdown: z.record(z.string(), z.number()),
  contractValues: z.array(contractValue),
  money,
  power: z.array(power),
  halls: z.array(hall),
  installs: z.array(installs),
  chips: z.array(chips),
  flexible: z.array(flexible),
  prices: z.array(price),
  /** Which build of the kernel ran, and why not WASM where that was wanted. */
  engine: z.object({ kind: z.enum(["wasm", "js"]), fallbackReason: z.optional(z.string()) }),
  /** How value and bound closed in on each other while the plan was sought: whenever one of them moved. */
  history: z.array(
    z.object({ elapsedMs: z.number(), valueUsd: z.nullable(z.number()), boundUsd: z.nullable(z.number()) }),
  ),
  /** Milliseconds by stage. */
  timings: z.record(z.string(), z.number()),
};

const sectionsSchema = z.object(SECTION_SCHEMAS);

export type PlanSections = z.output<typeof sectionsSchema>;
export type SectionName = keyof PlanSections;
/** The sections that follow from the decisions; prices, engine, history and timings come from the run that made the plan. */
export type DerivedSections = Omit<PlanSections, "prices" | "engine" | "history" | "timings">;

export type InstallRow = PlanSections["installs"][number];
export type HallRow = PlanSections["halls"][number];
export type PowerRow = PlanSections["power"][number];
export type FlexibleRow = PlanSections["flexible"][number];
export type ChipRow = PlanSections["chips"][number];
export type MoneySection = PlanSections["money"];
export type ContractValueRow = PlanSections["contractValues"][number];
export type Kpis = PlanSections["kpis"];
export type PriceRow = PlanSections["prices"][number];
