// `megalloc explain idle` in words: stranded power, idle racks and empty halls, and what stands in the way.
import { IdleRow } from "../answers/idle/idle-capacity.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { REASON_WORDS } from "../report/answer-words.ts";
import { Colours } from "./colours.ts";
import { formatCount, formatMw, formatPercent, printable } from "./format.ts";
import { periodLabel } from "./period-label.ts";
import { textTable } from "./text-table.ts";

/** Reasons of less than this share are left out of the words. */
const NOTICEABLE = 0.03;
const OFFERS_SHOWN = 3;

function reasonText({ reason, share, offers }: IdleRow["reasons"][number]): string {
  const shown = offers.slice(0, OFFERS_SHOWN).map(printable).join(", ");
  const rest = offers.length - OFFERS_SHOWN;
  const which = offers.length === 0 ? "" : ` (${shown}${rest > 0 ? ` and ${rest} more` : ""})`;
  return `${formatPercent(share)} ${REASON_WORDS[reason]}${which}`;
}

const TITLES: Record<IdleRow["kind"], string> = {
  power: "Stranded power (MW at the meter)",
  racks: "Idle racks",
  hall: "Empty halls (IT MW)",
};

function idleTable(rows: readonly IdleRow[], portfolio: Portfolio): string {
  const cells = [...rows]
    .sort((a, b) => b.mean - a.mean)
    .map((row) => {
      const amount = row.unit === "racks" ? formatCount : formatMw;
      const where =
        [row.site, row.hall]
          .filter((part) => part !== null)
          .map(printable)
          .join("/") || printable(row.platform ?? "");
      const reasons = row.reasons.filter(({ share }) => share >= NOTICEABLE).map(reasonText);
      return [
        where,
        amount(row.mean),
        `${amount(row.most)} in ${periodLabel(portfolio.horizon, row.mostMonth)}`,
        reasons.join("\n"),
      ];
    });
  return textTable(["", "mean", "most", "why"], cells, ["left", "right", "left", "left"]);
}

export function renderIdle(rows: readonly IdleRow[], portfolio: Portfolio, colours: Colours): string {
  if (rows.length === 0) return "nothing is idle: all power, racks and halls are in use\n";
  return (["power", "racks", "hall"] as const)
    .map((kind) => ({ kind, own: rows.filter((row) => row.kind === kind) }))
    .filter(({ own }) => own.length > 0)
    .map(({ kind, own }) => `${colours.bold(TITLES[kind])}\n${idleTable(own, portfolio)}`)
    .join("\n");
}
