// `megalloc whatif` in words: what was edited, what it costs, what moves, and what sticking to the old plan would mean.
import { ValueChange } from "../answers/edits/apply.ts";
import { WhatIf } from "../answers/whatif/what-if.ts";
import { SolvedPlan } from "../plan/plan.ts";
import { Colours } from "./colours.ts";
import { formatChange, renderDiff } from "./diff-report.ts";
import { counted, formatCount, formatPercent, formatUsd, printable } from "./format.ts";
import { isSolved } from "./plan-status.ts";
import { textTable } from "./text-table.ts";

const CHANGES_SHOWN = 12;
const LONGEST_VALUE = 60;

/** A value of a portfolio on one short line. */
export function valueText(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return printable(text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text);
}

function changesText(changes: readonly ValueChange[], colours: Colours): string {
  const title = colours.bold("Edited");
  if (changes.length === 0) return `${title}: every value was so already\n`;
  const rows = changes
    .slice(0, CHANGES_SHOWN)
    .map(({ path, subject, before, after }) => [
      printable(subject),
      printable(path.replace(/^.*\]\.?/, "") || path),
      `${valueText(before)} -> ${valueText(after)}`,
    ]);
  const left = changes.length - rows.length;
  const more = left > 0 ? `  and ${left} more\n` : "";
  return `${title}\n${textTable([], rows, ["left", "left", "left"])}${more}`;
}

function costLines(answer: WhatIf, before: SolvedPlan): string {
  const { plan, unchanged, replanningUsd, changeUsd } = answer;
  const line = (name: string, text: string): string => `  ${name.padEnd(22)}  ${text}\n`;
  const was = line("value before", formatUsd(before.objective.valueUsd));
  const kept = unchanged.feasible
    ? line("keeping the old plan", `${formatUsd(unchanged.valueUsd)}, still feasible`)
    : line(
        "keeping the old plan",
        `breaks ${counted(unchanged.violations.length, "limit")}: ${printable(unchanged.violations[0].message)}`,
      );
  if (!isSolved(plan)) return was + kept;
  const { valueUsd } = plan.objective;
  const change = valueUsd - before.objective.valueUsd;
  const certain =
    changeUsd === null
      ? ""
      : ` (proved to lie between ${formatChange(changeUsd.low)} and ${formatChange(changeUsd.high)})`;
  const gain = replanningUsd === null ? "" : line("gained by re-planning", formatChange(replanningUsd));
  return `${was}${line("value after", formatUsd(valueUsd))}${line("change", formatChange(change) + certain)}${kept}${gain}`;
}

function keptText({ turnedBack, notKept }: WhatIf): string {
  const back =
    turnedBack.length === 0 ? "" : `Turned back for want of a gain: ${turnedBack.map(printable).join(", ")}\n`;
  const moved = notKept.map(({ what, name, month, before, after }) => {
    const text = what === "order" ? formatPercent : formatCount;
    return `  ${what} ${printable(name)} in ${month}: ${text(before)} -> ${text(after)}\n`;
  });
  const title = "Builds and orders of the kept periods that differ all the same:\n";
  return back + (moved.length === 0 ? "" : title + moved.join(""));
}

export function renderWhatIf(answer: WhatIf, before: SolvedPlan, colours: Colours): string {
  const { plan, diff, portfolio, changes } = answer;
  const sections = [changesText(changes, colours), `${colours.bold("What it costs")}\n${costLines(answer, before)}`];
  if (diff !== null) sections.push(renderDiff(diff, portfolio, colours));
  const kept = keptText(answer);
  if (kept !== "") sections.push(kept);
  if (diff === null && plan.status === "infeasible")
    sections.push(`${colours.red("No plan exists any more")}: megalloc conflicts says why\n`);
  else if (diff === null) sections.push(`${colours.red("No plan was found")} in the time given (--time-limit)\n`);
  return sections.join("\n");
}
