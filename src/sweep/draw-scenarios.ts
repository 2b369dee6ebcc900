// From a scenario file to scenarios: the named ones as they stand, and the draws with their values written into their edits.
import { parseEdit } from "../answers/edits/edit.ts";
import { EditError } from "../answers/edits/edit-problem.ts";
import { targetsOf } from "../answers/edits/targets.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { child, type Path, valueAt } from "../portfolio/show.ts";
import { USUAL_RISKS } from "./affected.ts";
import { quantile } from "./distribution.ts";
import { fillPlaces } from "./edit-template.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import { uniformOf } from "./random-stream.ts";
import type { Scenario } from "./scenario.ts";
import { problemAt, type ScenarioProblem } from "./scenario-problem.ts";
import type { Risk, ScenarioFile } from "./scenario-schema.ts";

export type DrawResult =
  | { readonly ok: true; readonly scenarios: Scenario[] }
  | { readonly ok: false; readonly problems: ScenarioProblem[] };

/** What one draw of a risk decides: its edits, for one item or for all together. */
interface Target {
  /** `risk`, or `risk: item` where items are drawn separately. */
  readonly name: string;
  readonly risk: Risk;
  readonly edits: readonly string[];
  readonly otherwise: readonly string[];
}

interface Item {
  readonly name: string;
  /** As an edit's path: `sites["north"].halls["a"]`. */
  readonly path: string;
  readonly value: { readonly [key: string]: unknown };
}

function itemOf(portfolio: Portfolio, path: Path): Item {
  const ids: string[] = [];
  let text = "";
  path.forEach((key, depth) => {
    if (typeof key === "string") {
      text += text === "" ? key : `.${key}`;
      return;
    }
    const id = child(valueAt(portfolio, path.slice(0, depth + 1)), "id");
    ids.push(typeof id === "string" ? id : String(key));
    text += typeof id === "string" ? `[${JSON.stringify(id)}]` : `[${key}]`;
  });
  return { name: ids.join("/"), path: text, value: valueAt(portfolio, path) as Item["value"] };
}

/** Whether the edit finds a value that is there. */
function finds(portfolio: Portfolio, edit: string): boolean {
  try {
    const parsed = parseEdit(edit);
    return targetsOf(portfolio, parsed).some((path) => valueAt(portfolio, path) !== undefined);
  } catch (error) {
    if (error instanceof EditError) return false;
    throw error;
  }
}

/** The items a risk hits, with the edits for each. Throws EditError where `of` leads nowhere. */
function hits(portfolio: Portfolio, risk: Risk): { item: Item; edits: string[]; otherwise: string[] }[] {
  const usual = risk.affects === undefined ? undefined : USUAL_RISKS[risk.affects];
  const of = risk.of ?? usual?.of ?? "";
  const fill = (edits: readonly string[], item: Item): string[] =>
    edits.map((edit) => fillPlaces(edit, { item: item.path }));
  const items = targetsOf(portfolio, parseEdit(`${of}=null`)).map((path) => itemOf(portfolio, path));
  return items.flatMap((item) => {
    if (usual?.isOpen !== undefined && !usual.isOpen(portfolio, item.value)) return [];
    const own = fill(risk.edits ?? usual?.edits ?? [], item);
    // A usual risk passes over what an item does not have: not every site has flexible loads.
    const edits = usual === undefined ? own : own.filter((edit) => finds(portfolio, fillPlaces(edit, { x: 1 })));
    return edits.length === 0 ? [] : [{ item, edits, otherwise: fill(risk.otherwise ?? [], item) }];
  });
}

function targetsOfRisk(portfolio: Portfolio, risk: Risk): Target[] {
  if (risk.affects === undefined && risk.of === undefined) {
    return [{ name: risk.id, risk, edits: risk.edits ?? [], otherwise: risk.otherwise ?? [] }];
  }
  const hit = hits(portfolio, risk);
  if (risk.separately) {
    return hit.map(({ item, edits, otherwise }) => ({ name: `${risk.id}: ${item.name}`, risk, edits, otherwise }));
  }
  if (hit.length === 0) return [];
  const all = (list: "edits" | "otherwise"): string[] => [...new Set(hit.flatMap((one) => one[list]))];
  return [{ name: risk.id, risk, edits: all("edits"), otherwise: all("otherwise") }];
}

/** Uniform score of one target in one draw; with a common factor by way of normal scores (a one-factor Gaussian copula). */
function scoreOf(seed: number, draw: number, { name, risk }: Target): number {
  const own = uniformOf(seed, draw, "risk", name);
  if (risk.follows === undefined) return own;
  const { factor, correlation } = risk.follows;
  const common = normalQuantile(uniformOf(seed, draw, "factor", factor));
  const z = correlation * common + Math.sqrt(1 - correlation * correlation) * normalQuantile(own);
  // The open interval again: at |z| > 8 rounding would give 0 or 1.
  return Math.min(1 - 2 ** -53, Math.max(2 ** -53, normalCdf(z)));
}

/** Removals come last, and each once: what is gone cannot be edited. */
function ordered(edits: readonly string[]): string[] {
  const isRemoval = (edit: string): boolean => /=\s*null\s*$/.test(edit);
  return [...edits.filter((edit) => !isRemoval(edit)), ...new Set(edits.filter(isRemoval))];
}

function drawn(seed: number, draw: number, weight: number, targets: readonly Target[]): Scenario {
  const values: Record<string, number> = {};
  const edits: string[] = [];
  for (const target of targets) {
    const { distribution } = target.risk;
    const x = quantile(distribution, scoreOf(seed, draw, target));
    values[target.name] = x;
    const own = distribution.kind === "bernoulli" && x === 0 ? target.otherwise : target.edits;
    edits.push(...own.map((edit) => fillPlaces(edit, { x })));
  }
  return { id: `draw-${draw}`, weight, edits: ordered(edits), drawn: values };
}

/**
 * All scenarios of a file for this portfolio: the named ones, then the draws. Draw k is the same whatever the number of draws.
 * A risk that hits nothing is a problem; whether the edits fit the portfolio is found by applying them.
 */
export function drawScenarios(portfolio: Portfolio, file: ScenarioFile): DrawResult {
  const named: Scenario[] = file.scenarios.map(({ note, ...scenario }) => ({
    ...scenario,
    ...(note !== undefined && { note }),
  }));
  const { monteCarlo } = file;
  if (monteCarlo === undefined) return { ok: true, scenarios: named };
  const problems: ScenarioProblem[] = [];
  const targets = monteCarlo.risks.flatMap((risk, index) => {
    const path = ["monteCarlo", "risks", index, risk.of === undefined ? "affects" : "of"];
    try {
      const found = targetsOfRisk(portfolio, risk);
      if (found.length > 0) return found;
      const what = risk.of ?? risk.affects ?? "";
      const message = `${JSON.stringify(what)} hits nothing in portfolio "${portfolio.name}"`;
      problems.push(
        problemAt(file, path, "hits-nothing", message, "leave the risk out, or select what the portfolio has"),
      );
    } catch (error) {
      if (!(error instanceof EditError)) throw error;
      problems.push(problemAt(file, path, "hits-nothing", `${risk.of}: ${error.message}`, error.hint));
    }
    return [];
  });
  if (problems.length > 0) return { ok: false, problems };
  const { seed, draws, weight } = monteCarlo;
  const futures = Array.from({ length: draws }, (_, k) => drawn(seed, k + 1, weight, targets));
  return { ok: true, scenarios: [...named, ...futures] };
}
