// Which offers are taken, from when, how much of them and where; and which are left.
import { ContractDecision, Placement, SolvedPlan } from "../plan/plan.ts";
import { racksPerUnit } from "../portfolio/eligible.ts";
import { monthsBetween } from "../portfolio/month.ts";
import { Contract, Portfolio } from "../portfolio/schema.ts";
import { Colours } from "./colours.ts";
import { counted, formatCount, formatMw, formatPercent, formatUsd, printable } from "./format.ts";
import { periodLabel } from "./period-label.ts";
import { Align, textTable } from "./text-table.ts";

const UNIT_WORDS: Record<Contract["unit"], string> = {
  mw: "MW",
  racks: "racks",
  accelerators: "accelerators",
  pflops: "PFLOPS",
};

/** Shares below this are rounding, not service. */
const NOTHING = 1e-9;

function placementMw(placement: Placement, portfolio: Portfolio): number {
  const platform = portfolio.platforms.find(({ id }) => id === placement.platform);
  return platform === undefined ? 0 : (placement.racks * platform.kwPerRack) / 1000;
}

/** "168 MW", "38,016 accelerators" */
function quantityText({ quantity, unit }: Contract): string {
  return `${formatCount(quantity)} ${UNIT_WORDS[unit]}`;
}

/** Nameplate IT MW on the contract's first platform: what a refused offer would have taken. */
function offeredMw(contract: Contract, portfolio: Portfolio): number | undefined {
  const platform = portfolio.platforms.find(({ id }) => id === contract.platforms[0]);
  const racks = platform && racksPerUnit(contract.unit, platform);
  return racks === undefined ? undefined : (contract.quantity * racks * platform!.kwPerRack) / 1000;
}

function whereText(placements: readonly Placement[], portfolio: Portfolio): string {
  const served = placements.filter(({ share }) => share > NOTHING);
  if (served.length === 0) return "nowhere";
  return served
    .map((placement) => {
      const where = `${printable(placement.site)}/${printable(placement.hall)}`;
      const mw = served.length === 1 ? "" : ` ${formatMw(placementMw(placement, portfolio))} MW`;
      return `${where}${mw} on ${printable(placement.platform)}`;
    })
    .join("\n");
}

function notes(contract: Contract, decision: ContractDecision, colours: Colours): string {
  const { due } = contract.start;
  const late = due === undefined || decision.start === undefined ? 0 : monthsBetween(due, decision.start);
  const unserved = decision.unserved ?? 0;
  return [
    contract.signed ? "signed" : "",
    late > 0 ? colours.yellow(`${counted(late, "month")} late`) : "",
    unserved > NOTHING ? colours.yellow(`${formatPercent(unserved)} unserved`) : "",
    contract.credit.guarantor === undefined ? "" : `backed by ${printable(contract.credit.guarantor)}`,
  ]
    .filter((note) => note !== "")
    .join(", ");
}

function acceptedTable(plan: SolvedPlan, portfolio: Portfolio, colours: Colours): string {
  const netUsd = new Map(plan.contractValues?.map(({ contract, netUsd }) => [contract, netUsd]));
  const decisions = new Map(plan.contracts.map((decision) => [decision.id, decision]));
  const rows = portfolio.contracts.flatMap((contract) => {
    const decision = decisions.get(contract.id);
    if (!decision?.accepted) return [];
    const placements = decision.placements ?? [];
    const itMw = placements.reduce((sum, placement) => sum + placementMw(placement, portfolio), 0);
    const net = netUsd.get(contract.id);
    return [
      [
        printable(contract.id),
        periodLabel(portfolio.horizon, decision.start ?? ""),
        formatPercent(decision.fraction ?? 0),
        formatMw(itMw),
        net === undefined ? "" : formatUsd(net),
        whereText(placements, portfolio),
        notes(contract, decision, colours),
      ],
    ];
  });
  if (rows.length === 0) return "  none\n";
  const align: Align[] = ["left", "left", "right", "right", "right", "left", "left"];
  return textTable(["contract", "start", "taken", "IT MW", "net", "where", ""], rows, align);
}

function refusedTable(refused: readonly Contract[], portfolio: Portfolio): string {
  const rows = refused.map((contract) => {
    const mw = offeredMw(contract, portfolio);
    const { earliest, latest } = contract.start;
    return [
      printable(contract.id),
      mw === undefined ? "" : formatMw(mw),
      quantityText(contract),
      earliest === latest ? earliest : `${earliest} to ${latest}`,
      contract.group === undefined ? "" : `group ${printable(contract.group)}`,
    ];
  });
  const align: Align[] = ["left", "right", "right", "left", "left"];
  return textTable(["contract", "IT MW", "offer", "window", ""], rows, align);
}

/** Accepted contracts in the portfolio's order, then refused ones. `net` is discounted and before capex, which contracts share. */
export function contractsSection(plan: SolvedPlan, portfolio: Portfolio, colours: Colours): string {
  if (portfolio.contracts.length === 0) return "";
  const accepted = new Set(plan.contracts.filter((decision) => decision.accepted).map(({ id }) => id));
  const refused = portfolio.contracts.filter(({ id }) => !accepted.has(id));
  const title = colours.bold(`Accepted: ${accepted.size} of ${counted(portfolio.contracts.length, "contract")}`);
  const taken = `${title} (net: discounted, before capex)\n${acceptedTable(plan, portfolio, colours)}`;
  if (refused.length === 0) return taken;
  return `${taken}\n${colours.bold(`Refused: ${refused.length}`)}\n${refusedTable(refused, portfolio)}`;
}
