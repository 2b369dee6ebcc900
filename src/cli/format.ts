// Figures as people read them. Everything here is pure and independent of the machine's locale.

/** Characters that would move a terminal's cursor, change its colours or reverse its text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** A name as the user wrote it, with what a terminal would act on spelt out. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function grouped(value: number, decimals: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** "$5.432G", "$131.0M", "$4.5k", "$12"; each unit begins where the one below would round up to a thousand. */
export function formatUsd(usd: number): string {
  const size = Math.abs(usd);
  const sign = usd < 0 && size >= 0.5 ? "-" : "";
  if (size >= 999.95e6) return `${sign}$${grouped(size / 1e9, 3)}G`;
  if (size >= 999.95e3) return `${sign}$${grouped(size / 1e6, 1)}M`;
  if (size >= 999.5) return `${sign}$${grouped(size / 1e3, 1)}k`;
  return `${sign}$${grouped(size, 0)}`;
}

/** MW without its unit: one decimal below ten, whole above, "0" for nothing. */
export function formatMw(mw: number): string {
  const size = Math.abs(mw);
  const sign = mw < 0 && size >= 0.05 ? "-" : "";
  if (size >= 9.95) return sign + grouped(size, 0);
  const text = grouped(size, 1);
  return sign + (text.endsWith(".0") ? text.slice(0, -2) : text);
}

/** A fraction as a percentage: "0%", "0.013%", "4.2%", "98%". Never "0%" for what is not zero, nor "100%" for what is not one. */
export function formatPercent(fraction: number): string {
  const percent = Math.abs(fraction) * 100;
  const sign = fraction < 0 ? "-" : "";
  if (percent === 0) return "0%";
  if (percent < 0.001) return `${sign}<0.001%`;
  if (percent < 1) return `${sign}${Number(percent.toPrecision(2))}%`;
  if (percent >= 99.5 && percent < 100) return `${sign}${grouped(Math.min(99.9, percent), 1)}%`;
  return `${sign}${percent < 9.95 ? Number(percent.toFixed(1)) : grouped(percent, 0)}%`;
}

/** A count with thousands separators; decimals only where there are some. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US", { maximumFractionDigits: 1 });
}

/** Milliseconds as "0.4 s", "12 s", "2 min 05 s", "1 h 02 min". */
export function formatElapsed(ms: number): string {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** "1 lot", "2 lots". */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
