// One call for one LP.
import { LpInput } from "./input.ts";
import { LpSolveOptions } from "./options.ts";
import { LpResult } from "./result.ts";
import { LpSession, LpSessionOptions } from "./session.ts";

/**
 * Solve a linear program. Rejects with LpInputError for a malformed model (every problem with its place) and RangeError for bad
 * options; everything else, limits and numerical trouble included, is a status. Same input, same bits, on either engine.
 */
export async function solveLp(model: LpInput, options: LpSessionOptions & LpSolveOptions = {}): Promise<LpResult> {
  const session = await LpSession.open(model, options);
  try {
    return session.solve(options);
  } finally {
    session.close();
  }
}
