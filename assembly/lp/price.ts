// PRICE: the structural part of a row of the tableau, alpha_r = rho' N over the active columns, from the row-wise copy. The
// logical part needs no work: the logical of row i has alpha = rho_i.
import { LISTED_ZERO, PRICE_DENSITY, ZERO } from "./params.ts";
import { RowMatrix } from "./row-matrix.ts";
import { SparseVector } from "./sparse-vector.ts";

/** out = rho' A over active columns. */
export function price(matrix: RowMatrix, rho: SparseVector, out: SparseVector): void {
  out.clear();
  if (out.density > PRICE_DENSITY || rho.count > PRICE_DENSITY * rho.size) priceDense(matrix, rho, out);
  else priceSparse(matrix, rho, out);
  out.noteDensity();
}

function priceDense(matrix: RowMatrix, rho: SparseVector, out: SparseVector): void {
  const start = matrix.start;
  const split = matrix.split;
  const index = matrix.index;
  const value = matrix.value;
  const x = rho.value;
  const pattern = rho.index;
  const y = out.value;
  const count = rho.count;
  for (let k = 0; k < count; k++) {
    const row = pattern[k];
    const factor = x[row];
    const last = split[row];
    for (let e = start[row]; e < last; e++) y[index[e]] += factor * value[e];
  }
  const size = out.size;
  const listed = out.index;
  let found: i32 = 0;
  for (let col = 0; col < size; col++) {
    const alpha = y[col];
    if (alpha === 0) continue;
    if (Math.abs(alpha) < ZERO) y[col] = 0;
    else listed[found++] = col;
  }
  out.count = found;
}

function priceSparse(matrix: RowMatrix, rho: SparseVector, out: SparseVector): void {
  const start = matrix.start;
  const split = matrix.split;
  const index = matrix.index;
  const value = matrix.value;
  const x = rho.value;
  const pattern = rho.index;
  const y = out.value;
  const listed = out.index;
  const count = rho.count;
  let found: i32 = 0;
  for (let k = 0; k < count; k++) {
    const row = pattern[k];
    const factor = x[row];
    const last = split[row];
    for (let e = start[row]; e < last; e++) {
      const col = index[e];
      const before = y[col];
      const after = before + factor * value[e];
      if (before === 0) listed[found++] = col;
      y[col] = Math.abs(after) < ZERO ? LISTED_ZERO : after;
    }
  }
  out.count = found;
}
