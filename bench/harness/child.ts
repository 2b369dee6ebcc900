// A measurement in a process of its own: the script prints one line "RESULT <JSON>".
import { spawn } from "node:child_process";
import { resolve } from "node:path";

export type ChildOutcome<Result> =
  | { readonly kind: "result"; readonly result: Result }
  | { readonly kind: "timeout" }
  | { readonly kind: "failed"; readonly reason: string };

/** Prints the result of a child and ends it, whatever threads it still has. */
export function answer(result: unknown): void {
  process.stdout.write(`\nRESULT ${JSON.stringify(result)}\n`, () => process.exit(0));
}

/** Runs a script with tsx; a child that is late is killed by its own id. */
export function runChild<Result>(
  script: string,
  args: readonly string[],
  timeoutSeconds: number,
): Promise<ChildOutcome<Result>> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
      cwd: resolve(import.meta.dirname, "../.."),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let errors = "";
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, timeoutSeconds * 1000);
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const line = output.split("\n").find((text) => text.startsWith("RESULT "));
      if (line !== undefined) done({ kind: "result", result: JSON.parse(line.slice(7)) as Result });
      else if (isLate) done({ kind: "timeout" });
      else done({ kind: "failed", reason: failureOf(errors) ?? `ended with ${code ?? signal}` });
    });
  });
}

/** The line of a stack trace that says what happened; no places of this machine. */
function failureOf(errors: string): string | undefined {
  const line = errors.split("\n").find((text) => /(Error|error|abort)/.test(text) && !text.includes(" at "));
  return line
    ?.trim()
    .slice(0, 200)
    .replaceAll(/(file:\/\/)?\/[^\s:"']+\//g, "");
}
