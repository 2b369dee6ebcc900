// Shape of a portfolio (MODEL.md section 2), as zod schemas with inferred types. What relates fields to one another is checked in
// rules.ts; here only names, types and ranges.
import { z } from "zod";

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const nonNegative = z.number().min(0);
const positive = z.number().gt(0);
const share = z.number().min(0).max(1);
const count = z.number().int().min(0);
const id = z.string().min(1);

/** A number (constant) or a step map from month to value. */
const series = z.union([nonNegative, z.record(month, nonNegative)]);
const priceSeries = z.union([z.number(), z.record(month, z.number())]);

const horizonSchema = z.strictObject({
  start: month,
  periods: z.number().int().min(1),
  monthsPerPeriod: z.number().int().min(1),
});

const financeSchema = z.strictObject({
  discountRate: nonNegative,
  cumulativeEquityUsd: series.optional(),
  debt: z.strictObject({ rate: nonNegative, termYears: positive, maxLoanToCost: share }).optional(),
});

const platformSchema = z.strictObject({
  id,
  kwPerRack: positive,
  cooling: z.array(z.string().min(1)).min(1),
  supply: z.enum(["backlog", "tenant"]),
  acceleratorsPerRack: positive.optional(),
  pflopsPerRack: positive.optional(),
  opexUsdPerRackMonth: nonNegative.default(0),
});

const lotSchema = z.strictObject({
  id,
  platform: id,
  racks: nonNegative,
  arrives: month,
  usdPerRack: nonNegative.default(0),
  committed: z.boolean(),
  divisible: z.boolean().default(true),
  lifeYears: positive.optional(),
});

const expansionSchema = z.strictObject({
  id,
  mw: nonNegative,
  capexUsd: nonNegative,
  leadMonths: count,
  earliest: month.optional(),
  lifeYears: positive.optional(),
});

const buildSchema = z.strictObject({
  moduleMw: positive,
  maxModules: count,
  capexUsdPerMw: nonNegative,
  leadMonths: count,
  maxModulesPerPeriod: count.optional(),
  lifeYears: positive.optional(),
});

const hallSchema = z.strictObject({
  id,
  cooling: z.string().min(1),
  pue: z.number().min(1),
  peakPue: z.number().min(1).optional(),
  builtMw: series.default(0),
  build: buildSchema.optional(),
});

const siteSchema = z.strictObject({
  id,
  region: z.string().min(1).optional(),
  firmMw: series,
  interruptibleMw: series.default(0),
  pueCap: z.number().min(1).optional(),
  energy: z.strictObject({
    market: z.array(z.strictObject({ share, usdPerMwh: priceSeries })).min(1),
    ppa: z.strictObject({ usdPerMwh: priceSeries, resale: z.boolean().default(false) }).optional(),
  }),
  expansions: z.array(expansionSchema).default([]),
  halls: z.array(hallSchema),
  flexible: z.array(z.strictObject({ id, mw: series, usdPerMwh: priceSeries })).default([]),
});

const contractSchema = z.strictObject({
  id,
  customer: z.string().min(1).optional(),
  unit: z.enum(["mw", "racks", "accelerators", "pflops"]),
  quantity: positive,
  platforms: z.array(id).min(1),
  usdPerUnitMonth: nonNegative,
  escalation: z.number().gt(-1).default(0),
  takeOrPay: share.default(0),
  utilisation: share.default(1),
  start: z.strictObject({
    earliest: month,
    latest: month,
    due: month.optional(),
    lateUsdPerUnitMonth: nonNegative.default(0),
  }),
  termMonths: z.number().int().min(1),
  ramp: z.record(z.string().regex(/^(0|[1-9]\d*)$/), share).default({ "0": 1 }),
  minFraction: share.default(1),
  signed: z.boolean().default(false),
  group: z.string().min(1).optional(),
  placement: z
    .strictObject({
      sites: z.array(id).optional(),
      excludeSites: z.array(id).optional(),
      regions: z.array(z.string().min(1)).optional(),
      maxSites: z.number().int().min(1).optional(),
      minMwPerSite: nonNegative.optional(),
      maxPue: z.number().min(1).optional(),
    })
    .default({}),
  credit: z
    .strictObject({
      guarantor: z.string().min(1).optional(),
      discountRate: nonNegative.optional(),
      annualDefaultProbability: share.default(0),
      advanceRate: share.default(0),
    })
    .default({ annualDefaultProbability: 0, advanceRate: 0 }),
  shortfall: z.strictObject({ maxFraction: share, usdPerUnitMonth: nonNegative }).optional(),
});

export const portfolioSchema = z.strictObject({
  schema: z.literal("megalloc/portfolio@1"),
  name: z.string().min(1),
  horizon: horizonSchema,
  finance: financeSchema,
  platforms: z.array(platformSchema),
  backlog: z.array(lotSchema),
  sites: z.array(siteSchema),
  contracts: z.array(contractSchema),
});

/** A validated portfolio with every default filled in. */
export type Portfolio = z.output<typeof portfolioSchema>;
/** A portfolio as users write it. */
export type PortfolioInput = z.input<typeof portfolioSchema>;
export type Series = z.output<typeof series>;
export type Platform = Portfolio["platforms"][number];
export type Lot = Portfolio["backlog"][number];
export type Site = Portfolio["sites"][number];
export type Hall = Site["halls"][number];
export type Expansion = Site["expansions"][number];
export type Contract = Portfolio["contracts"][number];
