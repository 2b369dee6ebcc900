// Contracts: all of them in a table, and the one that was picked beside it.
import { useMemo, useState } from "preact/hooks";
import type { ContractDecision } from "../../plan/plan.ts";
import type { Contract } from "../../portfolio/schema.ts";
import { percentText, periodName } from "../../report/figures.ts";
import type { Reason } from "../../report/reasons.ts";
import type { Planned } from "../desk/messages.ts";
import { planned } from "../state/planner.ts";
import { goTo, linkTo, route } from "../state/route.ts";
import { type Column, VirtualTable } from "../widgets/virtual-table.tsx";
import { ContractDetail } from "./contract-detail.tsx";
import { countText, priceText } from "./formats.ts";

interface Row {
  contract: Contract;
  decision: ContractDecision | undefined;
  reason: Reason;
  where: string;
}

const UNITS: Record<Contract["unit"], string> = { mw: "MW", racks: "racks", accelerators: "GPUs", pflops: "PFLOPS" };

const sizeText = ({ quantity, unit }: Contract): string => `${countText(quantity)} ${UNITS[unit]}`;

const isTaken = ({ decision }: Row): boolean => decision?.accepted === true;

function rowsOf({ portfolio, plan, figures }: Planned): Row[] {
  const decisions = new Map(plan.contracts.map((decision) => [decision.id, decision]));
  return portfolio.contracts
    .map((contract, index): Row => {
      const decision = decisions.get(contract.id);
      const where = [...new Set((decision?.placements ?? []).map(({ site }) => site))].join(", ");
      return { contract, decision, reason: figures.reasons[index], where };
    })
    .sort((a, b) => Number(isTaken(b)) - Number(isTaken(a)));
}

export function Verdict({ contract, decision }: Pick<Row, "contract" | "decision">) {
  if (decision?.accepted !== true) return <span class="no">refused</span>;
  const fraction = decision.fraction ?? 1;
  const part = fraction < 1 - 1e-6 ? ` (${percentText(fraction)})` : "";
  return (
    <span class="yes">
      {contract.signed ? "signed" : "taken"}
      {part}
    </span>
  );
}

function columnsOf({ portfolio }: Planned): Column<Row>[] {
  const { horizon } = portfolio;
  const start = ({ decision }: Row): string => (decision?.accepted && decision.start ? decision.start : "");
  return [
    {
      name: "Contract",
      cell: ({ contract }) => (
        <>
          {contract.id} <span class="soft">{contract.customer ?? ""}</span>
        </>
      ),
      sortBy: ({ contract }) => contract.id,
    },
    { name: "Decision", kind: "verdict", cell: (row) => <Verdict {...row} />, sortBy: (row) => (isTaken(row) ? 0 : 1) },
    {
      name: "Size",
      kind: "figure",
      cell: ({ contract }) => sizeText(contract),
      sortBy: ({ contract }) => contract.quantity,
    },
    {
      name: "Monthly price",
      kind: "figure price",
      cell: ({ contract }) => `${priceText(contract.usdPerUnitMonth)} / ${UNITS[contract.unit].replace(/s$/, "")}`,
      sortBy: ({ contract }) => contract.usdPerUnitMonth,
    },
    {
      name: "Start",
      kind: "start",
      cell: (row) => (start(row) === "" ? "" : periodName(horizon, start(row))),
      sortBy: (row) => start(row) || "~",
    },
    { name: "Where", kind: "where", cell: ({ where }) => where, sortBy: ({ where }) => where || "~" },
    { name: "Why", kind: "why", cell: ({ reason }) => <span class="two-lines">{reason.text}</span> },
  ];
}

type Wanted = "all" | "taken" | "refused";

function matches(row: Row, text: string, wanted: Wanted): boolean {
  if (wanted !== "all" && isTaken(row) !== (wanted === "taken")) return false;
  const { contract, where } = row;
  const words = `${contract.id} ${contract.customer ?? ""} ${where} ${contract.credit.guarantor ?? ""}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

export function Contracts() {
  const shown = planned.value;
  const [text, setText] = useState("");
  const [wanted, setWanted] = useState<Wanted>("all");
  const all = useMemo(() => (shown === null ? [] : rowsOf(shown)), [shown]);
  const columns = useMemo(() => (shown === null ? [] : columnsOf(shown)), [shown]);
  const rows = useMemo(() => all.filter((row) => matches(row, text, wanted)), [all, text, wanted]);
  const { id } = route.value;
  const picked = all.find(({ contract }) => contract.id === id);
  return (
    <div class={picked === undefined ? "view wide split" : "view wide split picked"}>
      <h1 id="contracts-title">Contracts</h1>
      <section class="list" aria-labelledby="contracts-title">
        <p class="filters">
          <input
            type="search"
            placeholder="Find by name, customer, site"
            aria-label="Find contracts"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <select
            aria-label="Which contracts"
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value as Wanted)}
          >
            <option value="all">All</option>
            <option value="taken">Taken</option>
            <option value="refused">Refused</option>
          </select>
          <span class="soft" role="status">
            {countText(rows.length)} of {countText(all.length)}
          </span>
        </p>
        <VirtualTable
          title="Contracts and the plan's decisions"
          columns={columns}
          rows={rows}
          idOf={({ contract }) => contract.id}
          hrefOf={({ contract }) => linkTo("contracts", contract.id)}
          selected={id}
          onSelect={(next) => goTo("contracts", next)}
        />
      </section>
      {picked === undefined ? null : (
        <ContractDetail
          key={picked.contract.id}
          contract={picked.contract}
          decision={picked.decision}
          reason={picked.reason}
        />
      )}
    </div>
  );
}
