// Errors on their way out of a worker.
import { InternalError, MemoryLimitError, OptionError } from "../errors.ts";
import type { TaskError } from "./task.ts";

export function toTaskError(error: unknown): TaskError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), stack: undefined, replay: undefined };
  const replay = error instanceof InternalError ? error.replay : undefined;
  // A worker from a copy of its text has all of it for a name.
  const stack = error.stack?.replace(/data:text\/javascript,[^\s)]*?(?=(:\d+:\d+)?\)?$)/gm, "worker");
  return { name: error.name, message: error.message, stack, replay };
}

/** The error as it was thrown; what is not one of ours becomes a plain Error. */
export function fromTaskError(failure: TaskError, memoryLimitBytes: number): Error {
  let error: Error;
  if (failure.name === "InternalError" && failure.replay !== undefined) {
    error = new InternalError(failure.message, failure.replay);
  } else if (failure.name === "MemoryLimitError") error = new MemoryLimitError(memoryLimitBytes);
  else if (failure.name === "OptionError") error = new OptionError(failure.message);
  else error = new Error(failure.message);
  if (failure.stack !== undefined) error.stack = failure.stack;
  return error;
}
