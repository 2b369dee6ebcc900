// What solveMip takes: an LpModel from readMps, or just its arrays.
import { LpInput } from "../lp/input.ts";

/** As LpInput; columns with integer[col] = 1 must be whole. Without `integer` the model is a linear program. */
export type MipInput = LpInput;
