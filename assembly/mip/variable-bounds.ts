// Variable bounds: rows of two entries, a x + b y <= side with y integer, bound x by y:   x <= coef y + constant (upper, a > 0), or
// x >= ... (lower). One of each kind is kept by column, the one that is tight more often: the first found with a binary y.
import { F64, fillI32, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { freshF64, freshI32 } from "../lp/arrays.ts";
import { MipModel } from "./mip-model.ts";

export class VariableBounds {
  /** Column y of x <= upperCoef y + upperConstant; -1 = none. */
  upperCol: I32 = newI32(0);
  upperCoef: F64 = newF64(0);
  upperConstant: F64 = newF64(0);
  lowerCol: I32 = newI32(0);
  lowerCoef: F64 = newF64(0);
  lowerConstant: F64 = newF64(0);

  find(model: MipModel): void {
    const cols = model.cols;
    this.upperCol = freshI32(this.upperCol, cols);
    this.upperCoef = freshF64(this.upperCoef, cols);
    this.upperConstant = freshF64(this.upperConstant, cols);
    this.lowerCol = freshI32(this.lowerCol, cols);
    this.lowerCoef = freshF64(this.lowerCoef, cols);
    this.lowerConstant = freshF64(this.lowerConstant, cols);
    fillI32(this.upperCol, -1, 0, cols);
    fillI32(this.lowerCol, -1, 0, cols);
    for (let row = 0; row < model.rows; row++) {
      const first = model.rowStart[row];
      if (model.rowStart[row + 1] - first !== 2) continue;
      this.take(model, row, first, first + 1);
      this.take(model, row, first + 1, first);
    }
  }

  /** a x + b y within the row's sides, x at entry `ex`, y at `ey`. */
  private take(model: MipModel, row: i32, ex: i32, ey: i32): void {
    const x = model.rowIndex[ex];
    const y = model.rowIndex[ey];
    if (model.integer[x] !== 0 || model.integer[y] === 0) return;
    const a = model.rowValue[ex];
    const b = model.rowValue[ey];
    if (Math.abs(a) < 1e-9 || Math.abs(b / a) > 1e6) return;
    const most = a > 0 ? model.rowUpper[row] : model.rowLower[row];
    const least = a > 0 ? model.rowLower[row] : model.rowUpper[row];
    if (Math.abs(most) < Infinity && this.upperCol[x] < 0) {
      this.upperCol[x] = y;
      this.upperCoef[x] = -b / a;
      this.upperConstant[x] = most / a;
    }
    if (Math.abs(least) < Infinity && this.lowerCol[x] < 0) {
      this.lowerCol[x] = y;
      this.lowerCoef[x] = -b / a;
      this.lowerConstant[x] = least / a;
    }
  }

  free(): void {
    freeI32(this.upperCol);
    freeF64(this.upperCoef);
    freeF64(this.upperConstant);
    freeI32(this.lowerCol);
    freeF64(this.lowerCoef);
    freeF64(this.lowerConstant);
  }
}
