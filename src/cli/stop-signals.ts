// Ctrl-C and kill: the first asks the search to stop and keeps its best plan, the second ends the process at once.
import { ExitCode } from "./exit.ts";

const EXIT_CODES = { SIGINT: ExitCode.interrupted, SIGTERM: ExitCode.terminated } as const;
type StopSignal = keyof typeof EXIT_CODES;

export interface StopSignals {
  /** Aborted by the first signal. */
  signal: AbortSignal;
  /** Gives the signals back their usual meaning. */
  release(): void;
}

/** Takes over SIGINT and SIGTERM until released. `onFirst` is told which one came first. */
export function takeStopSignals(onFirst: (name: StopSignal) => void): StopSignals {
  const controller = new AbortController();
  const handle = (name: StopSignal): void => {
    if (controller.signal.aborted) {
      process.exit(EXIT_CODES[name]);
    } else {
      controller.abort();
      onFirst(name);
    }
  };
  const names = Object.keys(EXIT_CODES) as StopSignal[];
  for (const name of names) process.on(name, handle);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of names) process.off(name, handle);
    },
  };
}
