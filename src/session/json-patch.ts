// JSON Patch (RFC 6902), by the rfc6902 package, with failures in our words.
import { applyPatch, type Operation } from "rfc6902";
import { EditError } from "./edit-error.ts";

export type JsonPatchOperation = Operation;
export type JsonPatch = readonly JsonPatchOperation[];

const FAILURES: Record<string, (operation: Operation) => string> = {
  MissingError: () => "there is nothing at that path",
  TestError: (operation) => `the test failed: ${JSON.stringify((operation as { value: unknown }).value)} is not there`,
  InvalidOperationError: (operation) =>
    `op is ${JSON.stringify(operation.op)}; it must be "add", "remove", "replace", "move", "copy" or "test"`,
};

/** A path through an object's prototype would change more than the portfolio. */
function isHostile(pointer: unknown): boolean {
  return typeof pointer === "string" && /(^|\/)(__proto__|constructor|prototype)(\/|$)/.test(pointer);
}

/** Apply the operations to `root` in place, in order. Throws EditError at the first that does not apply. */
export function applyJsonPatch(root: object, patch: JsonPatch): void {
  patch.forEach((operation, k) => {
    const pointer = operation?.path;
    const where = `patch[${k}] ${String(pointer)}`;
    if (typeof pointer !== "string" || (pointer !== "" && !pointer.startsWith("/"))) {
      throw new EditError(where, 'path must be a JSON pointer such as "/contracts/3/usdPerUnitMonth"');
    }
    if (pointer === "") throw new EditError(where, "the portfolio as a whole cannot be patched: open another session");
    if (isHostile(pointer) || isHostile((operation as { from?: unknown }).from)) {
      throw new EditError(where, "the path leads through a prototype");
    }
    let failure: Error | null;
    try {
      [failure] = applyPatch(root, [structuredClone(operation)]);
    } catch (error) {
      failure = error as Error;
    }
    if (failure !== null) throw new EditError(where, FAILURES[failure.name]?.(operation) ?? failure.message);
  });
}
