// The contract between kernel and host: every code, field and buffer has its one definition here. Compiled into the WASM and
// imported by the host; loading compares ABI_VERSION. Sizes are elements, never bytes. Letters: T periods, S sites, H halls,
// P platforms, K spots, L lots, X expansions, C contracts, O options, J columns.
//
// Words. A *spot* is a (hall, platform) pair that can cool the platform; spots are ordered by hall, halls by site. An *option* is
// one possible start of a contract; a *column* is one spot a contract may be served at (ascending, so grouped by site). Power
// and chips are both counted in IT MW in the kernel (racks * rackMw).

export const ABI_VERSION: i32 = 1;

/** Sizes, at the head of the i32 input. */
export const enum Count {
  periods,
  sites,
  halls,
  platforms,
  spots,
  lots,
  expansions,
  contracts,
  options,
  columns,
  groups,
  hasDebt, // 0 or 1
  size,
}

/** Integer arrays of the instance. Each `xStart` array is a CSR index with one element more than its items. */
export const enum IntField {
  siteHallStart, // S+1 -> halls
  hallSpotStart, // H+1 -> spots
  spotPlatform, // K
  platformBacklog, // P: 1 = racks come from the backlog, 0 = tenant brings them
  platformLotStart, // P+1 -> lots (optional lots that arrive inside the horizon)
  lotPeriod, // L: period of arrival and payment
  lotDivisible, // L: 0 or 1
  siteExpansionStart, // S+1 -> expansions
  expansionLead, // X: periods from start to energisation
  expansionEarliest, // X: first period in which it may start (>= T: never)
  hallMaxModules, // H: 0 where nothing can be built
  hallMaxPerPeriod, // H
  hallLead, // H: periods from start to readiness
  segmentStart, // S*T+1 -> flexible segments of site s in period t, at index s*T+t
  contractOptionStart, // C+1 -> options, ascending by start
  optionStart, // O: first period of service (0..T-1)
  optionEnd, // O: one past the last period of service inside the horizon
  optionServeStart, // O -> first serveUsd of the option; one per column of its contract, in column order
  contractColumnStart, // C+1 -> columns
  columnSpot, // J
  contractMaxSites, // C: 0 = no limit
  contractSigned, // C: 0 or 1
  contractGroup, // C: -1 = none
  contractRampStart, // C+1 -> ramp
  count,
}

/** Floating-point arrays of the instance. USD are discounted to the horizon's start unless the comment says nominal. */
export const enum FloatField {
  rackMw, // P: IT MW of one rack
  committedMw, // P*T: IT MW of committed racks arrived by t, at p*T+t
  lotMw, // L: IT MW of the whole lot
  lotUsd, // L: nominal price of the whole lot, paid in lotPeriod
  lotNetUsd, // L: discounted price less discounted residual, of the whole lot
  siteFirmMw, // S*T
  siteInterruptibleMw, // S*T
  sitePueCap, // S: Infinity = none
  segmentMw, // flexible segment: MW it can take (Infinity for resale), best-paying first
  segmentUsdPerMw, // value of one MW run for the whole period in this segment (> 0, descending)
  hallPue, // H: annual; prices energy
  hallPeakPue, // H: design day; reserves power
  hallBuiltMw, // H*T
  hallModuleMw, // H
  hallModuleUsd, // H: nominal capex of one module
  hallModuleNetUsd, // H*T: discounted capex less discounted residual of one module started in t; Infinity where it would be late
  expansionMw, // X
  expansionUsd, // X: nominal capex
  expansionNetUsd, // X*T: as hallModuleNetUsd
  contractMinFraction, // C
  contractServedMin, // C: minFraction * (1 - shortfall.maxFraction): least served share of an accepted contract
  contractMinSiteMw, // C: least nameplate IT MW at a site that is used; 0 = none
  columnMw, // J: nameplate IT MW of a full share at this spot
  ramp, // ramp factor by periods since start, up to the horizon's length
  optionServedUsd, // O: revenue less lateness of a full served share
  optionUnservedUsd, // O: lateness plus penalty of a full unserved share (a cost, >= 0)
  optionDebtUsd, // O: debt capacity of a full served share (advanceRate * PVtop)
  serveUsd, // cost (opex and energy) of a full share, by option and column
  equityUsd, // T: cumulative, nominal; Infinity = unlimited
  committedUsd, // T: capex of committed lots paid up to and including t, nominal
  drawUsd, // T: value of one dollar drawn in t, S(t) * (1 - kappa); 0 without debt
  maxLoanToCost, // 1
  count,
}

/** What a step of a solve answers. */
export const enum StepStatus {
  running, // budget used up, more can be done
  done, // nothing left to do: see Report.proof
  polled, // the host's poll asked to stop
}

/** What is proved about the instance so far (Report.proof). */
export const enum Proof {
  none,
  optimal, // incumbent within the requested gap of the bound
  infeasible,
}

/** Elements of the f64 report that the host reads after each step. */
export const enum Report {
  hasIncumbent, // 0 or 1
  valueUsd, // of the incumbent, without committed lots
  boundUsd, // proven upper bound; Infinity before the first
  proof,
  phase,
  moves, // moves tried
  trials, // insertions evaluated
  dualIterations,
  incumbents, // how often the incumbent improved
  size,
}

export const enum Phase {
  preprocess,
  bound,
  construct,
  search,
  finished,
}

/** Codes of fallible kernel calls. */
export const enum Code {
  ok,
  badInput, // sizes and buffers do not fit together: a bug of the host
  outOfMemory,
  noPlan,
}
