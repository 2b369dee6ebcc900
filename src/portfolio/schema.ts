// Shape of a portfolio (MODEL.md section 2), as zod schemas with inferred types: names, types, ranges, defaults and what each
// field means (titles carry the unit). What relates fields to one another is checked in rules.ts.
import * as z from "zod/mini";
import {
  about,
  countUpTo,
  month,
  months,
  mwSeries,
  positiveUpTo,
  priceSeries,
  rampSteps,
  share,
  text,
  upTo,
  usdSeries,
} from "./fields.ts";
import * as range from "./ranges.ts";

const rate = upTo(range.MAX_RATE);
const years = positiveUpTo(range.MAX_YEARS);
const pue = z.number().check(z.minimum(1), z.maximum(range.MAX_PUE));
const pueLimit = z.number().check(z.minimum(1), z.maximum(range.MAX_PUE_LIMIT));
const usd = upTo(range.MAX_USD);
const mw = upTo(range.MAX_MW);
const rating = positiveUpTo(range.MAX_QUANTITY);
const listOf = <S extends z.ZodMiniType>(item: S, maximum: number) => z.array(item).check(z.maxLength(maximum));

const lifeYears = about(
  z.optional(years),
  "Life (years)",
  "Straight-line life from readiness on; what is left at the horizon's end counts as residual value. Absent: no residual.",
);
const leadMonths = about(
  months,
  "Lead time (months)",
  "From the start of construction (when capex is paid) to readiness.",
);

const horizonSchema = about(
  z.strictObject({
    start: about(month, "First month", 'First month of the first period, such as "2026-01".'),
    periods: about(
      z.number().check(z.int(), z.minimum(1), z.maximum(range.MAX_HORIZON_MONTHS)),
      "Periods",
      "Number of periods.",
    ),
    monthsPerPeriod: about(
      z.number().check(z.int(), z.minimum(1), z.maximum(range.MAX_HORIZON_MONTHS)),
      "Period length (months)",
      "1 for months, 3 for quarters, 12 for years.",
    ),
  }),
  "Horizon",
  "The periods that are planned.",
);

const debtSchema = z.strictObject({
  rate: about(rate, "Loan rate (per year)", "As a fraction: 0.07 for 7 % a year."),
  termYears: about(years, "Loan term (years)", "Years of level payments; at least half a period."),
  maxLoanToCost: about(share, "Loan to cost", "Debt drawn is at most this share of the capex paid so far."),
});

const financeSchema = about(
  z.strictObject({
    discountRate: about(rate, "Discount rate (per year)", "As a fraction: 0.1 for 10 % a year."),
    cumulativeEquityUsd: about(
      z.optional(usdSeries),
      "Equity made available so far (USD)",
      "Running total, not instalments: a number or a step map by month. Absent: unlimited.",
    ),
    debt: about(z.optional(debtSchema), "Debt", "Loans against contracted revenue. Absent: none can be drawn."),
  }),
  "Finance",
  "Discounting, equity and debt.",
);

const platformSchema = z.strictObject({
  id: about(text, "Id", "Unique among platforms."),
  kwPerRack: about(positiveUpTo(range.MAX_KW_PER_RACK), "Rack power (kW)", "Nameplate IT power of one rack."),
  cooling: about(
    listOf(text, range.MAX_PER_SITE).check(z.minLength(1)),
    "Cooling",
    "Cooling technologies this rack can be cooled by.",
  ),
  supply: about(
    z.enum(["backlog", "tenant"]),
    "Supply",
    '"backlog": racks come from the backlog lots; "tenant": customers bring their own.',
  ),
  acceleratorsPerRack: about(z.optional(rating), "Accelerators per rack", 'Needed by contracts in "accelerators".'),
  pflopsPerRack: about(z.optional(rating), "PFLOPS per rack", 'Needed by contracts in "pflops".'),
  opexUsdPerRackMonth: about(
    z._default(usd, 0),
    "Opex (USD per rack-month)",
    "Operating cost of a rack in use, energy apart.",
  ),
});

const lotSchema = z.strictObject({
  id: about(text, "Id", "Unique among lots."),
  platform: about(text, "Platform", "Id of the platform whose racks these are."),
  racks: about(upTo(range.MAX_RACKS), "Racks", "Racks in the lot."),
  arrives: about(month, "Arrival", "Month from which the racks can be installed, and in which they are paid."),
  usdPerRack: about(z._default(usd, 0), "Price (USD per rack)", "Still to be paid; 0 for racks already paid for."),
  committed: about(
    z.boolean(),
    "Committed",
    "true: the lot comes and is paid whatever is planned; false: it can be ordered.",
  ),
  divisible: about(z._default(z.boolean(), true), "Divisible", "Whether a part of the lot can be ordered."),
  lifeYears,
});

const expansionSchema = z.strictObject({
  id: about(text, "Id", "Unique within its site."),
  mw: about(mw, "Firm power (MW at the meter)", "Added once ready."),
  capexUsd: about(usd, "Capex (USD)", "Paid when the expansion starts."),
  leadMonths,
  earliest: about(
    z.optional(month),
    "Earliest start",
    "First month in which it can start. Absent: the horizon's start.",
  ),
  lifeYears,
});

const buildSchema = z.strictObject({
  moduleMw: about(positiveUpTo(range.MAX_MW), "Module (IT MW)", "Capacity of one module."),
  maxModules: about(countUpTo(range.MAX_MODULES), "Most modules", "Modules that can be built in all."),
  capexUsdPerMw: about(usd, "Capex (USD per IT MW)", "Paid when construction starts."),
  leadMonths,
  maxModulesPerPeriod: about(
    z.optional(countUpTo(range.MAX_MODULES)),
    "Most modules per period",
    "Modules that can be started in one period. Absent: as many as maxModules.",
  ),
  lifeYears,
});

const hallSchema = z.strictObject({
  id: about(text, "Id", "Unique within its site."),
  cooling: about(text, "Cooling", "The one cooling technology of this hall."),
  pue: about(pue, "Annual PUE", "Prices energy, and is compared with maxPue and pueCap."),
  peakPue: about(z.optional(pue), "Design-day PUE", "Reserves power. Absent: pue."),
  builtMw: about(z._default(mwSeries, 0), "Built capacity (IT MW)", "A number or a step map by month."),
  build: about(z.optional(buildSchema), "Construction", "Modules that can be added. Absent: none."),
});

const energySchema = z.strictObject({
  market: about(
    listOf(
      z.strictObject({
        share: about(share, "Share of hours", "Share of each period's hours at this price; the shares sum to 1."),
        usdPerMwh: about(
          priceSeries,
          "Market price (USD per MWh)",
          "A number or a step map by month; may be negative.",
        ),
      }),
      range.MAX_PRICE_BLOCKS,
    ).check(z.minLength(1)),
    "Market",
    "Price blocks: a condensed price-duration curve.",
  ),
  ppa: about(
    z.optional(
      z.strictObject({
        usdPerMwh: about(
          priceSeries,
          "PPA price (USD per MWh)",
          "A number or a step map by month; replaces the market price.",
        ),
        resale: about(
          z._default(z.boolean(), false),
          "Resale",
          "Whether power left over can be resold at the market price.",
        ),
      }),
    ),
    "Power purchase agreement",
    "Absent: all energy is bought at the market.",
  ),
});

const flexibleSchema = z.strictObject({
  id: about(text, "Id", "Unique within its site."),
  mw: about(mwSeries, "Size (MW at the meter)", "A number or a step map by month."),
  usdPerMwh: about(priceSeries, "Earnings (USD per MWh)", "What a MWh earns before its cost; a number or a step map."),
});

const siteSchema = z.strictObject({
  id: about(text, "Id", "Unique among sites."),
  region: about(z.optional(text), "Region", "Where contracts may require to be served."),
  firmMw: about(mwSeries, "Firm power (MW at the meter)", "A number or a step map by month."),
  interruptibleMw: about(z._default(mwSeries, 0), "Interruptible power (MW at the meter)", "For flexible loads only."),
  pueCap: about(
    z.optional(pueLimit),
    "PUE cap",
    "Highest average PUE of the IT power in use, in each period by itself.",
  ),
  energy: about(energySchema, "Energy", "What energy costs at the meter."),
  expansions: about(
    z._default(listOf(expansionSchema, range.MAX_PER_SITE), []),
    "Expansions",
    "Firm power that can be added.",
  ),
  halls: about(listOf(hallSchema, range.MAX_PER_SITE), "Halls", "Capacity of one cooling technology each."),
  flexible: about(
    z._default(listOf(flexibleSchema, range.MAX_PER_SITE), []),
    "Flexible loads",
    "They run on what is left over.",
  ),
});

const startSchema = z.strictObject({
  earliest: about(month, "Earliest start", "First month of the window."),
  latest: about(month, "Latest start", "Last month of the window."),
  due: about(z.optional(month), "Due", "Month promised; a later start pays for the lateness."),
  lateUsdPerUnitMonth: about(z._default(usd, 0), "Lateness (USD per unit and month late)", "Paid once, at the start."),
});

const idList = z.optional(z.array(text).check(z.maxLength(range.MAX_SITES)));

const placementSchema = z.strictObject({
  sites: about(idList, "Sites", "Only these sites. Absent: all."),
  excludeSites: about(idList, "Excluded sites", "None of these sites."),
  regions: about(idList, "Regions", "Only sites of these regions. Absent: all."),
  maxSites: about(
    z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(range.MAX_SITES))),
    "Most sites",
    "Sites it may be spread over.",
  ),
  minMwPerSite: about(z.optional(mw), "Least per site (IT MW)", "At every site that serves it."),
  maxPue: about(z.optional(pueLimit), "Highest PUE", "Only halls whose annual PUE is at most this."),
});

const creditSchema = z.strictObject({
  guarantor: about(z.optional(text), "Guarantor", "For people; the plan does not depend on it."),
  discountRate: about(
    z.optional(rate),
    "Discount rate (per year)",
    "Of this contract's revenue. Absent: finance.discountRate.",
  ),
  annualDefaultProbability: about(
    z._default(share, 0),
    "Default probability (per year)",
    "As a fraction; lowers expected revenue.",
  ),
  advanceRate: about(z._default(share, 0), "Advance rate", "Share of its take-or-pay revenue that lenders advance."),
});

const shortfallSchema = z.strictObject({
  maxFraction: about(share, "Largest unserved share", "Of what is accepted."),
  usdPerUnitMonth: about(usd, "Penalty (USD per unit-month)", "For what is not served."),
});

const contractSchema = z.strictObject({
  id: about(text, "Id", "Unique among contracts."),
  customer: about(z.optional(text), "Customer", "For people; the plan does not depend on it."),
  unit: about(z.enum(["mw", "racks", "accelerators", "pflops"]), "Unit", 'What is sold; "mw" are IT MW.'),
  quantity: about(rating, "Quantity (units)", "Nameplate, at ramp factor 1."),
  platforms: about(
    listOf(text, range.MAX_PLATFORMS).check(z.minLength(1)),
    "Platforms",
    "Ids of the platforms that can serve it.",
  ),
  usdPerUnitMonth: about(usd, "Price (USD per unit-month)", "At full use, before escalation."),
  escalation: about(
    z._default(z.number().check(z.gt(-1), z.maximum(range.MAX_RATE)), 0),
    "Escalation (per year)",
    "As a fraction: 0.03 raises the price by 3 % at each anniversary; a falling price is negative.",
  ),
  takeOrPay: about(z._default(share, 0), "Take or pay", "Share of the quantity that is paid for whether used or not."),
  utilisation: about(z._default(share, 1), "Utilisation", "Expected draw as a share of the quantity."),
  start: about(startSchema, "Start window", "When service may start."),
  termMonths: about(
    z.number().check(z.int(), z.minimum(1), z.maximum(range.MAX_MONTHS)),
    "Term (months)",
    "From the start on.",
  ),
  ramp: about(
    z._default(rampSteps, { "0": 1 }),
    "Ramp",
    'Factor by months since the start, such as {"0": 0.5, "6": 1}.',
  ),
  minFraction: about(z._default(share, 1), "Least fraction", "Smallest part of the quantity that may be accepted."),
  signed: about(z._default(z.boolean(), false), "Signed", "true: it must be accepted."),
  group: about(z.optional(text), "Group", "Of the contracts that name the same group, at most one is accepted."),
  placement: about(z._default(placementSchema, {}), "Placement", "Where it may be served."),
  credit: about(
    z._default(creditSchema, { annualDefaultProbability: 0, advanceRate: 0 }),
    "Credit",
    "Risk and lending.",
  ),
  shortfall: about(z.optional(shortfallSchema), "Shortfall", "Part that may stay unserved. Absent: none."),
});

export const portfolioSchema = z.strictObject({
  schema: about(z.literal("megalloc/portfolio@1"), "Schema", "Name and version of this format."),
  name: about(text, "Name", "Name of the portfolio; plans repeat it."),
  horizon: horizonSchema,
  finance: financeSchema,
  platforms: about(listOf(platformSchema, range.MAX_PLATFORMS), "Platforms", "Kinds of rack."),
  backlog: about(listOf(lotSchema, range.MAX_LOTS), "Backlog", "Lots of racks on order or offered."),
  sites: about(listOf(siteSchema, range.MAX_SITES), "Sites", "Places with power and halls."),
  contracts: about(listOf(contractSchema, range.MAX_CONTRACTS), "Contracts", "Signed and offered contracts."),
});

/** A validated portfolio with every default filled in. */
export type Portfolio = z.output<typeof portfolioSchema>;
/** A portfolio as users write it. */
export type PortfolioInput = z.input<typeof portfolioSchema>;
export type Series = z.output<typeof priceSeries>;
export type Platform = Portfolio["platforms"][number];
export type Lot = Portfolio["backlog"][number];
export type Site = Portfolio["sites"][number];
export type Hall = Site["halls"][number];
export type Expansion = Site["expansions"][number];
export type Contract = Portfolio["contracts"][number];
