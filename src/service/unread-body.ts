// What to do with the rest of a body that is refused: a server that answers and hangs up while the client still sends resets the connection,
// and the client never sees the answer.
import type { IncomingMessage } from "node:http";

/** What is read and thrown away of a refused body, at most; clients that go on find the connection reset. */
const MOST_BYTES = 64 * 2 ** 20;
const MOST_MS = 5000;

/** Reads the body to its end, or as far as it is worth it. */
export function bodySent(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let bytes = 0;
    const leave = (): void => {
      clearTimeout(timer);
      for (const name of ["end", "close", "error"]) request.off(name, leave);
      request.off("data", onData);
      resolve();
    };
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) leave();
    };
    const timer = setTimeout(leave, MOST_MS);
    for (const name of ["end", "close", "error"]) request.on(name, leave);
    request.on("data", onData);
    request.resume();
  });
}
