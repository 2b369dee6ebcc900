// What the LP kernel accepts as a matrix: ascending starts, row indices in range, finite values.
import { F64, I32 } from "../glue/mem.ts";

/** Whether x is not NaN. */
export function isNumber(x: f64): bool {
  return x <= Infinity;
}

export function validMatrix(rows: i32, cols: i32, start: I32, index: I32, value: F64): bool {
  if (rows < 0 || cols < 0 || start[0] !== 0) return false;
  for (let col = 0; col < cols; col++) {
    if (start[col + 1] < start[col]) return false;
    for (let e = start[col]; e < start[col + 1]; e++) {
      if (index[e] < 0 || index[e] >= rows) return false;
      if (!(Math.abs(value[e]) < Infinity)) return false;
    }
  }
  return true;
}
