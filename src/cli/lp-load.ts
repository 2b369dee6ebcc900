// What `megalloc lp` solves and what it solves it with: an MPS model and an engine, or words on why there is none.

import { Engine } from "../engine/engine.ts";
import { createEngine, EngineChoice } from "../engine/load.ts";
import { LpSession } from "../lp/session.ts";
import { LpInputError } from "../lp/validate.ts";
import { MpsError } from "../mps/error.ts";
import { MpsOptions, MpsReading, readMpsWithNotes } from "../mps/read.ts";
import { CliError } from "./exit.ts";
import { counted, printable } from "./format.ts";
import { InputKind, LP_MODEL, readInput, sourceName } from "./read-input.ts";

/** Names listed in a message; the rest are counted. */
const NAMES_SHOWN = 5;

/** "x, y, z and 4 more", fit for a terminal. */
export function namesText(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).map(printable).join(", ");
  return names.length > NAMES_SHOWN ? `${shown} and ${names.length - NAMES_SHOWN} more` : shown;
}

/** Names of the columns that must be integer. */
export function integerColumns({ model }: MpsReading): string[] {
  return model.colNames.filter((_, col) => model.integer[col] === 1);
}

/** Throws CliError for what cannot be read, is no MPS model, or has integer columns nobody asked to relax. */
export async function loadModel(
  source: string,
  format: NonNullable<MpsOptions["format"]>,
  relaxIntegers: boolean,
): Promise<MpsReading> {
  const reading = await readModel(source, format, LP_MODEL);
  const integers = integerColumns(reading);
  if (integers.length > 0 && !relaxIntegers) {
    throw new CliError(
      `${sourceName(source)} has ${counted(integers.length, "integer column")} (${namesText(integers)}), and lp solves ` +
        "linear programs only; --relax-integers lets these columns take fractions",
    );
  }
  return reading;
}

/** Throws CliError for what cannot be read or is no MPS model. */
export async function readModel(
  source: string,
  format: NonNullable<MpsOptions["format"]>,
  kind: InputKind,
): Promise<MpsReading> {
  return parseModel(source, await readInput(source, kind), format);
}

function parseModel(source: string, text: string, format: NonNullable<MpsOptions["format"]>): MpsReading {
  try {
    return readMpsWithNotes(text, { format });
  } catch (error) {
    if (!(error instanceof MpsError)) throw error;
    throw new CliError(`${sourceName(source)} is not a model in MPS format\n\n  ${printable(error.message)}`);
  }
}

/** Throws CliError where the engine asked for by name cannot be had. */
export async function loadEngine(choice: EngineChoice): Promise<Engine> {
  try {
    return await createEngine({ engine: choice });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(`--engine ${choice} cannot be had here: ${reason}; --engine auto takes js instead`);
  }
}

/** A session for the model, integrality left out of account. Throws CliError for numbers that make no model. */
export async function openSession(source: string, { model }: MpsReading, engine: Engine): Promise<LpSession> {
  try {
    return await LpSession.open(model, { engine, relaxIntegers: true });
  } catch (error) {
    throw modelFailure(source, error);
  }
}

/** Words on numbers that make no model; other errors as they are. */
export function modelFailure(source: string, error: unknown): unknown {
  if (!(error instanceof LpInputError)) return error;
  const problems = error.problems.map(({ path, subject, message, hint }) => {
    const where = subject === "" ? path : `${path} (${subject})`;
    return `\n  ${printable(`${where}: ${message}. ${hint}`)}`;
  });
  return new CliError(`${sourceName(source)} cannot be solved as it stands\n${problems.join("")}`);
}
