// Numbers as planners type them, and as fields show them.

/**
 * "1,250", "1 250", "12.5%", "3e6", "2.5M" as numbers; what is none of these stays text, so that the check can say what is wrong with it.
 * Empty text is undefined: no value.
 */
export function typedNumber(text: string): number | string | undefined {
  const bare = text.trim().replace(/^\$/, "");
  if (text.trim() === "") return undefined;
  const match = /^([+-]?(?:\d{1,3}(?:[, _\u00a0]\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?)\s*(%|k|m|b|bn)?$/i.exec(bare);
  // "0,125" is an eighth to some and a hundred and twenty-five to nobody.
  if (/^[+-]?0[, _\u00a0]/.test(bare)) return text.trim();
  const digits = match?.[1].replace(/[, _\u00a0]/g, "") ?? "";
  if (match === null || digits === "" || !Number.isFinite(Number(digits))) return text.trim();
  const scales: Record<string, number> = { "%": 0.01, k: 1e3, m: 1e6, b: 1e9, bn: 1e9 };
  const scale = scales[match[2]?.toLowerCase() ?? ""] ?? 1;
  // 12.5 % is 0.125, not 0.12500000000000001.
  return Number((Number(digits) * scale).toPrecision(15));
}

/** A number as a field shows it while nobody types: with its thousands apart. */
export function shownNumber(value: unknown): string {
  if (typeof value !== "number") return value === undefined || value === null ? "" : String(value);
  return Math.abs(value) < 1e-4 && value !== 0
    ? String(value)
    : value.toLocaleString("en-US", { maximumFractionDigits: 12 });
}
