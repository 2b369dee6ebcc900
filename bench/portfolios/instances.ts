// The portfolios measured, how long, and what is known and aimed at.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

const TABLE = resolve(import.meta.dirname, "../../../shared/portfolios/best-known.tsv");

export interface PortfolioInstance {
  readonly name: string;
  /** Small ones are solved to the end; the others are looked at on their way. */
  readonly isSmall: boolean;
  /** CPU seconds given. */
  readonly cpuSeconds: number;
  readonly targets: readonly Target[];
}

export type Target =
  /** Gap at most `gap` after `seconds`. */
  | { readonly kind: "gap"; readonly gap: number; readonly seconds: number }
  /** Any audited plan after `seconds`. */
  | { readonly kind: "plan"; readonly seconds: number }
  /** Value after `seconds` at least that of HiGHS' best run then. */
  | { readonly kind: "value"; readonly seconds: number }
  /** Proved within 0.01 % in at most this part of HiGHS' better time. */
  | { readonly kind: "time"; readonly part: number };

const SMALL: readonly Target[] = [{ kind: "time", part: 0.2 }];
const MEDIUM: readonly Target[] = [
  { kind: "gap", gap: 0.01, seconds: 30 },
  { kind: "value", seconds: 60 },
];
const LARGE: readonly Target[] = [
  { kind: "gap", gap: 0.02, seconds: 60 },
  { kind: "value", seconds: 120 },
];

const small = (name: string): PortfolioInstance => ({ name, isSmall: true, cpuSeconds: 60, targets: SMALL });
const long = (name: string, targets: readonly Target[]): PortfolioInstance => ({
  name,
  isSmall: false,
  cpuSeconds: 120,
  targets,
});

export const INSTANCES: readonly PortfolioInstance[] = [
  ...["tiny-1", "tiny-2", "tiny-3", "small-1", "small-2", "small-3"].map(small),
  long("monthly-1", LARGE),
  long("medium-1", MEDIUM),
  long("medium-2", MEDIUM),
  long("large-1", LARGE),
  long("large-2", [{ kind: "gap", gap: 0.03, seconds: 60 }]),
  long("huge-1", [
    { kind: "plan", seconds: 10 },
    { kind: "gap", gap: 0.04, seconds: 120 },
  ]),
];

/** Best value and bound published with the portfolios; empty where the table is absent. */
export function bestKnown(): Map<string, { valueUsd: number; boundUsd: number }> {
  if (!existsSync(TABLE)) return new Map();
  const [, ...lines] = readFileSync(TABLE, "utf8").trim().split("\n");
  return new Map(
    lines.map((line) => {
      const [name, value, bound] = line.split("\t");
      return [name, { valueUsd: Number(value), boundUsd: Number(bound) }];
    }),
  );
}
