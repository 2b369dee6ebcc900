// Words for violations: what is wrong with which numbers, and what a planner can do about it.
import { Finding, Rule, Subject } from "./violation.ts";

export interface Words {
  message: string;
  hint: string;
}

/** At most ten significant digits: enough to see an excess of one part in a million, without the noise of binary fractions. */
export function plainNumber(value: number | null): string {
  if (value === null) return "nothing";
  if (!Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(10)));
}

const WITH_THOUSANDS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

const usd = (value: number | null): string =>
  value === null || !Number.isFinite(value)
    ? plainNumber(value)
    : `${value < 0 ? "-" : ""}$${WITH_THOUSANDS.format(Math.abs(value))}`;

const SUBJECT_WORDS: [keyof Subject, string][] = [
  ["contract", "contract"],
  ["group", "group"],
  ["site", "site"],
  ["hall", "hall"],
  ["platform", "platform"],
  ["expansion", "expansion"],
  ["lot", "lot"],
];

/** e.g. `site "fra-1", hall "dlc"`; "plan" when the violation is about the plan as a whole. */
export function subjectText(subject: Subject): string {
  const parts = SUBJECT_WORDS.filter(([key]) => subject[key] !== undefined).map(
    ([key, word]) => `${word} "${subject[key]}"`,
  );
  return parts.length === 0 ? "plan" : parts.join(", ");
}

type Writer = (finding: Finding, where: string) => Words;

const mw = (value: number | null): string => `${plainNumber(value)} MW`;

const FORM: Record<
  "reference" | "duplicate" | "month" | "committedLot" | "refusedWithDecisions" | "missing" | "number",
  Writer
> = {
  reference: (f, where) => ({
    message: `${where}: the portfolio has no ${f.detail}`,
    hint:
      f.likely === undefined
        ? "use an id of the portfolio this plan belongs to"
        : `did you mean "${f.likely}"? Ids are those of the portfolio this plan belongs to`,
  }),
  duplicate: (f, where) => ({
    message: `${where}: ${f.detail} is given more than once`,
    hint: "keep one entry and merge the others into it",
  }),
  month: (f, where) => ({
    message: `${where}: ${f.detail}`,
    hint: "write the first month of a period of the horizon as YYYY-MM",
  }),
  committedLot: (_, where) => ({
    message: `${where}: the lot is committed; it arrives and is paid for whatever the plan says`,
    hint: "remove it from orders",
  }),
  refusedWithDecisions: (f, where) => ({
    message: `${where}: not accepted, yet it has ${f.detail}`,
    hint: 'remove them, or set "accepted" to true',
  }),
  missing: (f, where) => ({ message: `${where}: accepted, but it has no ${f.detail}`, hint: `give its ${f.detail}` }),
  number: (f, where) => ({
    message: `${where}: ${f.path ?? "value"} is ${f.detail}, not a finite number`,
    hint: "write a finite number; the audit counts it as 0",
  }),
};

const DECISION: Record<
  | "start"
  | "fraction"
  | "unserved"
  | "share"
  | "balance"
  | "eligibility"
  | "modules"
  | "expansionEarliest"
  | "lotFraction"
  | "debtDrawn",
  Writer
> = {
  start: (f, where) => ({
    message: `${where}: ${f.detail}`,
    hint: "start in a period inside the contract's window, or refuse it",
  }),
  fraction: (f, where) => ({
    message: `${where}: fraction ${plainNumber(f.lhs)} is ${f.relation === ">=" ? "below" : "above"} ${plainNumber(f.rhs)}`,
    hint: "take a fraction between minFraction and 1, or refuse the contract",
  }),
  unserved: (f, where) => ({
    message:
      f.relation === ">="
        ? `${where}: unserved share ${plainNumber(f.lhs)} is negative`
        : `${where}: unserved share ${plainNumber(f.lhs)} exceeds the ${plainNumber(f.rhs)} that ${f.detail}`,
    hint: "serve more of it, or accept a smaller fraction",
  }),
  share: (f, where) => ({
    message: `${where}: share ${plainNumber(f.lhs)} is negative`,
    hint: "shares are at least 0",
  }),
  balance: (f, where) => ({
    message: `${where}: placed shares and unserved share add up to ${plainNumber(f.lhs)}, not to the fraction ${plainNumber(f.rhs)}`,
    hint: "make the shares plus unserved equal the fraction",
  }),
  eligibility: (f, where) => ({
    message: `${where}: may not be placed there: ${f.detail}`,
    hint: "move this share to an eligible hall and platform",
  }),
  modules: (f, where) => ({
    message: `${where}: ${plainNumber(f.lhs)} modules is not a whole number of at least 0`,
    hint: "modules are started whole",
  }),
  expansionEarliest: (f, where) => ({
    message: `${where}: starts in ${f.month}, before ${f.detail}`,
    hint: "start it in its earliest month or later",
  }),
  lotFraction: (f, where) => ({
    message:
      f.relation === "="
        ? `${where}: fraction ${plainNumber(f.lhs)} of a lot that is not divisible`
        : `${where}: fraction ${plainNumber(f.lhs)} is outside 0 to 1`,
    hint: f.relation === "=" ? "order all of it or nothing" : "order between nothing (0) and the whole lot (1)",
  }),
  debtDrawn: (f) => ({
    message: `debt drawn in ${f.month} is ${usd(f.lhs)}, less than nothing`,
    hint: "draws are at least 0; repayment follows the debt's terms by itself",
  }),
};

const CONSTRAINT: Record<Exclude<Rule, keyof typeof FORM | keyof typeof DECISION>, Writer> = {
  signed: (_, where) => ({
    message: `${where}: signed, but the plan does not accept it`,
    hint: "accept it; a signed contract cannot be refused",
  }),
  group: (f, where) => ({
    message: `${where}: ${plainNumber(f.lhs)} of its contracts are accepted (${f.detail}); at most one may be`,
    hint: "refuse all but one of them",
  }),
  maxSites: (f, where) => ({
    message: `${where}: placed at ${plainNumber(f.lhs)} sites (${f.detail}); maxSites is ${plainNumber(f.rhs)}`,
    hint: "gather it at fewer sites",
  }),
  minMwPerSite: (f, where) => ({
    message: `${where}: ${mw(f.lhs)} of IT load there, less than its minMwPerSite of ${mw(f.rhs)}`,
    hint: "place more of it at this site or nothing",
  }),
  chips: (f, where) => ({
    message: `${where}: ${plainNumber(f.lhs)} racks installed by ${f.month}, but only ${plainNumber(f.rhs)} have arrived (${plainNumber(f.excess)} too many)`,
    hint: "order a lot, start contracts after the next arrival, or use another platform; racks stay where they were first installed",
  }),
  hall: (f, where) => ({
    message: `${where}: racks installed by ${f.month} need ${mw(f.lhs)} of IT capacity, the hall has ${mw(f.rhs)} (${mw(f.excess)} too little)`,
    hint: "start modules early enough for their lead time, or place less here; idle racks keep their room",
  }),
  noBuild: (_, where) => ({
    message: `${where}: modules are started in a hall that cannot be extended`,
    hint: 'remove the start; only a hall with "build" takes modules',
  }),
  maxModules: (f, where) => ({
    message: `${where}: ${plainNumber(f.lhs)} modules started in all, maxModules is ${plainNumber(f.rhs)}`,
    hint: "start fewer modules here",
  }),
  maxModulesPerPeriod: (f, where) => ({
    message: `${where}: ${plainNumber(f.lhs)} modules started in ${f.month}, maxModulesPerPeriod is ${plainNumber(f.rhs)}`,
    hint: "spread the starts over several periods",
  }),
  moduleLead: (f, where) => ({
    message: `${where}: modules started in ${f.month} are ready ${f.detail}, after the horizon's last period has begun`,
    hint: "start them earlier or not at all",
  }),
  expansionLead: (f, where) => ({
    message: `${where}: started in ${f.month} it is energised ${f.detail}, after the horizon's last period has begun`,
    hint: "start it earlier or not at all",
  }),
  firmPower: (f, where) => ({
    message: `${where}: peak load in ${f.month} is ${mw(f.lhs)}, firm power is ${mw(f.rhs)} (${mw(f.excess)} too little)`,
    hint: "place less here, start an expansion earlier, or prefer halls with a lower peakPue",
  }),
  totalPower: (f, where) => ({
    message: `${where}: peak load and flexible use in ${f.month} are ${mw(f.lhs)}, all power together is ${mw(f.rhs)} (${mw(f.excess)} too little)`,
    hint: "place less here or start an expansion earlier",
  }),
  pueCap: (f, where) => ({
    message: `${where}: in ${f.month} the load at its PUE is ${mw(f.lhs)}, pueCap allows ${mw(f.rhs)} (${mw(f.excess)} over)`,
    hint: "move load to halls with a lower pue",
  }),
  equity: (f) => ({
    message: `equity: capex paid up to ${f.month} less debt is ${usd(f.lhs)}, cumulative equity is ${usd(f.rhs)} (${usd(f.excess)} short)`,
    hint: "draw debt, build or order later, or build less",
  }),
  loanToCost: (f) => ({
    message: `debt: ${usd(f.lhs)} drawn by ${f.month}, maxLoanToCost allows ${usd(f.rhs)} (${usd(f.excess)} over)`,
    hint: "draw less, or draw it after the capex it pays for",
  }),
  debtCapacity: (f) => ({
    message: `debt: ${usd(f.lhs)} drawn in all, the accepted contracts' take-or-pay payments support ${usd(f.rhs)} (${usd(f.excess)} over)`,
    hint: "draw less, or accept contracts with an advanceRate and takeOrPay",
  }),
  noDebt: (f) => ({
    message: `debt: ${usd(f.lhs)} drawn, but the portfolio offers no debt`,
    hint: 'remove the draws, or give "finance.debt" in the portfolio',
  }),
};

const WRITERS: Record<Rule, Writer> = { ...FORM, ...DECISION, ...CONSTRAINT };

/** One sentence on what is wrong and one on how to mend it. */
export function describeViolation(finding: Finding): Words {
  return WRITERS[finding.constraint](finding, subjectText(finding.subject));
}
