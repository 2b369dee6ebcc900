// Colours for a stream: those of picocolors where the stream is a terminal that wants them.
import pc from "picocolors";

export type Colours = Pick<ReturnType<typeof pc.createColors>, "bold" | "dim" | "red" | "green" | "yellow" | "cyan">;

export const PLAIN: Colours = pc.createColors(false);

/** Environment and stream as far as colours depend on them. NO_COLOR counts when it is set and not empty (no-color.org). */
export function wantsColours(stream: { isTTY?: boolean }, env: Record<string, string | undefined>): boolean {
  return stream.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}

export function coloursFor(stream: { isTTY?: boolean }, env: Record<string, string | undefined>): Colours {
  return wantsColours(stream, env) ? pc.createColors(true) : PLAIN;
}
