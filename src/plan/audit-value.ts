// The value of a plan, term by term as MODEL.md section 5 lists them. Every amount passes through the ledger once, with its
// discount factor, so that the terms add up to valueUsd by construction.
import { Portfolio } from "../portfolio/schema.ts";
import { AuditCalendar, endFactor, midFactor, monthNumber, startFactor } from "./audit-calendar.ts";
import { CapexItem, capexItems, debtServicePerUsd } from "./audit-capital.ts";
import { MatchedContract, MatchedDecisions } from "./audit-decisions.ts";
import { energyUsdPerMwh, FlexibleBlock } from "./audit-flexible.ts";
import { compounded } from "./audit-powers.ts";

/** Terms of valueUsd; costs are negative, so that valueUsd is their sum. */
export const VALUE_TERMS = [
  "revenueUsd",
  "latenessUsd",
  "penaltyUsd",
  "opexUsd",
  "energyUsd",
  "flexibleUsd",
  "resaleUsd",
  "moduleCapexUsd",
  "moduleResidualUsd",
  "expansionCapexUsd",
  "expansionResidualUsd",
  "lotCapexUsd",
  "lotResidualUsd",
  "debtUsd",
] as const;
export type ValueTerm = (typeof VALUE_TERMS)[number];

const SUNK_TERMS = ["committedLotCapexUsd", "committedLotResidualUsd"] as const;
export type SunkTerm = (typeof SUNK_TERMS)[number];
type Term = ValueTerm | SunkTerm;

/** Discounted USD of one contract; costs negative. Energy and opex are those of its placements. */
export interface ContractValue {
  contract: string;
  revenueUsd: number;
  latenessUsd: number;
  penaltyUsd: number;
  opexUsd: number;
  energyUsd: number;
}

export interface AuditValue {
  valueUsd: number;
  sunkUsd: number;
  npvUsd: number;
  /** Discounted USD by term; the first fourteen add up to valueUsd, the committed lots' two to sunkUsd. */
  breakdown: Record<ValueTerm | SunkTerm, number>;
  /**
   * The same cash flows undiscounted and before default, by period of payment. Residuals, which fall due at the end of the
   * horizon, stand in its last period; `debtUsd` holds the amounts drawn.
   */
  nominal: Record<ValueTerm | SunkTerm, number[]>;
  /** Accepted contracts, in the plan's order. */
  contracts: ContractValue[];
}

class Ledger {
  readonly discounted: Record<Term, number>;
  readonly nominal: Record<Term, number[]>;

  constructor(periods: number) {
    const terms: Term[] = [...VALUE_TERMS, ...SUNK_TERMS];
    const zeros = (): number[] => new Array<number>(periods).fill(0);
    this.discounted = Object.fromEntries(terms.map((term) => [term, 0])) as Record<Term, number>;
    this.nominal = Object.fromEntries(terms.map((term) => [term, zeros()])) as Record<Term, number[]>;
  }

  add(term: Term, period: number, usd: number, factor: number): void {
    this.discounted[term] += usd * factor;
    this.nominal[term][period] += usd;
  }
}

export function recomputeValue(
  portfolio: Portfolio,
  calendar: AuditCalendar,
  decisions: MatchedDecisions,
  flexible: FlexibleBlock[][][],
): AuditValue {
  const ledger = new Ledger(calendar.periods);
  const energy = new Map(portfolio.sites.map((site) => [site.id, energyUsdPerMwh(site, calendar)]));
  const contracts = decisions.contracts.map((matched) => {
    const own = new Ledger(calendar.periods);
    for (const book of [ledger, own]) {
      addRevenue(book, portfolio, calendar, matched);
      addLateness(book, portfolio, calendar, matched);
      addPenalty(book, portfolio, calendar, matched);
      addServing(book, portfolio, calendar, matched, energy);
    }
    const { revenueUsd, latenessUsd, penaltyUsd, opexUsd, energyUsd } = own.discounted;
    return { contract: matched.contract.id, revenueUsd, latenessUsd, penaltyUsd, opexUsd, energyUsd };
  });
  for (const siteBlocks of flexible) addFlexible(ledger, portfolio, calendar, siteBlocks);
  for (const item of capexItems(portfolio, calendar, decisions)) addCapex(ledger, portfolio, calendar, item);
  addDebt(ledger, portfolio, calendar, decisions);

  const total = (terms: readonly Term[]): number => terms.reduce((sum, term) => sum + ledger.discounted[term], 0);
  const valueUsd = total(VALUE_TERMS);
  const sunkUsd = total(SUNK_TERMS);
  const { discounted: breakdown, nominal } = ledger;
  return { valueUsd, sunkUsd, npvUsd: valueUsd + sunkUsd, breakdown, nominal, contracts };
}

/** usdPerUnitMonth in period t: it steps up every whole year since the contract's start. */
function priceUsdPerUnitMonth(matched: MatchedContract, t: number, calendar: AuditCalendar): number {
  const wholeYears = Math.floor(((t - matched.tau) * calendar.monthsPerPeriod) / 12);
  return matched.contract.usdPerUnitMonth * compounded(matched.contract.escalation, wholeYears);
}

function addRevenue(ledger: Ledger, portfolio: Portfolio, calendar: AuditCalendar, matched: MatchedContract): void {
  const { contract, tau, end, fraction, unserved } = matched;
  const rate = contract.credit.discountRate ?? portfolio.finance.discountRate;
  const paidShare = Math.max(contract.utilisation, contract.takeOrPay);
  for (let t = tau; t < end; t++) {
    const g = matched.rampFactor[t];
    const price = priceUsdPerUnitMonth(matched, t, calendar);
    const usd = (fraction - unserved) * contract.quantity * g * price * calendar.monthsPerPeriod * paidShare;
    // The clock of default starts at the horizon, not at the contract's start.
    const years = (t + 0.5) * calendar.yearsPerPeriod;
    const survival = compounded(-contract.credit.annualDefaultProbability, years);
    ledger.add("revenueUsd", t, usd, midFactor(calendar, t, rate) * survival);
  }
}

/** Paid on the whole fraction, served or not. */
function addLateness(ledger: Ledger, portfolio: Portfolio, calendar: AuditCalendar, matched: MatchedContract): void {
  const { contract, tau, fraction } = matched;
  if (contract.start.due === undefined) return;
  const startMonth = calendar.startMonth + tau * calendar.monthsPerPeriod;
  const monthsLate = Math.max(0, startMonth - monthNumber(contract.start.due));
  const usd = fraction * contract.quantity * contract.start.lateUsdPerUnitMonth * monthsLate;
  ledger.add("latenessUsd", tau, -usd, startFactor(calendar, tau, portfolio.finance.discountRate));
}

function addPenalty(ledger: Ledger, portfolio: Portfolio, calendar: AuditCalendar, matched: MatchedContract): void {
  const { contract, tau, end, unserved } = matched;
  if (!contract.shortfall) return;
  for (let t = tau; t < end; t++) {
    const g = matched.rampFactor[t];
    const usd = unserved * contract.quantity * g * contract.shortfall.usdPerUnitMonth * calendar.monthsPerPeriod;
    ledger.add("penaltyUsd", t, -usd, midFactor(calendar, t, portfolio.finance.discountRate));
  }
}

function addServing(
  ledger: Ledger,
  portfolio: Portfolio,
  calendar: AuditCalendar,
  matched: MatchedContract,
  energy: Map<string, number[]>,
): void {
  const { contract, tau, end } = matched;
  for (const { site, hall, platform, racks } of matched.placements) {
    const usdPerMwh = energy.get(site.id) ?? [];
    for (let t = tau; t < end; t++) {
      const g = matched.rampFactor[t];
      const factor = midFactor(calendar, t, portfolio.finance.discountRate);
      const opexUsd = g * racks * platform.opexUsdPerRackMonth * calendar.monthsPerPeriod;
      const drawMw = g * racks * (platform.kwPerRack / 1000) * hall.pue * contract.utilisation;
      const energyUsd = drawMw * calendar.hoursPerPeriod * usdPerMwh[t];
      ledger.add("opexUsd", t, -opexUsd, factor);
      ledger.add("energyUsd", t, -energyUsd, factor);
    }
  }
}

function addFlexible(
  ledger: Ledger,
  portfolio: Portfolio,
  calendar: AuditCalendar,
  siteBlocks: FlexibleBlock[][],
): void {
  for (const [t, blocks] of siteBlocks.entries()) {
    const factor = midFactor(calendar, t, portfolio.finance.discountRate);
    for (const { share, runs } of blocks) {
      for (const run of runs) {
        const usd = run.mw * (run.usdPerMwh - run.costUsdPerMwh) * share * calendar.hoursPerPeriod;
        ledger.add(run.load === null ? "resaleUsd" : "flexibleUsd", t, usd, factor);
      }
    }
  }
}

const CAPEX_TERMS: Record<CapexItem["kind"], { capex: Term; residual: Term }> = {
  module: { capex: "moduleCapexUsd", residual: "moduleResidualUsd" },
  expansion: { capex: "expansionCapexUsd", residual: "expansionResidualUsd" },
  lot: { capex: "lotCapexUsd", residual: "lotResidualUsd" },
  committedLot: { capex: "committedLotCapexUsd", residual: "committedLotResidualUsd" },
};

function addCapex(ledger: Ledger, portfolio: Portfolio, calendar: AuditCalendar, item: CapexItem): void {
  const { discountRate } = portfolio.finance;
  const { capex, residual } = CAPEX_TERMS[item.kind];
  ledger.add(capex, item.period, -item.usd, startFactor(calendar, item.period, discountRate));
  if (item.lifeYears === undefined) return;
  const ageYears = (calendar.periods - item.ready) * calendar.yearsPerPeriod;
  const residualUsd = item.usd * Math.max(0, 1 - ageYears / item.lifeYears);
  ledger.add(residual, calendar.periods - 1, residualUsd, endFactor(calendar, discountRate));
}

/** A dollar of debt is worth what remains of it after the present value of its repayments. */
function addDebt(
  ledger: Ledger,
  portfolio: Portfolio,
  calendar: AuditCalendar,
  { debtUsd }: Pick<MatchedDecisions, "debtUsd">,
): void {
  const { debt, discountRate } = portfolio.finance;
  if (!debt) return;
  const kappa = debtServicePerUsd(debt, discountRate, calendar);
  for (const [t, usd] of debtUsd.entries()) {
    ledger.add("debtUsd", t, usd, startFactor(calendar, t, discountRate) * (1 - kappa));
  }
}
