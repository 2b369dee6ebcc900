// The grid of objective values: where all columns with a cost are integer, values of solutions differ by multiples of the greatest
// common divisor of the costs.
import { MipModel } from "./mip-model.ts";

/** Costs with more than this many steps in them are not taken for multiples: rounding could not tell. */
const MOST_STEPS: f64 = 1e7;

/** The greatest common divisor of the costs, or 0 where there is none or a continuous column has a cost. */
export function objectiveStep(model: MipModel): f64 {
  let divisor: f64 = 0;
  let largest: f64 = 0;
  for (let col = 0; col < model.cols; col++) {
    const c = Math.abs(model.cost[col]);
    if (c === 0) continue;
    if (model.integer[col] === 0) return 0;
    largest = Math.max(largest, c);
    divisor = commonDivisor(c, divisor, 1e-9 * largest);
  }
  if (divisor === 0 || largest > MOST_STEPS * divisor) return 0;
  for (let col = 0; col < model.cols; col++) {
    const steps = model.cost[col] / divisor;
    if (Math.abs(steps - Math.floor(steps + 0.5)) > 1e-9 * (1 + Math.abs(steps))) return 0;
  }
  return divisor;
}

function commonDivisor(a: f64, b: f64, zero: f64): f64 {
  let x = a;
  let y = b;
  while (y > zero) {
    const rest = x - Math.floor(x / y) * y;
    x = y;
    y = rest > y - zero ? 0 : rest;
  }
  return x;
}
