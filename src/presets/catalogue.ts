// The whole catalogue by kind, and how each preset looks as the fields of a portfolio (MODEL.md section 2) it stands for.
import { COOLING, CoolingPreset } from "./cooling.ts";
import { Fact } from "./fact.ts";
import { CREDIT, CreditPreset, FINANCE, FinancePreset } from "./finance.ts";
import { MINERS } from "./miners.ts";
import { PLATFORMS, PlatformPreset } from "./platforms.ts";
import { REGIONS, RegionPreset } from "./regions.ts";

export type PresetKind = "platform" | "lot" | "hall" | "finance" | "credit" | "site" | "fleet";

/** One field a preset fills in: a path below the object that names the preset, the value, and where the figure is from. */
export interface PresetField {
  readonly path: readonly string[];
  readonly value: unknown;
  /** Absent for names, lists and choices, which are no figures. */
  readonly fact?: Fact;
}

const figure = (path: string, fact: Fact): PresetField => ({ path: path.split("."), value: fact.value, fact });
const plain = (path: string, value: unknown): PresetField => ({ path: path.split("."), value });

const platformFields = (preset: PlatformPreset): PresetField[] => [
  plain("id", preset.id),
  figure("kwPerRack", preset.kwPerRack),
  plain("cooling", preset.cooling),
  plain("supply", "backlog"),
  figure("acceleratorsPerRack", preset.acceleratorsPerRack),
  figure("pflopsPerRack", preset.pflopsPerRack),
];

const lotFields = (preset: PlatformPreset): PresetField[] => [
  plain("platform", preset.id),
  ...(preset.usdPerRack === undefined ? [] : [figure("usdPerRack", preset.usdPerRack)]),
  figure("lifeYears", preset.lifeYears),
];

/** The fields of `build` stand only where the portfolio has a `build`: how many modules fit, only the user knows. */
const hallFields = (preset: CoolingPreset): PresetField[] => [
  plain("cooling", preset.id),
  figure("pue", preset.pue),
  ...(preset.peakPue === undefined ? [] : [figure("peakPue", preset.peakPue)]),
  figure("build.moduleMw", preset.moduleMw),
  figure("build.capexUsdPerMw", preset.capexUsdPerMw),
  figure("build.leadMonths", preset.leadMonths),
  figure("build.lifeYears", preset.lifeYears),
];

const financeFields = (preset: FinancePreset): PresetField[] => [
  figure("discountRate", preset.discountRate),
  plain("debt", {}),
  figure("debt.rate", preset.debtRate),
  figure("debt.termYears", preset.debtTermYears),
  figure("debt.maxLoanToCost", preset.maxLoanToCost),
];

const creditFields = (preset: CreditPreset): PresetField[] => [
  ...(preset.guarantor === undefined ? [] : [plain("guarantor", preset.guarantor)]),
  figure("discountRate", preset.discountRate),
  figure("annualDefaultProbability", preset.annualDefaultProbability),
  figure("advanceRate", preset.advanceRate),
];

const siteFields = (preset: RegionPreset): PresetField[] => [
  plain("region", preset.id),
  plain("energy", {}),
  { path: ["energy", "market"], value: preset.market, fact: preset.meanUsdPerMwh },
];

type Fields = ReadonlyMap<string, readonly PresetField[]>;

function fieldsById<P extends { readonly id: string }>(
  presets: readonly P[],
  fieldsOf: (preset: P) => PresetField[],
): Fields {
  return new Map(presets.map((preset) => [preset.id, fieldsOf(preset)]));
}

const CATALOGUE: Readonly<Record<PresetKind, Fields>> = {
  platform: fieldsById(PLATFORMS, platformFields),
  lot: fieldsById(PLATFORMS, lotFields),
  hall: fieldsById(COOLING, hallFields),
  finance: fieldsById(FINANCE, financeFields),
  credit: fieldsById(CREDIT, creditFields),
  site: fieldsById(REGIONS, siteFields),
  fleet: fieldsById(MINERS, (preset) => [plain("id", preset.id), figure("joulesPerTh", preset.joulesPerTh)]),
};

/** Ids of the presets of a kind, in catalogue order. */
export const presetIds = (kind: PresetKind): string[] => [...CATALOGUE[kind].keys()];

/** What the preset fills in; undefined when there is none of that id. */
export const presetFields = (kind: PresetKind, id: string): readonly PresetField[] | undefined =>
  CATALOGUE[kind].get(id);
