// One contract: the decision, where it is served, why, what would change that, and its terms, which can be edited in place.
import type { ContractExplanation } from "../../answers/explain/explain-contract.ts";
import type { ContractDecision } from "../../plan/plan.ts";
import type { Contract } from "../../portfolio/schema.ts";
import { percentText, periodName, usdText } from "../../report/figures.ts";
import type { Reason } from "../../report/reasons.ts";
import { desk } from "../state/desk-client.ts";
import { isCurrent, isSolving, planned } from "../state/planner.ts";
import { ask, askingOf } from "../state/questions.ts";
import { linkTo } from "../state/route.ts";
import { Asked } from "../widgets/asked.tsx";
import { DataTable } from "../widgets/data-table.tsx";
import { Verdict } from "./contracts.tsx";
import { Explanation } from "./explanation.tsx";
import { countText } from "./formats.ts";
import { PartForm } from "./part-form.tsx";

export interface ContractDetailProps {
  contract: Contract;
  decision: ContractDecision | undefined;
  reason: Reason;
}

/** Times the usual effort. */
const LONGER = 4;

function Placements({ decision }: { decision: ContractDecision }) {
  const rows = (decision.placements ?? []).map(({ site, hall, platform, share, racks }) => [
    <a key={site} href={linkTo("sites", site)}>
      {site}
    </a>,
    hall,
    platform,
    countText(racks),
    percentText(share),
  ]);
  if (rows.length === 0) return null;
  return (
    <DataTable
      title="Where it is served"
      head={["Site", "Hall", "Platform", "Racks", "Share"]}
      rows={rows}
      words={[1, 2]}
      showTitle
    />
  );
}

export function ContractDetail({ contract, decision, reason }: ContractDetailProps) {
  const shown = planned.value;
  if (shown === null) return null;
  const { portfolio, plan } = shown;
  const { id, customer } = contract;
  const key = `contract:${id}`;
  const value = plan.contractValues?.find((row) => row.contract === id);
  const index = portfolio.contracts.findIndex((other) => other.id === id);
  return (
    <article class="detail" aria-labelledby="detail-title">
      <p class="back">
        <a href={linkTo("contracts")}>{"\u2190"} All contracts</a>
      </p>
      <h2 id="detail-title">
        {id} {customer === undefined ? null : <span class="soft">{customer}</span>}
      </h2>
      <p>
        <Verdict contract={contract} decision={decision} />
        {decision?.accepted && decision.start ? `, from ${periodName(portfolio.horizon, decision.start)}` : ""}
        {value === undefined ? "" : `, worth ${usdText(value.netUsd)} after energy and upkeep`}
      </p>
      {decision?.accepted ? null : <p>{reason.text}</p>}
      {decision === undefined ? null : <Placements decision={decision} />}
      <h3>Why, and what would change it</h3>
      {isCurrent.value && !isSolving.value ? (
        <Asked
          asking={askingOf<ContractExplanation>(key)}
          button="Explain"
          note="Solves again with and without it, and with each term eased: about three seconds."
          onAsk={() => void ask(key, (tell) => desk.explain(id, 1, tell))}
        >
          {(answer) => (
            <>
              <Explanation answer={answer} portfolio={portfolio} />
              <p class="asking">
                <button type="button" onClick={() => void ask(key, (tell) => desk.explain(id, LONGER, tell))}>
                  Explain again, for longer
                </button>
                <span class="soft">Sharper: about {LONGER * 3} seconds.</span>
              </p>
            </>
          )}
        </Asked>
      ) : (
        <p class="soft">{isSolving.value ? "Once the solve has ended." : "Once the edited portfolio is solved."}</p>
      )}
      <h3>Terms</h3>
      <p class="soft">Change one and the plan is solved again.</p>
      <PartForm part={["contracts", index]} />
    </article>
  );
}
