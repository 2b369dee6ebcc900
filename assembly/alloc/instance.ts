// The instance as the kernel holds it: the host's two blobs cut into one array per field. Read-only once loaded; abi.ts says what
// each field means and how long it is.
import { Count, FloatField, IntField } from "../abi.ts";
import { copyF64, copyI32, F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { FLOAT_OFFSETS, INT_DATA, INT_OFFSETS } from "./check-input.ts";

function takeInts(ints: I32, field: i32): I32 {
  const start = ints[INT_OFFSETS + field];
  const length: i32 = ints[INT_OFFSETS + field + 1] - start;
  const out = newI32(length);
  copyI32(out, 0, ints, INT_DATA + start, length);
  return out;
}

function takeFloats(ints: I32, floats: F64, field: i32): F64 {
  const start = ints[FLOAT_OFFSETS + field];
  const length: i32 = ints[FLOAT_OFFSETS + field + 1] - start;
  const out = newF64(length);
  copyF64(out, 0, floats, start, length);
  return out;
}

export class Instance {
  periods: i32 = 0;
  sites: i32 = 0;
  halls: i32 = 0;
  platforms: i32 = 0;
  spots: i32 = 0;
  lots: i32 = 0;
  expansions: i32 = 0;
  contracts: i32 = 0;
  options: i32 = 0;
  columns: i32 = 0;
  groups: i32 = 0;
  hasDebt: i32 = 0;
  siteHallStart: I32;
  hallSpotStart: I32;
  spotPlatform: I32;
  platformBacklog: I32;
  platformLotStart: I32;
  lotPeriod: I32;
  lotDivisible: I32;
  siteExpansionStart: I32;
  expansionLead: I32;
  expansionEarliest: I32;
  hallMaxModules: I32;
  hallMaxPerPeriod: I32;
  hallLead: I32;
  /** H: first period in which modules may be started: the first with a finite hallModuleNetUsd (T: never). */
  hallEarliest: I32;
  segmentStart: I32;
  contractOptionStart: I32;
  optionStart: I32;
  optionEnd: I32;
  optionServeStart: I32;
  contractColumnStart: I32;
  columnSpot: I32;
  contractMaxSites: I32;
  contractSigned: I32;
  contractGroup: I32;
  contractRampStart: I32;
  rackMw: F64;
  committedMw: F64;
  lotMw: F64;
  lotUsd: F64;
  lotNetUsd: F64;
  siteFirmMw: F64;
  siteInterruptibleMw: F64;
  sitePueCap: F64;
  segmentMw: F64;
  segmentUsdPerMw: F64;
  hallPue: F64;
  hallPeakPue: F64;
  hallBuiltMw: F64;
  hallModuleMw: F64;
  hallModuleUsd: F64;
  hallModuleNetUsd: F64;
  expansionMw: F64;
  expansionUsd: F64;
  expansionNetUsd: F64;
  contractMinFraction: F64;
  contractServedMin: F64;
  contractMinSiteMw: F64;
  columnMw: F64;
  ramp: F64;
  optionServedUsd: F64;
  optionUnservedUsd: F64;
  optionDebtUsd: F64;
  serveUsd: F64;
  equityUsd: F64;
  committedUsd: F64;
  drawUsd: F64;
  maxLoanToCost: F64;

  /** Cut checked blobs into fields; the blobs may be freed afterwards. */
  constructor(ints: I32, floats: F64) {
    this.periods = ints[1 + Count.periods];
    this.sites = ints[1 + Count.sites];
    this.halls = ints[1 + Count.halls];
    this.platforms = ints[1 + Count.platforms];
    this.spots = ints[1 + Count.spots];
    this.lots = ints[1 + Count.lots];
    this.expansions = ints[1 + Count.expansions];
    this.contracts = ints[1 + Count.contracts];
    this.options = ints[1 + Count.options];
    this.columns = ints[1 + Count.columns];
    this.groups = ints[1 + Count.groups];
    this.hasDebt = ints[1 + Count.hasDebt];
    this.siteHallStart = takeInts(ints, IntField.siteHallStart);
    this.hallSpotStart = takeInts(ints, IntField.hallSpotStart);
    this.spotPlatform = takeInts(ints, IntField.spotPlatform);
    this.platformBacklog = takeInts(ints, IntField.platformBacklog);
    this.platformLotStart = takeInts(ints, IntField.platformLotStart);
    this.lotPeriod = takeInts(ints, IntField.lotPeriod);
    this.lotDivisible = takeInts(ints, IntField.lotDivisible);
    this.siteExpansionStart = takeInts(ints, IntField.siteExpansionStart);
    this.expansionLead = takeInts(ints, IntField.expansionLead);
    this.expansionEarliest = takeInts(ints, IntField.expansionEarliest);
    this.hallMaxModules = takeInts(ints, IntField.hallMaxModules);
    this.hallMaxPerPeriod = takeInts(ints, IntField.hallMaxPerPeriod);
    this.hallLead = takeInts(ints, IntField.hallLead);
    this.segmentStart = takeInts(ints, IntField.segmentStart);
    this.contractOptionStart = takeInts(ints, IntField.contractOptionStart);
    this.optionStart = takeInts(ints, IntField.optionStart);
    this.optionEnd = takeInts(ints, IntField.optionEnd);
    this.optionServeStart = takeInts(ints, IntField.optionServeStart);
    this.contractColumnStart = takeInts(ints, IntField.contractColumnStart);
    this.columnSpot = takeInts(ints, IntField.columnSpot);
    this.contractMaxSites = takeInts(ints, IntField.contractMaxSites);
    this.contractSigned = takeInts(ints, IntField.contractSigned);
    this.contractGroup = takeInts(ints, IntField.contractGroup);
    this.contractRampStart = takeInts(ints, IntField.contractRampStart);
    this.rackMw = takeFloats(ints, floats, FloatField.rackMw);
    this.committedMw = takeFloats(ints, floats, FloatField.committedMw);
    this.lotMw = takeFloats(ints, floats, FloatField.lotMw);
    this.lotUsd = takeFloats(ints, floats, FloatField.lotUsd);
    this.lotNetUsd = takeFloats(ints, floats, FloatField.lotNetUsd);
    this.siteFirmMw = takeFloats(ints, floats, FloatField.siteFirmMw);
    this.siteInterruptibleMw = takeFloats(ints, floats, FloatField.siteInterruptibleMw);
    this.sitePueCap = takeFloats(ints, floats, FloatField.sitePueCap);
    this.segmentMw = takeFloats(ints, floats, FloatField.segmentMw);
    this.segmentUsdPerMw = takeFloats(ints, floats, FloatField.segmentUsdPerMw);
    this.hallPue = takeFloats(ints, floats, FloatField.hallPue);
    this.hallPeakPue = takeFloats(ints, floats, FloatField.hallPeakPue);
    this.hallBuiltMw = takeFloats(ints, floats, FloatField.hallBuiltMw);
    this.hallModuleMw = takeFloats(ints, floats, FloatField.hallModuleMw);
    this.hallModuleUsd = takeFloats(ints, floats, FloatField.hallModuleUsd);
    const moduleNetUsd = takeFloats(ints, floats, FloatField.hallModuleNetUsd);
    this.hallModuleNetUsd = moduleNetUsd;
    this.hallEarliest = firstFinite(moduleNetUsd, ints[1 + Count.halls], ints[1 + Count.periods]);
    this.expansionMw = takeFloats(ints, floats, FloatField.expansionMw);
    this.expansionUsd = takeFloats(ints, floats, FloatField.expansionUsd);
    this.expansionNetUsd = takeFloats(ints, floats, FloatField.expansionNetUsd);
    this.contractMinFraction = takeFloats(ints, floats, FloatField.contractMinFraction);
    this.contractServedMin = takeFloats(ints, floats, FloatField.contractServedMin);
    this.contractMinSiteMw = takeFloats(ints, floats, FloatField.contractMinSiteMw);
    this.columnMw = takeFloats(ints, floats, FloatField.columnMw);
    this.ramp = takeFloats(ints, floats, FloatField.ramp);
    this.optionServedUsd = takeFloats(ints, floats, FloatField.optionServedUsd);
    this.optionUnservedUsd = takeFloats(ints, floats, FloatField.optionUnservedUsd);
    this.optionDebtUsd = takeFloats(ints, floats, FloatField.optionDebtUsd);
    this.serveUsd = takeFloats(ints, floats, FloatField.serveUsd);
    this.equityUsd = takeFloats(ints, floats, FloatField.equityUsd);
    this.committedUsd = takeFloats(ints, floats, FloatField.committedUsd);
    this.drawUsd = takeFloats(ints, floats, FloatField.drawUsd);
    this.maxLoanToCost = takeFloats(ints, floats, FloatField.maxLoanToCost);
  }

  free(): void {
    freeI32(this.siteHallStart);
    freeI32(this.hallSpotStart);
    freeI32(this.spotPlatform);
    freeI32(this.platformBacklog);
    freeI32(this.platformLotStart);
    freeI32(this.lotPeriod);
    freeI32(this.lotDivisible);
    freeI32(this.siteExpansionStart);
    freeI32(this.expansionLead);
    freeI32(this.expansionEarliest);
    freeI32(this.hallMaxModules);
    freeI32(this.hallMaxPerPeriod);
    freeI32(this.hallLead);
    freeI32(this.hallEarliest);
    freeI32(this.segmentStart);
    freeI32(this.contractOptionStart);
    freeI32(this.optionStart);
    freeI32(this.optionEnd);
    freeI32(this.optionServeStart);
    freeI32(this.contractColumnStart);
    freeI32(this.columnSpot);
    freeI32(this.contractMaxSites);
    freeI32(this.contractSigned);
    freeI32(this.contractGroup);
    freeI32(this.contractRampStart);
    freeF64(this.rackMw);
    freeF64(this.committedMw);
    freeF64(this.lotMw);
    freeF64(this.lotUsd);
    freeF64(this.lotNetUsd);
    freeF64(this.siteFirmMw);
    freeF64(this.siteInterruptibleMw);
    freeF64(this.sitePueCap);
    freeF64(this.segmentMw);
    freeF64(this.segmentUsdPerMw);
    freeF64(this.hallPue);
    freeF64(this.hallPeakPue);
    freeF64(this.hallBuiltMw);
    freeF64(this.hallModuleMw);
    freeF64(this.hallModuleUsd);
    freeF64(this.hallModuleNetUsd);
    freeF64(this.expansionMw);
    freeF64(this.expansionUsd);
    freeF64(this.expansionNetUsd);
    freeF64(this.contractMinFraction);
    freeF64(this.contractServedMin);
    freeF64(this.contractMinSiteMw);
    freeF64(this.columnMw);
    freeF64(this.ramp);
    freeF64(this.optionServedUsd);
    freeF64(this.optionUnservedUsd);
    freeF64(this.optionDebtUsd);
    freeF64(this.serveUsd);
    freeF64(this.equityUsd);
    freeF64(this.committedUsd);
    freeF64(this.drawUsd);
    freeF64(this.maxLoanToCost);
  }
}

/** First of the `periods` entries of each row that is finite; `periods` where none is. */
function firstFinite(rows: F64, count: i32, periods: i32): I32 {
  const first = newI32(count);
  for (let r: i32 = 0; r < count; r++) {
    let t: i32 = 0;
    while (t < periods && !(rows[r * periods + t] < Infinity)) t++;
    first[r] = t;
  }
  return first;
}
