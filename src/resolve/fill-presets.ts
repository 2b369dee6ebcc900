// `"preset": "gb300-nvl72"` in a platform, lot, hall, site, finance or credit: fields that the user did not write are filled in.
import { Report } from "../portfolio/problem.ts";
import { Path, pathText, quote, show } from "../portfolio/show.ts";
import { subjectOf } from "../portfolio/subject.ts";
import { nearest } from "../portfolio/suggest.ts";
import { PresetField, PresetKind, presetFields, presetIds } from "../presets/catalogue.ts";
import { isObject, Json, listAt } from "./fields.ts";
import { ResolveNote } from "./note.ts";

const KIND_NAMES: Readonly<Record<PresetKind, string>> = {
  platform: "platforms",
  lot: "platforms",
  hall: "cooling",
  finance: "finance",
  credit: "credit",
  site: "regions",
  fleet: "miners",
};

/** `kwPerRack 135 (120-142; introl.com ...)`. */
function fieldText({ path, value, fact }: PresetField): string {
  const name = path.join(".");
  if (fact === undefined) return `${name} ${Array.isArray(value) ? value.join(", ") : String(value)}`;
  const range = fact.low === undefined ? "" : `${fact.low}-${fact.high}; `;
  const figure = typeof value === "number" ? ` ${value}` : ` with mean ${fact.value}`;
  return `${name}${figure} (${range}${fact.source}${fact.verified ? "" : ", unverified"})`;
}

/** Puts the field where the user has none; what is filled in, or undefined. An object on the way that is absent stays absent. */
function put(target: Json, field: PresetField): PresetField | undefined {
  let owner = target;
  for (const key of field.path.slice(0, -1)) {
    const next = owner[key];
    if (!isObject(next)) return undefined;
    owner = next;
  }
  const key = field.path[field.path.length - 1];
  if (Object.hasOwn(owner, key)) return undefined;
  // An hourly file stands for the market of its site.
  if (key === "market" && Object.hasOwn(owner, "hourly")) return undefined;
  owner[key] = structuredClone(field.value);
  return isObject(field.value) ? undefined : field;
}

/** Fill in one object; removes its `preset`. Path and root are those of the portfolio as the user wrote it. */
export function fillPreset(
  target: unknown,
  kind: PresetKind,
  path: Path,
  root: unknown,
  report: Report,
): ResolveNote[] {
  if (!isObject(target) || !Object.hasOwn(target, "preset")) return [];
  const { preset } = target;
  delete target.preset;
  const known = presetIds(kind);
  if (typeof preset !== "string") {
    report.error(
      "wrong-type",
      [...path, "preset"],
      `${show(preset)} where the name of a preset belongs`,
      `one of ${known.join(", ")}`,
    );
    return [];
  }
  const fields = presetFields(kind, preset);
  if (fields === undefined) {
    const guess = nearest(preset, known);
    const hint = guess === undefined ? `one of ${known.join(", ")}` : `did you mean ${quote(guess)}?`;
    report.error(
      "unknown-preset",
      [...path, "preset"],
      `there is no preset ${quote(preset)} among the ${KIND_NAMES[kind]}`,
      hint,
    );
    return [];
  }
  const filled = fields.flatMap((field) => put(target, field) ?? []);
  const text = filled.length === 0 ? "everything is overridden" : filled.map(fieldText).join("; ");
  const unverified = filled.some(({ fact }) => fact?.verified === false);
  return [
    {
      path: pathText(path),
      subject: subjectOf(root, path),
      message: `preset ${quote(preset)}: ${text}`,
      ...(unverified && { unverified }),
    },
  ];
}

/** Every preset of a portfolio but those of mining fleets (mining.ts). */
export function fillPresets(portfolio: Json, root: unknown, report: Report): ResolveNote[] {
  const notes: ResolveNote[] = [];
  const fill = (target: unknown, kind: PresetKind, path: Path): void => {
    notes.push(...fillPreset(target, kind, path, root, report));
  };
  fill(portfolio.finance, "finance", ["finance"]);
  for (const [p, platform] of listAt(portfolio, "platforms").entries()) fill(platform, "platform", ["platforms", p]);
  for (const [l, lot] of listAt(portfolio, "backlog").entries()) fill(lot, "lot", ["backlog", l]);
  for (const [s, site] of listAt(portfolio, "sites").entries()) {
    fill(site, "site", ["sites", s]);
    for (const [h, hall] of listAt(site, "halls").entries()) fill(hall, "hall", ["sites", s, "halls", h]);
  }
  for (const [c, contract] of listAt(portfolio, "contracts").entries()) {
    if (isObject(contract)) fill(contract.credit, "credit", ["contracts", c, "credit"]);
  }
  return notes;
}
