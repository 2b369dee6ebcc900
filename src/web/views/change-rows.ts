// What a change does to the value, line by line.
import type { PlanDiff } from "../../answers/diff/plan-diff.ts";
import { usdText } from "../../report/figures.ts";
import type { Unchanged } from "../desk/messages.ts";
import { changeText } from "./formats.ts";

export function changeRows({ valueUsd }: PlanDiff, unchanged: Unchanged | null): string[][] {
  const rows = [
    ["Value before", usdText(valueUsd.before)],
    ["Value then", usdText(valueUsd.after)],
    ["Change", changeText(valueUsd.after - valueUsd.before)],
  ];
  if (unchanged === null) return rows;
  return [
    ...rows,
    unchanged.isFeasible
      ? ["Keeping the old plan to the letter", usdText(unchanged.valueUsd)]
      : ["The old plan no longer stands", unchanged.violations[0] ?? ""],
  ];
}
