// How the solve goes: value and bound as they close in, and a button to stop or go on.
import { hasDecisions } from "../../answers/solver.ts";
import { percentText, usdText } from "../../report/figures.ts";
import { gapOf } from "../../solve-options.ts";
import {
  edits,
  effort,
  isCurrent,
  isReading,
  isSolving,
  planned,
  previous,
  reading,
  solve,
  solved,
  stopSolve,
  trail,
  undo,
} from "../state/planner.ts";
import { linkTo } from "../state/route.ts";
import { Sparkline } from "../widgets/sparkline.tsx";
import { changeText } from "./formats.ts";

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function gapText(valueUsd: number | null, boundUsd: number | null): string {
  if (valueUsd === null) return "no plan yet";
  if (boundUsd === null) return "no bound yet";
  const gap = gapOf(valueUsd, boundUsd) ?? 0;
  return gap < 1e-4 ? "proved best (within 0.01%)" : `at most ${percentText(gap)} below the best possible`;
}

function line(): string {
  const last = trail.value.at(-1);
  if (isReading.value) return "Reading \u2026";
  if (isSolving.value) {
    if (last === undefined) return "Solving \u2026";
    const value = last.valueUsd === null ? "" : `${usdText(last.valueUsd)}, `;
    return `Solving, ${seconds(last.elapsedMs)}: ${value}${gapText(last.valueUsd, last.boundUsd)}`;
  }
  const plan = solved.value?.plan;
  if (plan === undefined) return reading.value?.portfolio == null ? "It is solved once its errors are mended." : "";
  if (!isCurrent.value) return "The plan shown is of the portfolio before the last edit.";
  if (!hasDecisions(plan)) {
    return plan.status === "infeasible"
      ? "Proved: no plan keeps all signed contracts and limits."
      : "No plan was found in the time given.";
  }
  const took = last === undefined ? "" : `, solved in ${seconds(last.elapsedMs)}`;
  return `${usdText(plan.objective.valueUsd)}: ${gapText(plan.objective.valueUsd, plan.objective.boundUsd)}${took}`;
}

/** What the last edit did to the value. */
function Change() {
  const before = previous.value?.plan.objective.valueUsd;
  const after = planned.value?.plan.objective.valueUsd;
  if (before === undefined || after === undefined || !isCurrent.value) return null;
  return (
    <>
      {" \u00b7 "}
      <a href={linkTo("changes")}>{changeText(after - before)} by the last edit: what changed</a>
    </>
  );
}

const LIMITS: [number, string][] = [
  [3000, "3 s"],
  [10_000, "10 s"],
  [30_000, "30 s"],
  [120_000, "2 min"],
  [600_000, "10 min"],
];

function EffortChoice() {
  const { timeLimitMs, moveLimit } = effort.value;
  if (moveLimit !== null) return <span class="soft">{moveLimit.toLocaleString("en-US")} moves</span>;
  return (
    <label class="effort">
      Search for{" "}
      <select
        value={String(timeLimitMs)}
        onChange={(event) => {
          effort.value = { timeLimitMs: Number(event.currentTarget.value), moveLimit: null };
        }}
      >
        {LIMITS.map(([ms, name]) => (
          <option key={ms} value={String(ms)}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Status() {
  const canSolve = reading.value?.portfolio != null;
  const last = edits.value.at(-1);
  return (
    <section class="status" aria-label="The solve">
      <div class="bar">
        <p role="status" aria-live="off">
          {line()}
          <Change />
        </p>
        {isSolving.value ? <Sparkline steps={trail.value} /> : null}
        <div class="actions">
          <EffortChoice />
          {isSolving.value ? (
            <button type="button" class="main" onClick={stopSolve}>
              Stop
            </button>
          ) : (
            <button
              type="button"
              class={isCurrent.value ? "" : "main"}
              disabled={!canSolve}
              onClick={() => void solve()}
            >
              {isCurrent.value ? "Search on" : "Solve"}
            </button>
          )}
          {last === undefined ? null : (
            <button type="button" title={last.label} onClick={() => void undo()}>
              Undo edit
            </button>
          )}
        </div>
      </div>
    </section>
  );
}
