// The usual risks: what they hit, and what they do to it. {item} is one of what is hit, {x} the value drawn.
import type { Portfolio } from "../portfolio/schema.ts";

export const AFFECTED = [
  "deliveries",
  "energisation",
  "construction",
  "hashPrice",
  "powerPrice",
  "capex",
  "rackPrice",
  "rents",
  "customerDefault",
] as const;
export type Affected = (typeof AFFECTED)[number];

export interface UsualRisk {
  /** What is hit unless `of` says otherwise. */
  readonly of: string;
  readonly edits: readonly string[];
  /** What can be hit: others of `of` are passed over. */
  readonly isOpen?: (portfolio: Portfolio, item: { readonly [key: string]: unknown }) => boolean;
}

export const USUAL_RISKS: Readonly<Record<Affected, UsualRisk>> = {
  deliveries: {
    of: "backlog[*]",
    edits: ["{item}.arrives+={x}mo"],
    // What is there already does not slip.
    isOpen: ({ horizon }, { arrives }) => String(arrives) > horizon.start,
  },
  energisation: { of: "sites[*]", edits: ["{item}.firmMw+={x}mo", "{item}.expansions[*].leadMonths+={x}mo"] },
  construction: { of: "sites[*]", edits: ["{item}.halls[*].build.leadMonths+={x}mo"] },
  hashPrice: { of: "sites[*]", edits: ["{item}.flexible[*].usdPerMwh*={x}"] },
  powerPrice: { of: "sites[*]", edits: ["{item}.energy.market[*].usdPerMwh*={x}"] },
  capex: { of: "sites[*]", edits: ["{item}.halls[*].build.capexUsdPerMw*={x}", "{item}.expansions[*].capexUsd*={x}"] },
  rackPrice: { of: "backlog[committed=false]", edits: ["{item}.usdPerRack*={x}"] },
  rents: { of: "contracts[signed=false]", edits: ["{item}.usdPerUnitMonth*={x}"] },
  customerDefault: { of: "contracts[*]", edits: ["{item}=null"] },
};
