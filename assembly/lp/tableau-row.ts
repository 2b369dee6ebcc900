// A row of the simplex tableau in the caller's units, for Gomory and MIR cuts:  coefficient = multiplier' A  with coefficient 1 at the
// basic variable it belongs to. Every point of the model satisfies  coefficient' x = multiplier' activity,  so `multiplier` is the
// aggregation of rows such cuts start from. Columns that are fixed have their coefficients too.
import { btran } from "./btran.ts";
import { ModelView } from "./certificate.ts";
import { LISTED_ZERO, ZERO } from "./params.ts";
import { SparseVector } from "./sparse-vector.ts";

export class TableauRow {
  multiplier: SparseVector = new SparseVector(); // rows
  coefficient: SparseVector = new SparseVector(); // cols

  /** Fill both vectors for `variable` (column, or cols + row for a row's logical -activity); false when it is not basic. */
  fill(model: ModelView, variable: i32): bool {
    const state = model.state;
    const rho = this.multiplier;
    const out = this.coefficient;
    if (rho.size !== state.rows) rho.resize(state.rows);
    if (out.size !== state.cols) out.resize(state.cols);
    if (!state.basisValid || !state.factorValid) return false;
    const place = state.place[variable];
    if (place < 0) return false;
    rho.setUnit(place, 1);
    btran(state.lu, rho, false);
    this.combine(model);
    const cols = state.cols;
    const unit: f64 = variable < cols ? model.colScale[variable] : 1 / model.rowScale[variable - cols];
    for (let k = 0; k < out.count; k++) out.value[out.index[k]] *= unit / model.colScale[out.index[k]];
    for (let k = 0; k < rho.count; k++) rho.value[rho.index[k]] *= unit * model.rowScale[rho.index[k]];
    return true;
  }

  /** coefficient = multiplier' A over all columns, scaled. */
  private combine(model: ModelView): void {
    const matrix = model.state.rowCopy();
    const rho = this.multiplier;
    const out = this.coefficient;
    out.clear();
    let found: i32 = 0;
    for (let k = 0; k < rho.count; k++) {
      const row = rho.index[k];
      const factor = rho.value[row];
      for (let e = matrix.start[row]; e < matrix.start[row + 1]; e++) {
        const col = matrix.index[e];
        const before = out.value[col];
        const after = before + factor * matrix.value[e];
        if (before === 0) out.index[found++] = col;
        out.value[col] = Math.abs(after) < ZERO ? LISTED_ZERO : after;
      }
    }
    out.count = found;
  }

  free(): void {
    this.multiplier.free();
    this.coefficient.free();
  }
}
