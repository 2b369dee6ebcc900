// Rates and loan terms that the formulas of MODEL.md section 5 can be computed with.
import { Calendar } from "./calendar.ts";
import { Report } from "./problem.ts";
import { MIN_NONZERO_RATE } from "./ranges.ts";
import { Portfolio } from "./schema.ts";
import { figure } from "./show.ts";

export function checkFinance(finance: Portfolio["finance"], calendar: Calendar | undefined, report: Report): void {
  const { debt } = finance;
  if (debt === undefined) return;
  if (debt.rate !== 0 && debt.rate < MIN_NONZERO_RATE) {
    const message = `a loan rate of ${debt.rate} is too small to compute an annuity with`;
    report.error("rate-too-small", ["finance", "debt", "rate"], message, "write 0 for a loan without interest");
  }
  if (calendar !== undefined && Math.round(debt.termYears / calendar.yearsPerPeriod) < 1) {
    const message = `a loan of ${debt.termYears} years is paid back in less than half a period (${calendar.monthsPerPeriod} months)`;
    const hint = `lengthen it to at least ${figure(calendar.yearsPerPeriod / 2)} years, or shorten the periods`;
    report.error("debt-term-too-short", ["finance", "debt", "termYears"], message, hint);
  }
}
