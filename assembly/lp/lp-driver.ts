// Which simplex method works on the model, and when its answer is believed. The dual method goes first unless the basis is
// primal feasible already; each hands over to the other what it cannot finish. Answers are claimed only after verification on
// the unscaled model.
import { BasisStatus, LpPhase, LpStatus } from "../abi-lp.ts";
import { F64, fillF64, I32 } from "../glue/mem.ts";
import { computeDual, computePrimal, primalInfeasibility } from "./basic-solution.ts";
import { refactor, settleAll, slackBasis } from "./basis.ts";
import { btran } from "./btran.ts";
import { ModelView, provesInfeasible, provesUnbounded } from "./certificate.ts";
import { countUnfixable } from "./dual-feasibility.ts";
import { DualSimplex } from "./dual-simplex.ts";
import { Outcome } from "./outcome.ts";
import { DUAL_TOLERANCE, MARKOWITZ_THRESHOLD_STRICT, PRIMAL_TOLERANCE } from "./params.ts";
import { PrimalSimplex } from "./primal-simplex.ts";
import { Move, SimplexState } from "./simplex-state.ts";
import { isWarm, touchedEmptyBox } from "./warm-start.ts";

const enum Method {
  none,
  dual,
  primal,
}

/** Changes of method, refuted rays and failed verifications before the driver gives up. */
const MAX_ROUNDS: i32 = 20;

const NO_LIMIT: i32 = 0x7fffffff;
/** Iterations a warm solve may take besides two per row and column, so that small models are not restarted early. */
const WARM_ITERATIONS: i32 = 1000;

export class LpDriver {
  state: SimplexState;
  model: ModelView;
  dual: DualSimplex;
  primal: PrimalSimplex;
  method: Method = Method.none;
  private warmLimit: i32 = NO_LIMIT;
  rounds: i32 = 0;
  emptyBox: i32 = -1; // variable whose bounds contradict each other

  constructor(state: SimplexState, model: ModelView) {
    this.state = state;
    this.model = model;
    this.dual = new DualSimplex(state);
    this.primal = new PrimalSimplex(state);
  }

  resize(): void {
    this.dual.resize();
    this.primal.resize();
    this.method = Method.none;
  }

  /** Prepare a solve from the basis at hand. False when a variable's bounds contradict each other. */
  begin(matrixChanged: bool, perturbCold: bool): bool {
    const state = this.state;
    this.rounds = 0;
    this.emptyBox = -1;
    state.primalTolerance = PRIMAL_TOLERANCE;
    state.dualTolerance = DUAL_TOLERANCE;
    if (isWarm(state) && !matrixChanged) {
      this.emptyBox = touchedEmptyBox(state);
      if (this.emptyBox >= 0) return false;
      if (this.dual.resume()) {
        this.method = Method.dual;
        this.warmLimit = state.iterations + 2 * (state.rows + state.cols) + WARM_ITERATIONS;
        return true;
      }
    }
    state.primalValid = false;
    for (let j = 0; j < state.total; j++) {
      if (state.lower[j] <= state.upper[j]) continue;
      this.emptyBox = j;
      return false;
    }
    if (matrixChanged) state.byRows.loaded = false;
    state.restoreBounds();
    state.restoreCosts();
    const cold = !state.basisValid;
    if (cold) slackBasis(state);
    // A warm solve that takes longer than a cold one should is going in circles: see restartCold.
    this.warmLimit = cold ? NO_LIMIT : state.iterations + 2 * (state.rows + state.cols) + WARM_ITERATIONS;
    this.prepare();
    if (countUnfixable(state) === 0) {
      this.method = Method.dual;
      this.dual.begin(false, cold && perturbCold);
    } else if (this.primalFeasible()) {
      this.startPrimal(false);
    } else {
      this.method = Method.dual;
      this.dual.begin(true, cold && perturbCold);
    }
    return true;
  }

  /** Nonbasic variables in place, factors and the reduced costs of the true costs at hand. */
  private prepare(): void {
    const state = this.state;
    settleAll(state);
    state.profile.lap(LpPhase.setUp, 0);
    if (!state.factorValid) {
      refactor(state);
      state.profile.lap(LpPhase.factorise, 0);
    }
    if (!state.dualsValid) computeDual(state, state.workCost, this.dual.work);
    state.profile.lap(LpPhase.recompute, 0);
  }

  private primalFeasible(): bool {
    const state = this.state;
    computePrimal(state, this.dual.work);
    for (let row = 0; row < state.rows; row++) {
      if (primalInfeasibility(state, row) > state.primalTolerance) return false;
    }
    return true;
  }

  /** Hand over to the dual method. `repair`: the basis is dual feasible but for rounding, phase 1 is not wanted. */
  private startDual(repair: bool): void {
    const state = this.state;
    state.restoreBounds();
    state.restoreCosts();
    this.prepare();
    this.method = Method.dual;
    this.dual.begin(!repair && countUnfixable(state) > 0, false);
  }

  private startPrimal(keepWeights: bool): void {
    this.method = Method.primal;
    this.state.primalValid = false;
    if (!keepWeights) fillF64(this.state.edgeWeight, 1, 0, this.state.rows);
    this.primal.begin(keepWeights);
  }

  /** Give up the basis and start from the slacks with disturbed costs. */
  private restartCold(): void {
    const state = this.state;
    this.warmLimit = NO_LIMIT;
    state.basisValid = false;
    state.restoreBounds();
    state.restoreCosts();
    slackBasis(state);
    this.prepare();
    this.method = Method.dual;
    this.dual.begin(countUnfixable(state) > 0, true);
  }

  /** Run until an answer is at hand. `ray` receives a verified ray. */
  run(limit: i32, ray: F64, scratch: F64): LpStatus {
    while (true) {
      const end: i32 = limit < this.warmLimit ? limit : this.warmLimit;
      const primal = this.method === Method.primal;
      const outcome = primal ? this.primal.run(end) : this.dual.run(end);
      this.state.profile.lap(primal ? LpPhase.primal : LpPhase.recompute, 0);
      if (outcome === Outcome.limit && end < limit) {
        this.restartCold();
        continue;
      }
      if (outcome === Outcome.limit) return LpStatus.iterationLimit;
      if (outcome === Outcome.polled) return LpStatus.polled;
      if (outcome === Outcome.optimal) return LpStatus.optimal;
      if (outcome === Outcome.infeasible) {
        this.farkasRay(ray);
        if (provesInfeasible(this.model, ray)) return LpStatus.infeasible;
      } else if (outcome === Outcome.unbounded) {
        this.direction(ray);
        if (provesUnbounded(this.model, ray, scratch)) return LpStatus.unbounded;
      }
      if (!this.another(outcome)) return LpStatus.inaccurate;
    }
  }

  /** The updated values were not good enough: compute them from fresh factors. False when they are. */
  recheck(): bool {
    if (this.method !== Method.dual || this.dual.fresh) return false;
    this.state.primalValid = false;
    this.dual.needsRebuild = true;
    return true;
  }

  /** Go on from a basis whose residuals were too large, with tighter tolerances. False when the rounds are used up. */
  refine(): bool {
    const state = this.state;
    this.rounds++;
    if (this.rounds > MAX_ROUNDS || state.dualTolerance < 0.01 * DUAL_TOLERANCE) return false;
    state.primalValid = false;
    state.primalTolerance *= 0.1;
    state.dualTolerance *= 0.1;
    state.factor.threshold = MARKOWITZ_THRESHOLD_STRICT;
    state.factorValid = false;
    if (this.method === Method.dual) this.startPrimal(true);
    else this.startDual(true);
    return true;
  }

  /** Go on after an outcome that is no answer. False when the rounds are used up. */
  another(outcome: Outcome): bool {
    if (outcome === Outcome.infeasible && this.method === Method.dual && this.dual.refuteRay()) return true;
    this.rounds++;
    if (this.rounds > MAX_ROUNDS) return false;
    const state = this.state;
    if (outcome === Outcome.infeasible && this.method === Method.dual && this.rounds < 6) return true;
    if (outcome !== Outcome.otherMethod) {
      state.factor.threshold = MARKOWITZ_THRESHOLD_STRICT;
      state.factorValid = false;
    }
    if (this.method === Method.dual) this.startPrimal(outcome === Outcome.otherMethod);
    else this.startDual(outcome === Outcome.otherMethod);
    return true;
  }

  /** Candidate Farkas ray in the caller's units. */
  private farkasRay(ray: F64): void {
    const state = this.state;
    let rho = this.dual.rowEp;
    let sign: f64 = -this.dual.raySign;
    if (this.method === Method.primal) {
      rho = this.primal.work;
      rho.clear();
      for (let row = 0; row < state.rows; row++) rho.value[row] = this.primal.phaseCost[state.head[row]];
      rho.relist();
      btran(state.lu, rho, false);
      sign = -1;
    }
    // a scaled row of B^-1 times rowScale is a combination of the caller's rows; logicals are minus the activities
    for (let row = 0; row < state.rows; row++) ray[row] = -sign * rho.value[row] * this.model.rowScale[row];
  }

  /** Candidate unbounded direction in the caller's units. */
  private direction(ray: F64): void {
    const state = this.state;
    const entering = this.primal.rayColumn;
    const direction = this.primal.rayDirection;
    const a = this.primal.colAq.value;
    for (let col = 0; col < state.cols; col++) {
      const place = state.place[col];
      const r = place >= 0 ? -direction * a[place] : col === entering ? direction : 0;
      ray[col] = r * this.model.colScale[col];
    }
  }

  free(): void {
    this.dual.free();
    this.primal.free();
  }
}

/** Make the variables with status `basic` the basis; too many or too few are evened out with logicals. */
export function loadBasis(state: SimplexState, colStatus: I32, rowStatus: I32): void {
  const cols = state.cols;
  const rows = state.rows;
  if (state.basisValid && sameBasis(state, colStatus, rowStatus)) {
    setMoves(state, colStatus, rowStatus);
    state.primalValid = false;
    return;
  }
  const known = state.basisValid;
  for (let row = 0; row < rows && known; row++) state.variableWeight[state.head[row]] = state.edgeWeight[row];
  let count: i32 = 0;
  for (let j = 0; j < state.total; j++) {
    const status = j < cols ? colStatus[j] : rowStatus[j - cols];
    const wasBasic = known && state.place[j] >= 0;
    state.place[j] = -1;
    if (status !== BasisStatus.basic || count >= rows) continue;
    if (!wasBasic) state.variableWeight[j] = 1;
    state.head[count] = j;
    state.place[j] = count;
    count++;
  }
  for (let j = cols; j < state.total && count < rows; j++) {
    if (state.place[j] >= 0) continue;
    state.variableWeight[j] = 1;
    state.head[count] = j;
    state.place[j] = count;
    count++;
  }
  for (let row = 0; row < rows; row++) state.edgeWeight[row] = state.variableWeight[state.head[row]];
  setMoves(state, colStatus, rowStatus);
  state.basisValid = true;
  state.factorValid = false;
  state.dualsValid = false;
  state.primalValid = false;
}

function sameBasis(state: SimplexState, colStatus: I32, rowStatus: I32): bool {
  for (let j = 0; j < state.total; j++) {
    const status = j < state.cols ? colStatus[j] : rowStatus[j - state.cols];
    if ((status === BasisStatus.basic) !== state.place[j] >= 0) return false;
  }
  return true;
}

function setMoves(state: SimplexState, colStatus: I32, rowStatus: I32): void {
  const cols = state.cols;
  for (let j = 0; j < state.total; j++) {
    if (state.place[j] >= 0) {
      state.move[j] = Move.none;
      continue;
    }
    const status = j < cols ? colStatus[j] : rowStatus[j - cols];
    // the logical of a row is minus its activity: sides change
    const atUpper = status === BasisStatus.atUpper;
    state.move[j] = status === BasisStatus.free ? Move.free : atUpper === j < cols ? Move.down : Move.up;
  }
}
