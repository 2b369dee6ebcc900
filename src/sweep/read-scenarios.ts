// The door for scenario files: any value, or any text, becomes a file that later stages may trust, or the list of all that is wrong.
import { parseEdit } from "../answers/edits/edit.ts";
import { EditError } from "../answers/edits/edit-problem.ts";
import { parseJson } from "../portfolio/json-text.ts";
import type { Path } from "../portfolio/show.ts";
import { fillPlaces, hasPlace } from "./edit-template.ts";
import { issueProblems } from "./scenario-issues.ts";
import { problemAt, type ScenarioProblem, type ScenarioProblemCode } from "./scenario-problem.ts";
import { type Distribution, type Risk, type ScenarioFile, scenarioFileSchema } from "./scenario-schema.ts";

export type ScenarioReading =
  | { readonly ok: true; readonly file: ScenarioFile }
  | { readonly ok: false; readonly problems: ScenarioProblem[] };

class Checker {
  readonly problems: ScenarioProblem[] = [];
  readonly file: ScenarioFile;

  constructor(file: ScenarioFile) {
    this.file = file;
  }

  put(path: Path, code: ScenarioProblemCode, message: string, hint: string): void {
    this.problems.push(problemAt(this.file, path, code, message, hint));
  }

  ids(items: readonly { id: string }[], owner: Path): void {
    const places = new Map<string, number>();
    items.forEach(({ id }, index) => {
      const first = places.get(id);
      if (first === undefined) places.set(id, index);
      else
        this.put([...owner, index, "id"], "duplicate-id", `${JSON.stringify(id)} is also item ${first}`, "rename one");
    });
  }

  /** Whether the edit can be read, with its places filled in. Whether it finds anything depends on the portfolio. */
  edit(text: string, path: Path): void {
    try {
      parseEdit(fillPlaces(text, { item: 'sites["id"]', x: 1 }));
    } catch (error) {
      if (!(error instanceof EditError)) throw error;
      this.put(path, "bad-edit", `${JSON.stringify(text)}: ${error.message}`, error.hint);
    }
  }

  edits(texts: readonly string[], path: Path): void {
    texts.forEach((text, index) => {
      this.edit(text, [...path, index]);
    });
  }

  distribution(distribution: Distribution, path: Path): void {
    const refuse = (field: string, message: string, hint: string): void =>
      this.put([...path, field], "bad-distribution", message, hint);
    switch (distribution.kind) {
      case "triangular": {
        const { low, mode, high } = distribution;
        if (!(low <= mode && mode <= high)) {
          refuse("mode", `low ${low}, mode ${mode} and high ${high} are not in order`, "write low <= mode <= high");
        }
        return;
      }
      case "uniform":
        if (distribution.low > distribution.high) {
          refuse("low", `low ${distribution.low} is above high ${distribution.high}`, "write low <= high");
        }
        return;
      case "normal":
      case "lognormal": {
        const { min, max } = distribution;
        if (min !== undefined && max !== undefined && min > max) {
          refuse("min", `min ${min} is above max ${max}`, "write min <= max");
        }
        return;
      }
      case "discrete":
        if (distribution.values.every(({ weight }) => weight === 0)) {
          refuse("values", "the weights of all values are 0", "give at least one of them a weight above 0");
        }
        return;
      case "bernoulli":
        return;
    }
  }

  risk(risk: Risk, path: Path): void {
    const { affects, edits, otherwise, of, separately, distribution } = risk;
    if ((affects === undefined) === (edits === undefined)) {
      const message =
        affects === undefined ? 'neither "affects" nor "edits" is given' : '"affects" and "edits" are both given';
      this.put(path, "contradiction", message, "name a usual risk in affects, or write edits of your own");
    }
    const isEvent = distribution.kind === "bernoulli";
    if (otherwise !== undefined && !isEvent) {
      const hint = "give it a bernoulli distribution, or leave it out";
      this.put([...path, "otherwise"], "contradiction", '"otherwise" is for risks that happen or not', hint);
    }
    if (affects === "customerDefault" && !isEvent) {
      const hint = 'write { "kind": "bernoulli", "probability": 0.05 }';
      this.put([...path, "distribution"], "contradiction", "a default happens or not", hint);
    }
    if (affects !== undefined && affects !== "customerDefault" && isEvent) {
      const hint = 'write edits of your own, or { "kind": "discrete", "values": [...] }';
      this.put([...path, "distribution"], "contradiction", `${affects} needs a value to draw`, hint);
    }
    if (edits !== undefined) this.ownEdits(edits, risk, path);
    this.edits(otherwise ?? [], [...path, "otherwise"]);
    if (of !== undefined) this.edit(`${of}=null`, [...path, "of"]);
    if (separately && of === undefined && affects === undefined) {
      const hint = 'say what is drawn separately: "of": "sites[*]"';
      this.put([...path, "separately"], "contradiction", '"separately" without "of"', hint);
    }
    this.distribution(distribution, [...path, "distribution"]);
  }

  private ownEdits(edits: readonly string[], { of, distribution }: Risk, path: Path): void {
    this.edits(edits, [...path, "edits"]);
    edits.forEach((edit, index) => {
      const usesItem = hasPlace(edit, "item");
      if (usesItem && of === undefined) {
        const hint = 'say what it stands for: "of": "sites[*]"';
        this.put([...path, "edits", index], "contradiction", `${JSON.stringify(edit)} names {item} without "of"`, hint);
      }
      if (!usesItem && of !== undefined) {
        const message = `${JSON.stringify(edit)} does not name {item}, which "of" selects`;
        this.put([...path, "edits", index], "contradiction", message, 'write {item} in the edit, or leave "of" out');
      }
    });
    if (distribution.kind !== "bernoulli" && !edits.some((edit) => hasPlace(edit, "x"))) {
      const hint = "write {x} where the value belongs, such as sites[*].flexible[*].usdPerMwh*={x}";
      this.put([...path, "edits"], "contradiction", "no edit names {x}, the value drawn", hint);
    }
  }

  all(): void {
    const { scenarios, monteCarlo } = this.file;
    this.ids(scenarios, ["scenarios"]);
    scenarios.forEach(({ id, edits }, index) => {
      this.edits(edits, ["scenarios", index, "edits"]);
      if (monteCarlo !== undefined && /^draw-\d+$/.test(id)) {
        this.put(
          ["scenarios", index, "id"],
          "duplicate-id",
          `${JSON.stringify(id)} is how draws are called`,
          "rename it",
        );
      }
    });
    if (monteCarlo !== undefined) {
      this.ids(monteCarlo.risks, ["monteCarlo", "risks"]);
      for (const [index, risk] of monteCarlo.risks.entries()) this.risk(risk, ["monteCarlo", "risks", index]);
    }
    const counted = scenarios.some(({ weight }) => weight > 0) || (monteCarlo?.weight ?? 0) > 0;
    if (!counted) {
      const isEmpty = scenarios.length === 0 && monteCarlo === undefined;
      const message = isEmpty ? "there are no scenarios" : "the weights of all scenarios are 0";
      this.put([], "no-scenario", message, 'give "scenarios", "monteCarlo" or both, with a weight above 0');
    }
  }
}

/** Checks a scenario file as users write it and fills in the defaults. Never throws on JSON values; `problems` are all at once. */
export function readScenarios(value: unknown): ScenarioReading {
  const parsed = scenarioFileSchema.safeParse(value);
  if (!parsed.success) return { ok: false, problems: issueProblems(parsed.error.issues, value) };
  const checker = new Checker(parsed.data);
  checker.all();
  if (checker.problems.length > 0) return { ok: false, problems: checker.problems };
  return { ok: true, file: parsed.data };
}

/** The same from JSON text; syntax errors come with line, column and the line's text. */
export function readScenariosText(text: string): ScenarioReading {
  const json = parseJson(text);
  const faults = json.problems.map(
    ({ path, code, message, hint }) =>
      ({ severity: "error", code: code as ScenarioProblemCode, path, subject: "JSON text", message, hint }) as const,
  );
  if (!json.ok) return { ok: false, problems: faults };
  const reading = readScenarios(json.value);
  if (faults.length === 0) return reading;
  return { ok: false, problems: [...faults, ...(reading.ok ? [] : reading.problems)] };
}
