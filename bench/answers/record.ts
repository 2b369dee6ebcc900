// What is measured of the answers, one record per question.
import { BenchRecordBase } from "../harness/result-file.ts";

export interface Cost {
  /** CPU time of the answer alone, checks apart. */
  readonly cpuMs: number;
  readonly solves: number;
}

/** One side of a break-even price, checked by solves that know nothing of the answer's own. */
export interface SideCheck {
  readonly usdPerUnitMonth: number;
  /** What the check's solve, free to take or refuse the contract, decided. */
  readonly accepted: boolean;
  /** The decision is proved: the bound of the other one is below its value. */
  readonly isProved: boolean;
}

/** `kind` of a price that was not found: no plan with the contract at any price, proved or not. */
export interface BreakEvenRecord extends BenchRecordBase, Cost {
  readonly kind: "breakEven";
  readonly portfolio: string;
  readonly contract: string;
  readonly found: boolean;
  /** The answer's own claims. */
  readonly isVerified: boolean;
  readonly isProved: boolean;
  readonly usdPerUnitMonth: number | null;
  /** Between these the answer calls it certain; null where it claims nothing. */
  readonly refusedUpToUsd: number | null;
  readonly acceptedFromUsd: number | null;
  readonly offeredUsd: number;
  /** null on the side of price 0, and where no price was found. */
  readonly below: SideCheck | null;
  readonly above: SideCheck | null;
  /** At refusedUpToUsd, where that is further down than `below`. */
  readonly certain: SideCheck | null;
  /** Terms tried, and those whose least change was verified by a solve one step before. */
  readonly terms: number;
  /** Terms there was no time for. */
  readonly notTried: number;
  readonly flips: number;
  readonly verifiedFlips: number;
  /** A better plan than the one asked about turned up. */
  readonly isBetterKnown: boolean;
}

export interface WorthRecord extends BenchRecordBase, Cost {
  readonly kind: "worth";
  readonly portfolio: string;
  readonly what: string;
  readonly exactUsd: number;
  readonly certainUsd: { readonly low: number; readonly high: number } | null;
  readonly pricedUsd: number | null;
  /** The portfolio with more solved from scratch, less the plan's value. */
  readonly scratchUsd: number | null;
  /** What the gaps of both solves leave open, USD. */
  readonly openUsd: number;
}

export interface ConflictRecord extends BenchRecordBase, Cost {
  readonly kind: "conflict";
  readonly portfolio: string;
  /** How the portfolio was made to have no plan. */
  readonly made: string;
  readonly conflicts: readonly {
    readonly limits: readonly string[];
    readonly claimsMinimal: boolean;
    /** Solved from scratch with these limits alone: no plan. */
    readonly isConflict: boolean;
    /** Solved from scratch without each in turn: those of which a plan was found. */
    readonly needed: number;
    readonly repairs: number;
    /** Repairs that, solved from scratch, have a plan once the other conflicts are lifted. */
    readonly mends: number;
  }[];
  readonly failure?: string;
}

export interface WhatIfRecord extends BenchRecordBase, Cost {
  readonly kind: "whatIf";
  readonly portfolio: string;
  readonly edits: readonly string[];
  readonly status: string;
  readonly gap: number | null;
  readonly replanningUsd: number | null;
}

export type AnswerRecord = BreakEvenRecord | WorthRecord | ConflictRecord | WhatIfRecord;
