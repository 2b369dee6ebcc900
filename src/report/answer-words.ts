// Answers in the words that terminals and pages share.
import type { SiteAnswer } from "../answers/compare/site-alternatives.ts";
import type { BreakEvenResult } from "../answers/explain/break-even.ts";
import type { TermName } from "../answers/explain/terms.ts";
import type { Reason } from "../answers/idle/idle-capacity.ts";
import type { Contract } from "../portfolio/schema.ts";

/** What a price is for. */
export const UNIT_WORDS: Record<Contract["unit"], string> = {
  mw: "MW",
  racks: "rack",
  accelerators: "accelerator",
  pflops: "PFLOPS",
};

/** "It would be accepted if it could ..." */
export const TERM_WORDS: Record<TermName, string> = {
  laterStart: "start later, up to",
  earlierStart: "start earlier, from",
  smallerSize: "take a part of it, such as",
  anySite: "be served at any site",
  moreSites: "be spread over more sites, such as",
  minMwPerSite: "drop its least MW per site",
  maxPue: "drop its PUE limit",
  advanceRate: "lenders advance more, such as",
  discountRate: "be discounted as safer, such as",
  defaultProbability: "be less likely to default, such as",
};

/** Why capacity lies idle. */
export const REASON_WORDS: Record<Reason, string> = {
  powerTooDear: "power costs more in these hours than flexible loads earn",
  flexibleLoadsFull: "the flexible loads that pay run at full size",
  noFlexibleLoads: "no flexible load takes what is left",
  noOffers: "no refused offer could run here then",
  noFirmPower: "the site's firm power is used up",
  noChips: "no rack is free for the offers that fit",
  noHall: "no hall that cools them has room",
  betweenContracts: "waiting for a contract to start or grow, or left by one",
  offersRefused: "offers that fit are refused",
};

/** What the plan makes of a site. */
export const PLANNED_WORDS: Record<SiteAnswer["use"], string> = {
  miningOnly: "keep mining",
  leaseOnly: "convert and lease",
  cloudOnly: "convert and sell cloud",
  leaseAndCloud: "convert, lease and sell cloud",
};

type Found = Extract<BreakEvenResult, { found: true }>;

/** What of a break-even price is proved, and what only holds within the gap: a sentence or two. `text` writes a price. */
export function certaintyWords({ below, above, certain }: Found, text: (usd: number) => string): string {
  const { refusedUpToUsd, acceptedFromUsd } = certain;
  if ((below === null || below.isProved) && above?.isProved) return "Proved, just below and just above.";
  const low =
    refusedUpToUsd > 0 ? `refused for certain up to ${text(refusedUpToUsd)}` : "no price is refused for certain";
  const high = acceptedFromUsd === null ? "none taken for certain" : `taken for certain from ${text(acceptedFromUsd)}`;
  return `Only within the gap: ${low}, ${high}. More time narrows it.`;
}
