// Terms of money: notes behind a guaranteed lease, and loans without a guarantor.
import { Fact, sourced, unverified } from "./fact.ts";

export interface FinancePreset {
  readonly id: string;
  readonly name: string;
  readonly discountRate: Fact;
  readonly debtRate: Fact;
  readonly debtTermYears: Fact;
  readonly maxLoanToCost: Fact;
}

export interface CreditPreset {
  readonly id: string;
  readonly name: string;
  readonly guarantor?: string;
  readonly discountRate: Fact;
  readonly annualDefaultProbability: Fact;
  readonly advanceRate: Fact;
}

const hurdle = unverified(0.15, "equity hurdle; IREN quotes 25-40 % levered (getquin.com)", [0.12, 0.25]);

export const FINANCE: readonly FinancePreset[] = [
  {
    id: "guaranteed-notes",
    name: "secured notes behind a guaranteed lease",
    discountRate: hurdle,
    debtRate: sourced(0.07125, "Cipher 7.125 %; TeraWulf $3.2B of 2030 at 7.75 %", [0.069, 0.085]),
    debtTermYears: sourced(5, "TeraWulf notes of October 2025, due 2030", [5, 7]),
    maxLoanToCost: sourced(0.85, "Hut 8 up to 85 %, Galaxy 80 % (bitxjournal.com)", [0.7, 0.85]),
  },
  {
    id: "gpu-loan-investment-grade",
    name: "GPU delayed-draw loan, investment-grade customer",
    discountRate: hurdle,
    debtRate: sourced(0.059, "CoreWeave DDTL 4.0 5.9 % A3; IREN below 6 %", [0.055, 0.065]),
    debtTermYears: sourced(5, "IREN $3.6B, amortising over 5 years (marketbeat.com)"),
    maxLoanToCost: unverified(0.8, "loan to cost of GPU loans", [0.7, 0.85]),
  },
  {
    id: "unguaranteed",
    name: "loan without guarantor",
    discountRate: hurdle,
    debtRate: sourced(0.0925, "corporate unsecured 9.0-9.25 %; older GPU loans 11-15 %", [0.08, 0.15]),
    debtTermYears: unverified(5, "term", [3, 7]),
    maxLoanToCost: unverified(0.7, "loan to cost", [0.5, 0.75]),
  },
];

export const CREDIT: readonly CreditPreset[] = [
  {
    id: "google-guaranteed",
    name: "lease backed by Google",
    guarantor: "Google",
    discountRate: unverified(0.08, "revenue of a guaranteed lease", [0.07, 0.1]),
    annualDefaultProbability: unverified(0.001, "AA-rated guarantor", [0.0005, 0.002]),
    advanceRate: unverified(0.85, "share of guaranteed revenue that lenders advance", [0.7, 0.9]),
  },
  {
    id: "investment-grade",
    name: "investment-grade tenant, no guarantor",
    discountRate: unverified(0.09, "revenue of an investment-grade lease", [0.08, 0.11]),
    annualDefaultProbability: unverified(0.003, "A to BBB", [0.001, 0.005]),
    advanceRate: unverified(0.75, "share of revenue that lenders advance", [0.6, 0.85]),
  },
  {
    id: "unrated",
    name: "unrated customer",
    discountRate: unverified(0.13, "revenue of an unrated customer", [0.11, 0.18]),
    annualDefaultProbability: unverified(0.04, "B-rated", [0.02, 0.08]),
    advanceRate: unverified(0.3, "share of revenue that lenders advance", [0, 0.5]),
  },
];
