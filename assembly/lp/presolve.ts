// Presolve: a smaller model with the same optimum, and the way back from its basis to a basis of the original. The original is
// then re-solved from that basis, normally in no iterations, so that duals, certificates and verification are those of the
// original and a fault of presolve could cost time only.
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { freshF64, freshI32 } from "./arrays.ts";
import { ModelView } from "./certificate.ts";
import { reduceCols } from "./presolve-cols.ts";
import { fixDominated } from "./presolve-dominated.ts";
import { mergeCols, mergeRows } from "./presolve-duplicates.ts";
import { PresolveModel, Reduction } from "./presolve-model.ts";
import { reduceRows } from "./presolve-rows.ts";
import { substitute } from "./presolve-substitute.ts";

/** Passes over rows and columns; later ones find little. */
const PASSES: i32 = 24;
/** Passes that look for duplicates. */
const MERGERS: i32 = 3;
/** Passes of substitution: each writes all rows anew. */
const SUBSTITUTIONS: i32 = 8;

/** Reduce until nothing changes. False when the model is infeasible. */
export function presolve(model: PresolveModel): bool {
  const bounds = newF64(2);
  const low = newF64(model.rows);
  const high = newF64(model.rows);
  const most: i32 = model.rows > model.cols ? model.rows : model.cols;
  const index = newI32(2 * most);
  const value = newF64(2 * most);
  const stale = newI32(model.rows);
  const place = newI32(model.rows);
  let substitutions: i32 = 0;
  let mergers: i32 = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    model.changed = false;
    reduceRows(model, bounds);
    if (model.infeasible) break;
    reduceCols(model, bounds);
    if (!model.changed) fixDominated(model, low, high);
    if (!model.changed && mergers < MERGERS) {
      mergers++;
      mergeRows(model, index, value);
      mergeCols(model, index, value);
    }
    if (!model.changed && !model.infeasible && substitutions < SUBSTITUTIONS) {
      substitute(model, bounds, stale, place);
      substitutions++;
    }
    if (!model.changed || model.infeasible) break;
  }
  freeI32(stale);
  freeI32(place);
  freeF64(low);
  freeF64(high);
  freeI32(index);
  freeF64(value);
  freeF64(bounds);
  return !model.infeasible;
}

/** What is left of a model, renumbered. */
export class ReducedModel {
  rows: i32 = 0;
  cols: i32 = 0;
  rowOf: I32 = newI32(0); // reduced row -> original
  colOf: I32 = newI32(0);
  sameMatrix: bool = true; // a part of the original: its scales will do
  start: I32 = newI32(0);
  index: I32 = newI32(0);
  value: F64 = newF64(0);
  colLower: F64 = newF64(0);
  colUpper: F64 = newF64(0);
  cost: F64 = newF64(0);
  rowLower: F64 = newF64(0);
  rowUpper: F64 = newF64(0);
  rowScale: F64 = newF64(0); // those of the original
  colScale: F64 = newF64(0);

  load(model: PresolveModel, view: ModelView): void {
    let entries: i32 = 0;
    for (let col = 0; col < model.cols; col++) {
      if (model.colAlive[col] !== 0) entries += model.end[col] - model.start[col];
    }
    this.resize(model.rows, model.cols, entries);
    this.sameMatrix = true;
    for (let k = 0; k < model.records; k++) {
      if (model.kind[k] === Reduction.merge) this.sameMatrix = false;
    }
    this.fill(model);
    for (let row = 0; row < this.rows; row++) this.rowScale[row] = view.rowScale[this.rowOf[row]];
    for (let col = 0; col < this.cols; col++) this.colScale[col] = view.colScale[this.colOf[col]];
  }

  /** Arrays of these sizes; all zero gives the memory back. */
  resize(rows: i32, cols: i32, entries: i32): void {
    this.rowOf = freshI32(this.rowOf, rows);
    this.colOf = freshI32(this.colOf, cols);
    this.start = freshI32(this.start, cols + 1);
    this.index = freshI32(this.index, entries);
    this.value = freshF64(this.value, entries);
    this.colLower = freshF64(this.colLower, cols);
    this.colUpper = freshF64(this.colUpper, cols);
    this.cost = freshF64(this.cost, cols);
    this.rowLower = freshF64(this.rowLower, rows);
    this.rowUpper = freshF64(this.rowUpper, rows);
    this.rowScale = freshF64(this.rowScale, rows);
    this.colScale = freshF64(this.colScale, cols);
  }

  private fill(model: PresolveModel): void {
    const number = newI32(model.rows);
    let rows: i32 = 0;
    for (let row = 0; row < model.rows; row++) {
      if (model.rowAlive[row] === 0) continue;
      number[row] = rows;
      this.rowOf[rows] = row;
      this.rowLower[rows] = model.rowLower[row];
      this.rowUpper[rows] = model.rowUpper[row];
      rows++;
    }
    let cols: i32 = 0;
    let at: i32 = 0;
    for (let col = 0; col < model.cols; col++) {
      if (model.colAlive[col] === 0) continue;
      this.colOf[cols] = col;
      this.colLower[cols] = model.colLower[col];
      this.colUpper[cols] = model.colUpper[col];
      this.cost[cols] = model.cost[col];
      for (let e = model.start[col]; e < model.end[col]; e++) {
        if (model.rowAlive[model.index[e]] === 0) continue;
        this.index[at] = number[model.index[e]];
        this.value[at] = model.value[e];
        at++;
      }
      cols++;
      this.start[cols] = at;
    }
    this.rows = rows;
    this.cols = cols;
    freeI32(number);
  }

  free(): void {
    freeI32(this.rowOf);
    freeI32(this.colOf);
    freeI32(this.start);
    freeI32(this.index);
    freeF64(this.value);
    freeF64(this.colLower);
    freeF64(this.colUpper);
    freeF64(this.cost);
    freeF64(this.rowLower);
    freeF64(this.rowUpper);
    freeF64(this.rowScale);
    freeF64(this.colScale);
  }
}
