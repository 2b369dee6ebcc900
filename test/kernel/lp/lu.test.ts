// Factorisations are multiplied back: B (B^-1 a) = a and B' (B'^-1 c) = c, after factorising, after every Forrest-Tomlin
// update, after bordering, and after repair of singular bases.
import { describe, expect, it } from "vitest";
import { btran } from "../../../assembly/lp/btran.ts";
import { ftran } from "../../../assembly/lp/ftran.ts";
import { LuFactor } from "../../../assembly/lp/lu-factor.ts";
import { LuStore } from "../../../assembly/lp/lu-store.ts";
import { luAppendRow, luUpdate } from "../../../assembly/lp/lu-update.ts";
import { SparseVector } from "../../../assembly/lp/sparse-vector.ts";
import { type Csc, multiply, Random, randomCsc } from "./random.ts";

interface Basis {
  matrix: Csc;
  lu: LuStore;
  factor: LuFactor;
  head: Int32Array; // variable by pivot row
}

function factorise(matrix: Csc, variables: number[]): Basis {
  const lu = new LuStore();
  const factor = new LuFactor();
  const rows = matrix.rows;
  lu.resize(rows, rows + 64);
  factor.resize(rows);
  for (let slot = 0; slot < rows; slot++) factor.slotVariable[slot] = variables[slot];
  const head = new Int32Array(rows + 8);
  factor.factorize(lu, matrix.start, matrix.index, matrix.value, matrix.cols, head);
  return { matrix, lu, factor, head };
}

function column(matrix: Csc, variable: number): [number, number][] {
  if (variable >= matrix.cols) return [[variable - matrix.cols, 1]];
  const out: [number, number][] = [];
  for (let e = matrix.start[variable]; e < matrix.start[variable + 1]; e++) {
    out.push([matrix.index[e], matrix.value[e]]);
  }
  return out;
}

function load(entries: [number, number][], rows: number): SparseVector {
  const v = new SparseVector();
  v.resize(rows);
  for (const [row, x] of entries) {
    v.value[row] = x;
    v.index[v.count++] = row;
  }
  return v;
}

/** Largest relative residual of B x = a and of B' y = a. */
function residual(basis: Basis, entries: [number, number][], hyper: boolean): number {
  const rows = basis.lu.rows;
  const forward = load(entries, rows);
  forward.density = hyper ? 0 : 1;
  ftran(basis.lu, forward, false);
  const product = new Float64Array(rows);
  let size = 1;
  for (let row = 0; row < rows; row++) {
    const x = forward.value[row];
    size = Math.max(size, Math.abs(x));
    if (x !== 0) for (const [i, a] of column(basis.matrix, basis.head[row])) product[i] += a * x;
  }
  for (const [row, x] of entries) product[row] -= x;
  let worst = Math.max(...product.map(Math.abs)) / size;
  const backward = load(entries, rows);
  backward.density = hyper ? 0 : 1;
  btran(basis.lu, backward, false);
  const right = new Map(entries);
  size = Math.max(1, ...backward.value.map(Math.abs));
  for (let row = 0; row < rows; row++) {
    let sum = -(right.get(row) ?? 0);
    for (const [i, a] of column(basis.matrix, basis.head[row])) sum += a * backward.value[i];
    worst = Math.max(worst, Math.abs(sum) / size);
  }
  const listed = new Set(Array.from(backward.index.subarray(0, backward.count)));
  expect(listed.size).toBe(backward.count);
  for (let row = 0; row < rows; row++) if (backward.value[row] !== 0) expect(listed.has(row)).toBe(true);
  return worst;
}

function pick(random: Random, rows: number, cols: number, logicals: number): number[] {
  const structural = Array.from({ length: cols }, (_, j) => j);
  for (let k = cols - 1; k > 0; k--) {
    const other = random.integer(0, k);
    [structural[k], structural[other]] = [structural[other], structural[k]];
  }
  const out = structural.slice(0, rows - logicals);
  const rowsLeft = Array.from({ length: rows }, (_, i) => i);
  for (let k = 0; k < logicals; k++) out.push(cols + rowsLeft.splice(random.integer(0, rowsLeft.length - 1), 1)[0]);
  return out;
}

describe("LU of a basis", () => {
  for (let seed = 1; seed <= 30; seed++) {
    it(`is its inverse, also after updates (seed ${seed})`, () => {
      const random = new Random(seed);
      const rows = random.integer(1, 120);
      const cols = rows + random.integer(5, 60);
      const matrix = randomCsc(random, rows, cols, random.integer(2, 6), 2);
      const basis = factorise(matrix, pick(random, rows, cols, random.integer(0, rows)));
      const probe = (): [number, number][] => {
        const at = random.integer(0, rows - 1);
        const other = (at + 1) % rows;
        return other === at
          ? [[at, 1.5]]
          : [
              [at, 1.5],
              [other, -0.7],
            ];
      };
      expect(residual(basis, probe(), true)).toBeLessThan(1e-8);
      expect(residual(basis, probe(), false)).toBeLessThan(1e-8);
      let done = 0;
      for (let attempt = 0; attempt < 60; attempt++) {
        const entering = random.integer(0, cols + rows - 1);
        if (basis.head.subarray(0, rows).includes(entering)) continue;
        const alpha = load(column(matrix, entering), rows);
        alpha.density = random.next() < 0.5 ? 1 : 0;
        ftran(basis.lu, alpha, true);
        let row = 0;
        for (let i = 1; i < rows; i++) if (Math.abs(alpha.value[i]) > Math.abs(alpha.value[row])) row = i;
        if (random.next() < 0.7) {
          const usable = Array.from(alpha.value.keys()).filter((i) => i < rows && Math.abs(alpha.value[i]) > 0.1);
          if (usable.length > 0) row = usable[random.integer(0, usable.length - 1)];
        }
        const unit = load([[row, 1]], rows);
        unit.density = random.next() < 0.5 ? 1 : 0;
        btran(basis.lu, unit, true);
        expect(luUpdate(basis.lu, row, alpha.value[row])).toBeLessThan(1e-6);
        basis.head[row] = entering;
        done++;
        expect(residual(basis, probe(), true)).toBeLessThan(1e-6);
        expect(residual(basis, probe(), false)).toBeLessThan(1e-6);
      }
      expect(done).toBeGreaterThan(0);
    });
  }

  it("repairs a singular basis with logicals", () => {
    const random = new Random(7);
    const matrix = randomCsc(random, 30, 60, 3, 1);
    const twice = Array.from({ length: 30 }, (_, k) => (k < 15 ? k : k - 15)); // every column twice
    const basis = factorise(matrix, twice);
    expect(basis.factor.dropped).toBeGreaterThanOrEqual(15);
    expect(new Set(basis.head.subarray(0, 30)).size).toBe(30);
    expect(
      residual(
        basis,
        [
          [3, 1],
          [8, -2],
        ],
        true,
      ),
    ).toBeLessThan(1e-9);
  });

  it("is bordered by a new row whose logical is basic", () => {
    const random = new Random(11);
    const full = randomCsc(random, 41, 70, 4, 1);
    const keep = Array.from(full.index.keys()).filter((e) => full.index[e] < 40);
    const start = new Int32Array(71);
    for (let col = 0; col < 70; col++) {
      start[col + 1] = start[col] + keep.filter((e) => e >= full.start[col] && e < full.start[col + 1]).length;
    }
    const index = Int32Array.from(keep, (e) => full.index[e]);
    const matrix: Csc = { rows: 40, cols: 70, start, index, value: Float64Array.from(keep, (e) => full.value[e]) };
    const basis = factorise(matrix, pick(random, 40, 70, 5));
    const dense = new Float64Array(70);
    for (let col = 0; col < 70; col++) {
      for (const [row, x] of column(full, col)) if (row === 40) dense[col] = x;
    }
    const newRow: [number, number][] = [];
    for (let row = 0; row < 40; row++) {
      const variable = basis.head[row];
      if (variable < 70 && dense[variable] !== 0) newRow.push([row, dense[variable]]);
    }
    expect(newRow.length).toBeGreaterThan(0);
    btran(basis.lu, load(newRow, 40), true);
    basis.lu.resize(41, 41 + 64);
    luAppendRow(basis.lu, 40);
    basis.head[40] = 70 + 40;
    basis.matrix = full;
    expect(
      residual(
        basis,
        [
          [40, 1],
          [5, 1],
        ],
        true,
      ),
    ).toBeLessThan(1e-9);
    expect(residual(basis, [[0, 1]], false)).toBeLessThan(1e-9);
  });

  it("multiplies", () => {
    const matrix: Csc = {
      rows: 2,
      cols: 1,
      start: Int32Array.of(0, 2),
      index: Int32Array.of(0, 1),
      value: Float64Array.of(2, 3),
    };
    expect(Array.from(multiply(matrix, [2], false))).toEqual([4, 6]);
    expect(Array.from(multiply(matrix, [1, 1], true))).toEqual([5]);
  });
});
