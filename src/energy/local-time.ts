// Clock changes: how often an hour of the local clock occurs. A spring hour that is skipped is not missing, an autumn hour that comes twice
// is not a duplicate. Hours are counted since 1970 as the clock on the wall shows them.

export const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

export class LocalClock {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  /** `zone` as the IANA names it ("America/Chicago"). Throws RangeError for an unknown zone. */
  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
  }

  /** Local minus universal time in milliseconds at a universal time. */
  offsetMs(utcMs: number): number {
    const known = this.#offsets.get(utcMs);
    if (known !== undefined) return known;
    const parts = Object.fromEntries(this.#format.formatToParts(utcMs).map(({ type, value }) => [type, Number(value)]));
    const localMs = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute);
    const offset = localMs - Math.floor(utcMs / 60_000) * 60_000;
    this.#offsets.set(utcMs, offset);
    return offset;
  }

  /** Times the local hour occurs: 1, or 0 and 2 at clock changes. */
  occurrences(localHour: number): number {
    const dayMs = Math.floor(localHour / DAY_HOURS) * DAY_HOURS * HOUR_MS;
    const before = this.offsetMs(dayMs - DAY_HOURS * HOUR_MS);
    const after = this.offsetMs(dayMs + 2 * DAY_HOURS * HOUR_MS);
    if (before === after) return 1;
    const localMs = localHour * HOUR_MS;
    return [before, after].filter((offset) => this.offsetMs(localMs - offset) === offset).length;
  }

  /** The local hour at a universal time. */
  localHour(utcMs: number): number {
    return Math.floor((utcMs + this.offsetMs(utcMs)) / HOUR_MS);
  }
}

/** Months since January of year 0 (as monthIndex) of an hour counted since 1970. */
export function monthOfHour(hour: number): number {
  const date = new Date(hour * HOUR_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
