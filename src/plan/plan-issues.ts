// zod's issues in the words of plan files.
import * as z from "zod/mini";
import { subjectText } from "./describe.ts";
import { nearest } from "./nearest.ts";
import { PlanProblem, PlanProblemCode } from "./plan-problem.ts";
import { PLAN_KEYS } from "./plan-schema.ts";
import { Subject } from "./violation.ts";

type Issue = z.core.$ZodIssue;
type Path = Issue["path"];

/** e.g. `contracts[3].placements[0].share` */
export function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}

/** The value at a path; undefined where there is none. Own properties only, so that "constructor" finds nothing. */
function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    return Object.getOwnPropertyDescriptor(value, part)?.value;
  }, root);
}

/** The user's own name of the entry a path leads into. */
function subjectAt(root: unknown, path: Path): string {
  const entry = path.slice(0, 2);
  const idIn = (key: string): string | undefined => {
    const value = valueAt(root, [...entry, key]);
    return typeof value === "string" ? value : undefined;
  };
  const keys: Record<string, [keyof Subject, string][]> = {
    contracts: [["contract", "id"]],
    builds: [
      ["site", "site"],
      ["hall", "hall"],
    ],
    expansions: [
      ["site", "site"],
      ["expansion", "expansion"],
    ],
    orders: [["lot", "lot"]],
  };
  const subject: Subject = {};
  for (const [kind, key] of keys[String(path[0])] ?? []) {
    const value = idIn(key);
    if (value !== undefined) subject[kind] = value;
  }
  return subjectText(subject);
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const WANTED: Record<string, string> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  null: "null",
};

const KEYS_OF_LIST: Record<string, string[]> = {
  contracts: ["id", "accepted", "start", "fraction", "unserved", "placements"],
  placements: ["site", "hall", "platform", "share", "racks"],
  builds: ["site", "hall", "start", "modules"],
  expansions: ["site", "expansion", "start"],
  orders: ["lot", "fraction"],
  debt: ["period", "usd"],
  objective: ["valueUsd", "boundUsd", "gap", "sunkUsd", "npvUsd"],
};

function unknownKeyHint(key: string, path: Path): string {
  const owner = path.filter((part) => typeof part === "string").at(-1);
  const known = owner === undefined ? PLAN_KEYS : (KEYS_OF_LIST[String(owner)] ?? []);
  const likely = nearest(key, known);
  if (likely !== undefined) return `did you mean "${likely}"?`;
  return `remove it; known here: ${known.join(", ")}`;
}

interface Wording {
  code: PlanProblemCode;
  message: string;
  hint: string;
}

function typeWording(value: unknown, path: Path, expected: string): Wording {
  const name = pathText(path) || "the plan";
  const wanted = WANTED[expected] ?? expected;
  if (value === undefined) return { code: "missing-key", message: `${name} is missing`, hint: `give it ${wanted}` };
  if (typeof value === "number" && !Number.isFinite(value)) {
    return { code: "not-finite", message: `${name} is ${value}, not a finite number`, hint: "write a finite number" };
  }
  if (expected === "null") {
    const message = `${name} is ${shown(value)}, yet the status says that there is no plan`;
    return { code: "wrong-type", message, hint: `write null, or status "feasible" or "optimal"` };
  }
  const message = `${name} is ${shown(value)}, not ${wanted}`;
  const hint =
    expected === "number" && typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))
      ? `write ${Number(value)} without quotes`
      : `write ${wanted}`;
  return { code: "wrong-type", message, hint };
}

function choiceWording(value: unknown, path: Path, choices: string): Wording {
  const name = pathText(path);
  if (value === undefined) return { code: "missing-key", message: `${name} is missing`, hint: `write ${choices}` };
  const message = `${name} is ${shown(value)}`;
  const code = name === "schema" ? "wrong-schema" : "not-a-choice";
  return { code, message, hint: `write ${choices}` };
}

function wordings(issue: Issue, root: unknown): Wording[] {
  const value = valueAt(root, issue.path);
  const name = pathText(issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        code: "unknown-key",
        message: `${name === "" ? "the plan" : name} has an unknown key "${key}"`,
        hint: unknownKeyHint(key, issue.path),
      }));
    case "invalid_type":
      return [typeWording(value, issue.path, issue.expected)];
    case "invalid_value":
      return [choiceWording(value, issue.path, issue.values.map((choice) => JSON.stringify(choice)).join(" or "))];
    case "invalid_union":
      return [choiceWording(value, issue.path, '"optimal", "feasible", "infeasible" or "unknown"')];
    case "too_small":
      return [{ code: "empty-text", message: `${name} is empty`, hint: "write an id or a month" }];
    case "too_big": {
      const message = `${name} is ${shown(value)}, yet the status says that there is no plan`;
      return [{ code: "decisions-without-plan", message, hint: 'remove its entries, or write status "feasible"' }];
    }
    default:
      return [{ code: "wrong-type", message: `${name} is ${shown(value)}: ${issue.message}`, hint: "mend this value" }];
  }
}

/** Every issue as a problem; several keys in one issue become several problems. */
export function issueProblems(issues: readonly Issue[], root: unknown): PlanProblem[] {
  return issues.flatMap((issue) =>
    wordings(issue, root).map((wording) => ({
      severity: "error" as const,
      path: pathText(issue.path),
      subject: subjectAt(root, issue.path),
      ...wording,
    })),
  );
}
