// Do the host's two blobs fit together? The tables of field offsets must ascend and end where the data does, every field must be as long
// as the counts say (abi.ts), and every CSR index must lead from 0 to the end of what it indexes: then cutting and walking the fields
// stays inside them. What the entries mean is the host's business.
import { ABI_VERSION, Code, Count, FloatField, IntField } from "../abi.ts";
import { F64, I32, lengthF64, lengthI32, mulI32 } from "../glue/mem.ts";

/** Elements before the int data: version, counts, the two offset tables. */
export const INT_OFFSETS: i32 = 1 + Count.size;
export const FLOAT_OFFSETS: i32 = INT_OFFSETS + IntField.count + 1;
export const INT_DATA: i32 = FLOAT_OFFSETS + FloatField.count + 1;

/** Code.ok when the blobs can be cut and walked. */
export function checkInput(ints: I32, floats: F64): i32 {
  const length = lengthI32(ints);
  if (length < INT_DATA || ints[0] !== ABI_VERSION) return Code.badInput;
  for (let i: i32 = 0; i < Count.size; i++) if (ints[1 + i] < 0) return Code.badInput;
  if (!isTable(ints, INT_OFFSETS, IntField.count, length - INT_DATA)) return Code.badInput;
  if (!isTable(ints, FLOAT_OFFSETS, FloatField.count, lengthF64(floats))) return Code.badInput;
  for (let field: i32 = 0; field < IntField.count; field++) {
    if (intLength(ints, field) !== wantedInts(ints, field)) return Code.badInput;
  }
  if (!isIndexed(ints)) return Code.badInput;
  for (let field: i32 = 0; field < FloatField.count; field++) {
    if (floatLength(ints, field) !== wantedFloats(ints, field)) return Code.badInput;
  }
  return ints[1 + Count.hasDebt] > 1 ? Code.badInput : Code.ok;
}

/** Whether the offsets at `at` ascend from 0 to `end`. */
function isTable(ints: I32, at: i32, fields: i32, end: i32): bool {
  for (let i: i32 = 0; i < fields; i++) if (ints[at + i + 1] < ints[at + i]) return false;
  return ints[at] === 0 && ints[at + fields] === end;
}

function intLength(ints: I32, field: i32): i32 {
  return ints[INT_OFFSETS + field + 1] - ints[INT_OFFSETS + field];
}

function floatLength(ints: I32, field: i32): i32 {
  return ints[FLOAT_OFFSETS + field + 1] - ints[FLOAT_OFFSETS + field];
}

function count(ints: I32, item: i32): i32 {
  return ints[1 + item];
}

function wantedInts(ints: I32, field: i32): i32 {
  switch (field) {
    case IntField.siteHallStart:
    case IntField.siteExpansionStart:
      return count(ints, Count.sites) + 1;
    case IntField.hallSpotStart:
      return count(ints, Count.halls) + 1;
    case IntField.hallMaxModules:
    case IntField.hallMaxPerPeriod:
    case IntField.hallLead:
      return count(ints, Count.halls);
    case IntField.spotPlatform:
      return count(ints, Count.spots);
    case IntField.platformBacklog:
      return count(ints, Count.platforms);
    case IntField.platformLotStart:
      return count(ints, Count.platforms) + 1;
    case IntField.lotPeriod:
    case IntField.lotDivisible:
      return count(ints, Count.lots);
    case IntField.expansionLead:
    case IntField.expansionEarliest:
      return count(ints, Count.expansions);
    case IntField.segmentStart:
      return mulI32(count(ints, Count.sites), count(ints, Count.periods)) + 1;
    case IntField.optionStart:
    case IntField.optionEnd:
    case IntField.optionServeStart:
      return count(ints, Count.options);
    case IntField.columnSpot:
      return count(ints, Count.columns);
    case IntField.contractOptionStart:
    case IntField.contractColumnStart:
    case IntField.contractRampStart:
      return count(ints, Count.contracts) + 1;
    default: // contractMaxSites, contractSigned, contractGroup
      return count(ints, Count.contracts);
  }
}

function wantedFloats(ints: I32, field: i32): i32 {
  const periods = count(ints, Count.periods);
  switch (field) {
    case FloatField.rackMw:
      return count(ints, Count.platforms);
    case FloatField.committedMw:
      return mulI32(count(ints, Count.platforms), periods);
    case FloatField.lotMw:
    case FloatField.lotUsd:
    case FloatField.lotNetUsd:
      return count(ints, Count.lots);
    case FloatField.siteFirmMw:
    case FloatField.siteInterruptibleMw:
      return mulI32(count(ints, Count.sites), periods);
    case FloatField.sitePueCap:
      return count(ints, Count.sites);
    case FloatField.segmentMw:
    case FloatField.segmentUsdPerMw:
      return lastOf(ints, IntField.segmentStart);
    case FloatField.hallPue:
    case FloatField.hallPeakPue:
    case FloatField.hallModuleMw:
    case FloatField.hallModuleUsd:
      return count(ints, Count.halls);
    case FloatField.hallBuiltMw:
    case FloatField.hallModuleNetUsd:
      return mulI32(count(ints, Count.halls), periods);
    case FloatField.expansionMw:
    case FloatField.expansionUsd:
      return count(ints, Count.expansions);
    case FloatField.expansionNetUsd:
      return mulI32(count(ints, Count.expansions), periods);
    case FloatField.columnMw:
      return count(ints, Count.columns);
    case FloatField.ramp:
      return lastOf(ints, IntField.contractRampStart);
    case FloatField.optionServedUsd:
    case FloatField.optionUnservedUsd:
    case FloatField.optionDebtUsd:
      return count(ints, Count.options);
    case FloatField.serveUsd:
      return servings(ints);
    case FloatField.equityUsd:
    case FloatField.committedUsd:
    case FloatField.drawUsd:
      return periods;
    case FloatField.maxLoanToCost:
      return 1;
    default: // contractMinFraction, contractServedMin, contractMinSiteMw
      return count(ints, Count.contracts);
  }
}

/** Whether every CSR index leads from 0 to the number of its items. */
function isIndexed(ints: I32): bool {
  return (
    leadsTo(ints, IntField.siteHallStart, count(ints, Count.halls)) &&
    leadsTo(ints, IntField.hallSpotStart, count(ints, Count.spots)) &&
    leadsTo(ints, IntField.platformLotStart, count(ints, Count.lots)) &&
    leadsTo(ints, IntField.siteExpansionStart, count(ints, Count.expansions)) &&
    leadsTo(ints, IntField.segmentStart, lastOf(ints, IntField.segmentStart)) &&
    leadsTo(ints, IntField.contractOptionStart, count(ints, Count.options)) &&
    leadsTo(ints, IntField.contractColumnStart, count(ints, Count.columns)) &&
    leadsTo(ints, IntField.contractRampStart, lastOf(ints, IntField.contractRampStart))
  );
}

function leadsTo(ints: I32, field: i32, items: i32): bool {
  return isTable(ints, INT_DATA + ints[INT_OFFSETS + field], intLength(ints, field) - 1, items);
}

function lastOf(ints: I32, field: i32): i32 {
  return ints[INT_DATA + ints[INT_OFFSETS + field + 1] - 1];
}

/** One serving cost per option and column of each contract. */
function servings(ints: I32): i32 {
  const option: i32 = INT_DATA + ints[INT_OFFSETS + IntField.contractOptionStart];
  const column: i32 = INT_DATA + ints[INT_OFFSETS + IntField.contractColumnStart];
  let total: i32 = 0;
  for (let c: i32 = 0; c < count(ints, Count.contracts); c++) {
    total += mulI32(ints[option + c + 1] - ints[option + c], ints[column + c + 1] - ints[column + c]);
  }
  return total;
}
