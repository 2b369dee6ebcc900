// A conflict in words, for terminals and pages: who writes them brings the format of figures.
import type { Conflict, Repair } from "../answers/conflicts/conflicts.ts";
import type { Limit } from "../answers/conflicts/limits.ts";
import type { Portfolio } from "../portfolio/schema.ts";

export interface FigureFormats {
  usd(usd: number): string;
  mw(mw: number): string;
  percent(share: number): string;
  count(count: number): string;
  /** Name of the period that starts in this month. */
  period(month: string): string;
}

export interface ConflictLines {
  /** How sure it is that all of them are needed. */
  sure: string;
  members: string[];
  repairs: string[];
}

export const NO_MEMBERS =
  "no plan exists even without signed contracts and with more of everything: a contract has nowhere to go or no period to start in";
export const NO_REPAIR = "no single one of them mends it: more than one has to give way";

function limitText(limit: Limit, portfolio: Portfolio): string {
  switch (limit.kind) {
    case "signed": {
      const customer = portfolio.contracts.find(({ id }) => id === limit.contract)?.customer;
      return `signed contract ${limit.contract}${customer === undefined ? "" : ` (${customer})`}`;
    }
    case "firmPower":
      return `firm power at ${limit.site}`;
    case "hall":
      return `hall ${limit.site}/${limit.hall}`;
    case "chips":
      return `racks of ${limit.platform}`;
    case "pueCap":
      return `PUE cap at ${limit.site}`;
    case "equity":
      return "equity";
  }
}

function amountText({ amount, unit }: Repair, formats: FigureFormats): string {
  const value = Number(amount);
  if (unit === "USD") return formats.usd(value);
  if (unit === "racks") return `${formats.count(value)} racks`;
  return `${unit === "PUE" ? value.toFixed(3) : formats.mw(value)} ${unit}`;
}

function repairText(repair: Repair, portfolio: Portfolio, formats: FigureFormats): string {
  const { limit, how, unit, amount, isLeast } = repair;
  const what = limitText(limit, portfolio).replace(/^signed /, "");
  if (how === "withdraw") return `withdraw ${what}`;
  if (unit === "month") return `let ${what} start as late as ${formats.period(String(amount))}`;
  if (unit === "share") return `let ${what} be accepted in part: ${formats.percent(Number(amount))}`;
  return `${what}: ${amountText(repair, formats)} more${isLeast ? "" : " at most"}`;
}

export function conflictLines(conflict: Conflict, portfolio: Portfolio, formats: FigureFormats): ConflictLines {
  return {
    sure: conflict.isMinimal
      ? "proved: without any one of them the others can be kept"
      : "some solves ended undecided: it may hold more than it must",
    members: conflict.limits.map((limit) => limitText(limit, portfolio)),
    repairs: conflict.repairs.map((repair) => repairText(repair, portfolio, formats)),
  };
}
