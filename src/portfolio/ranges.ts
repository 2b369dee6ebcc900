// How far a number may go. The ceilings lie orders of magnitude beyond anything real, so that they only stop typing errors, wrong
// units and values whose products would leave the range in which doubles still resolve a dollar's 1e-6 relative tolerance.

/** More than a hundred times the world's installed generating capacity (about 9e6 MW). */
export const MAX_MW = 1e9;
/** A thousand times the world's yearly product. */
export const MAX_USD = 1e18;
/** Energy prices per MWh; caps of real markets are near 1e4. Prices may be negative. */
export const MAX_USD_PER_MWH = 1e9;
export const MAX_KW_PER_RACK = 1e6;
export const MAX_RACKS = 1e12;
/** Contract quantity in its own unit (MW, racks, accelerators or PFLOPS). */
export const MAX_QUANTITY = 1e15;
/** Divisors and multipliers below this are zero in disguise; a quotient by them leaves every ceiling above. */
export const MIN_POSITIVE = 1e-9;
/** Yearly rates as fractions: 100 is 10 000 % a year. Percent written for fractions stays below and is warned of instead. */
export const MAX_RATE = 100;
/** Below this a non-zero loan rate is lost when 1 is added to it, and the annuity divides zero by zero. */
export const MIN_NONZERO_RATE = 1e-6;
export const MAX_YEARS = 1e4;
/** Lead times, terms and ramp steps, in months. */
export const MAX_MONTHS = 1e6;
export const MAX_MODULES = 1e6;
export const MAX_PUE = 10;
/** Limits on PUE may be written large to mean "none". */
export const MAX_PUE_LIMIT = 1000;

export const MAX_HORIZON_MONTHS = 1200;

export const MAX_TEXT_LENGTH = 200;
export const MAX_PLATFORMS = 1000;
export const MAX_LOTS = 100_000;
export const MAX_SITES = 10_000;
export const MAX_PER_SITE = 1000;
/** Hours of a leap year: an hourly price file fits uncondensed. */
export const MAX_PRICE_BLOCKS = 8784;
export const MAX_CONTRACTS = 100_000;
/** Numbers in one array that spans periods: 160 MB of doubles, of which 32-bit kernel memory can hold several. */
export const MAX_CELLS = 2e7;

/** Characters of a portfolio as text: a hundred times the largest portfolio known (1000 contracts, 0.7 million characters). */
export const MAX_JSON_LENGTH = 64 * 1024 * 1024;
/** Nesting of a portfolio as text; a portfolio itself needs 7. */
export const MAX_JSON_DEPTH = 64;

/** Market shares are used as written; their sum may miss 1 by this much (0.333333 three times passes, 0.333 three times does not). */
export const SHARE_SUM_TOLERANCE = 2e-6;
