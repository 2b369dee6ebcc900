// Value and bound closing in on each other, as large as a word: the chart with scales is in the plan.
import type { Told } from "../desk/messages.ts";

const WIDTH = 100;
const HEIGHT = 30;

type Line = "valueUsd" | "boundUsd";

export function Sparkline({ steps }: { steps: readonly Told[] }) {
  const last = steps.at(-1);
  const known = steps.flatMap(({ valueUsd, boundUsd }) => [valueUsd, boundUsd]).filter((usd) => usd !== null);
  if (last === undefined || known.length === 0) return null;
  const lows = steps.flatMap(({ valueUsd }) => (valueUsd === null ? [] : [valueUsd]));
  // The first plans and bounds lie far off: what counts is where both end, and as much again on either side.
  const to = last.boundUsd ?? Math.max(...known);
  const from = last.valueUsd ?? Math.min(...known);
  const margin = Math.max(to - from, Math.abs(to) * 1e-4);
  const low = Math.max(Math.min(from, ...lows), from - margin);
  const high = to + margin;
  const y = (usd: number): number => HEIGHT * (1 - (Math.min(high, Math.max(low, usd)) - low) / (high - low || 1));
  const path = (line: Line): string => {
    const points = steps.flatMap(({ elapsedMs, [line]: usd }) =>
      usd === null ? [] : [`${((WIDTH * elapsedMs) / (last.elapsedMs || 1)).toFixed(1)},${y(usd).toFixed(1)}`],
    );
    return points.length < 2 ? "" : `M${points.join("L")}`;
  };
  return (
    <svg
      class="sparkline"
      viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      role="img"
      aria-label="Value and bound closing in on each other"
    >
      <path d={path("boundUsd")} stroke="var(--loss)" stroke-dasharray="4 3" />
      <path d={path("valueUsd")} stroke="var(--gain)" />
    </svg>
  );
}
