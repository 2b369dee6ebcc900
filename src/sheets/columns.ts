// Which sheets a workbook has and which column holds which field of a portfolio (MODEL.md section 2). One table serves writing, reading and
// the empty template.

/** What a cell holds. Series are numbers or steps: "2026-01: 650; 2026-07: 750". */
export type Kind = "text" | "choice" | "number" | "share" | "month" | "lastMonth" | "flag" | "list" | "series" | "ramp";

/** What a number measures; decides which units a heading or a cell may use instead. */
export type Measure =
  | "mw"
  | "usd"
  | "usdPerMw"
  | "usdPerMwh"
  | "months"
  | "years"
  | "kw"
  | "count"
  | "rate"
  | "pue"
  | "contractPrice"
  | "contractSize";

export interface Column {
  /** Heading in templates and exports. */
  readonly heading: string;
  /** Field of the item, dots between levels. */
  readonly path: string;
  readonly kind: Kind;
  readonly measure?: Measure;
  /** Other headings planners use, lower case, without unit. */
  readonly aliases?: readonly string[];
}

export interface SheetSpec {
  readonly name: string;
  /** Where the rows go: a list of the portfolio, or of the site named in the column "Site". */
  readonly list: "platforms" | "backlog" | "sites" | "contracts" | "halls" | "expansions" | "flexible" | "market";
  readonly aliases: readonly string[];
  readonly columns: readonly Column[];
}

const column = (heading: string, path: string, kind: Kind, measure?: Measure, ...aliases: string[]): Column => ({
  heading,
  path,
  kind,
  ...(measure && { measure }),
  ...(aliases.length > 0 && { aliases }),
});

/** The name of an item, under "Id" or the word for what it is. */
const id = (...words: string[]): Column => column("Id", "id", "text", undefined, "name", "key", ...words);
/** The column that says which site a row belongs to. */
export const SITE_COLUMN = column("Site", "site", "text", undefined, "site id", "campus");
const LIFE = column("Life (years)", "lifeYears", "number", "years", "useful life");
const LEAD = column("Lead time (months)", "leadMonths", "number", "months", "lead", "construction time");

/** The sheet of single values: one row each. */
export const SINGLES: readonly Column[] = [
  column("Name", "name", "text", undefined, "portfolio"),
  column("First month", "horizon.start", "month", undefined, "start", "horizon start", "model start", "start date"),
  column("Periods", "horizon.periods", "number", "count", "number of periods"),
  column("Months per period", "horizon.monthsPerPeriod", "number", "count", "period length"),
  column("Discount rate (per year)", "finance.discountRate", "share", "rate", "wacc", "hurdle rate"),
  column(
    "Equity made available so far (USD)",
    "finance.cumulativeEquityUsd",
    "series",
    "usd",
    "equity",
    "cumulative equity",
  ),
  column("Loan rate (per year)", "finance.debt.rate", "share", "rate", "interest rate", "coupon", "debt rate"),
  column("Loan term (years)", "finance.debt.termYears", "number", "years", "tenor", "debt term"),
  column("Loan to cost", "finance.debt.maxLoanToCost", "share", "rate", "ltc", "max loan to cost", "max ltc"),
];

const PLATFORMS: SheetSpec = {
  name: "platforms",
  list: "platforms",
  aliases: ["platform", "racks", "chips"],
  columns: [
    id("platform", "model"),
    column("Rack power (kW)", "kwPerRack", "number", "kw", "kw per rack", "rack kw", "kw/rack"),
    column("Cooling", "cooling", "list", undefined, "cooled by"),
    column("Supply", "supply", "choice", undefined, "supplied by"),
    column("Accelerators per rack", "acceleratorsPerRack", "number", "count", "gpus per rack"),
    column("PFLOPS per rack", "pflopsPerRack", "number", "count"),
    column("Opex (USD per rack-month)", "opexUsdPerRackMonth", "number", "usd", "opex"),
  ],
};

const BACKLOG: SheetSpec = {
  name: "backlog",
  list: "backlog",
  aliases: ["lots", "deliveries", "orders", "chip deliveries"],
  columns: [
    id("lot", "po", "order"),
    column("Platform", "platform", "text"),
    column("Racks", "racks", "number", "count", "quantity"),
    column("Arrives", "arrives", "month", undefined, "arrival", "delivery", "delivery date", "eta"),
    column("Price (USD per rack)", "usdPerRack", "number", "usd", "price", "rack price", "$/rack", "price per rack"),
    column("Committed", "committed", "flag", undefined, "firm order", "firm"),
    column("Divisible", "divisible", "flag"),
    LIFE,
  ],
};

const SITES: SheetSpec = {
  name: "sites",
  list: "sites",
  aliases: ["site", "campuses"],
  columns: [
    id("site", "campus", "location"),
    column("Region", "region", "text", undefined, "grid", "market", "iso"),
    column("Firm power (MW at the meter)", "firmMw", "series", "mw", "firm power", "firm", "power", "energised"),
    column(
      "Interruptible power (MW at the meter)",
      "interruptibleMw",
      "series",
      "mw",
      "interruptible power",
      "interruptible",
    ),
    column("PUE cap", "pueCap", "number", "pue", "max pue", "pue limit"),
    column("PPA price (USD per MWh)", "energy.ppa.usdPerMwh", "series", "usdPerMwh", "ppa", "ppa price", "fixed price"),
    column("PPA resale", "energy.ppa.resale", "flag", undefined, "resale"),
  ],
};

const MARKET: SheetSpec = {
  name: "prices",
  list: "market",
  aliases: ["market", "energy", "price blocks", "power prices", "energy prices", "market prices"],
  columns: [
    column("Share of hours", "share", "share", "rate", "share", "% of hours"),
    column("Market price (USD per MWh)", "usdPerMwh", "series", "usdPerMwh", "price", "market price", "$/mwh"),
  ],
};

const EXPANSIONS: SheetSpec = {
  name: "expansions",
  list: "expansions",
  aliases: ["expansion", "substations", "grid"],
  columns: [
    id("expansion", "phase"),
    column("Firm power (MW at the meter)", "mw", "number", "mw", "mw", "power", "size"),
    column("Capex (USD)", "capexUsd", "number", "usd", "capex", "cost"),
    LEAD,
    column("Earliest start", "earliest", "month", undefined, "earliest"),
    LIFE,
  ],
};

const HALLS: SheetSpec = {
  name: "halls",
  list: "halls",
  aliases: ["hall", "buildings", "cooling"],
  columns: [
    id("hall", "building", "phase"),
    column("Cooling", "cooling", "text", undefined, "technology", "type"),
    column("Annual PUE", "pue", "number", "pue", "pue"),
    column("Design-day PUE", "peakPue", "number", "pue", "peak pue"),
    column("Built capacity (IT MW)", "builtMw", "series", "mw", "built", "capacity", "existing", "existing capacity"),
    column("Module (IT MW)", "build.moduleMw", "number", "mw", "module", "module size", "block"),
    column("Most modules", "build.maxModules", "number", "count", "modules", "max modules", "max blocks"),
    column("Capex (USD per IT MW)", "build.capexUsdPerMw", "number", "usdPerMw", "capex", "capex per mw"),
    { ...LEAD, path: "build.leadMonths" },
    column("Most modules per period", "build.maxModulesPerPeriod", "number", "count", "modules per period"),
    { ...LIFE, path: "build.lifeYears" },
  ],
};

const FLEXIBLE: SheetSpec = {
  name: "flexible",
  list: "flexible",
  aliases: ["flexible loads", "mining", "miners"],
  columns: [
    id("load", "fleet", "miner"),
    column("Size (MW at the meter)", "mw", "series", "mw", "mw", "size"),
    column("Earnings (USD per MWh)", "usdPerMwh", "series", "usdPerMwh", "earnings", "revenue", "break-even", "$/mwh"),
  ],
};

const CONTRACTS: SheetSpec = {
  name: "contracts",
  list: "contracts",
  aliases: ["contract", "offers", "deals", "pipeline", "leases"],
  columns: [
    id("contract", "deal", "offer"),
    column("Customer", "customer", "text", undefined, "tenant", "counterparty"),
    column("Unit", "unit", "choice", undefined, "type"),
    column("Quantity (units)", "quantity", "number", "contractSize", "quantity", "size", "mw", "it mw"),
    column("Platforms", "platforms", "list", undefined, "platform"),
    column("Price (USD per unit-month)", "usdPerUnitMonth", "number", "contractPrice", "price", "rent", "rate"),
    column("Escalation (per year)", "escalation", "share", "rate", "escalator", "escalation"),
    column("Take or pay", "takeOrPay", "share", "rate", "take-or-pay", "top"),
    column("Utilisation", "utilisation", "share", "rate", "utilization"),
    column(
      "Earliest start",
      "start.earliest",
      "month",
      undefined,
      "earliest",
      "start",
      "from",
      "start from",
      "not before",
    ),
    column("Latest start", "start.latest", "lastMonth", undefined, "latest", "no later than", "start by", "not after"),
    column("Due", "start.due", "month", undefined, "due date", "promised"),
    column(
      "Lateness (USD per unit and month late)",
      "start.lateUsdPerUnitMonth",
      "number",
      "contractPrice",
      "late fee",
      "lateness",
    ),
    column("Term (months)", "termMonths", "number", "months", "term"),
    column("Ramp", "ramp", "ramp", "rate", "ramp-up"),
    column("Least fraction", "minFraction", "share", "rate", "min fraction", "minimum share", "min share"),
    column("Signed", "signed", "flag"),
    column("Group", "group", "text", undefined, "one of"),
    column("Sites", "placement.sites", "list", undefined, "only sites"),
    column("Excluded sites", "placement.excludeSites", "list", undefined, "not at"),
    column("Regions", "placement.regions", "list"),
    column("Most sites", "placement.maxSites", "number", "count", "max sites"),
    column("Least per site (IT MW)", "placement.minMwPerSite", "number", "mw", "min mw per site"),
    column("Highest PUE", "placement.maxPue", "number", "pue", "max pue"),
    column("Guarantor", "credit.guarantor", "text", undefined, "backed by"),
    column("Revenue discount rate (per year)", "credit.discountRate", "share", "rate", "revenue discount rate"),
    column(
      "Default probability (per year)",
      "credit.annualDefaultProbability",
      "share",
      "rate",
      "default probability",
      "pd",
    ),
    column("Advance rate", "credit.advanceRate", "share", "rate", "advance"),
    column("Largest unserved share", "shortfall.maxFraction", "share", "rate", "shortfall"),
    column(
      "Shortfall penalty (USD per unit-month)",
      "shortfall.usdPerUnitMonth",
      "number",
      "contractPrice",
      "shortfall penalty",
      "penalty",
    ),
  ],
};

/** Sheets whose rows are items of the portfolio, in the order of the workbook. */
export const SHEETS: readonly SheetSpec[] = [PLATFORMS, BACKLOG, SITES, MARKET, EXPANSIONS, HALLS, FLEXIBLE, CONTRACTS];
/** The sheet of single values, and that of power by date. */
export const SINGLES_SHEET = "portfolio";
export const POWER_SHEET = "power";
export const SINGLES_ALIASES = ["finance", "horizon", "general", "settings"];
export const POWER_ALIASES = ["power by quarter", "energisation", "mw by quarter"];
/** What a row of the power sheet is about. */
export const POWER_FIELDS: Readonly<Record<string, string>> = { firm: "firmMw", interruptible: "interruptibleMw" };

export const isOfSite = (list: SheetSpec["list"]): boolean =>
  ["halls", "expansions", "flexible", "market"].includes(list);
