// What the last edits changed: in the portfolio, in the value, in the plan.
import { useMemo } from "preact/hooks";
import { diffPlans } from "../../answers/diff/plan-diff.ts";
import { edits, planned, previous, solved, undo } from "../state/planner.ts";
import { DataTable } from "../widgets/data-table.tsx";
import { changeRows } from "./change-rows.ts";
import { DiffTables } from "./diff-tables.tsx";

export function Changes() {
  const before = previous.value;
  const after = planned.value;
  const unchanged = solved.value?.unchanged ?? null;
  const diff = useMemo(() => (before && after ? diffPlans(before.plan, after.plan) : null), [before, after]);
  if (before === null || after === null || diff === null) return <p class="soft waiting">Nothing was changed yet.</p>;
  const rows = changeRows(diff, unchanged);
  return (
    <div class="view narrow">
      <h1>What changed</h1>
      <ol class="edits">
        {edits.value.map(({ label }, index) => (
          <li key={index}>{label}</li>
        ))}
      </ol>
      {edits.value.length === 0 ? null : (
        <p>
          <button type="button" onClick={() => void undo()}>
            Undo the last edit
          </button>
        </p>
      )}
      <DataTable
        title="The last edit in figures"
        head={["Figure", "USD, discounted"]}
        rows={rows}
        words={[]}
        showTitle
      />
      <DiffTables diff={diff} horizon={after.portfolio.horizon} />
    </div>
  );
}
