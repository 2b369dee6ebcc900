// What was understood and what was not, cell by cell.

export interface Conversion {
  /** `contracts!H5`. */
  readonly cell: string;
  /** As the planner wrote it. */
  readonly from: string;
  /** As the portfolio has it. */
  readonly to: string;
  /** Why: `USD per kW-month x 1000`, `quarter: its first month`. */
  readonly rule: string;
}

export interface Doubt {
  readonly cell: string;
  readonly message: string;
  readonly hint: string;
}

export class ImportLog {
  readonly conversions: Conversion[] = [];
  readonly doubts: Doubt[] = [];
  /** Sheets and columns that were passed over, as cell names. */
  readonly ignored: string[] = [];

  convert(cell: string, from: unknown, to: unknown, rule: string): void {
    this.conversions.push({ cell, from: String(from), to: String(to), rule });
  }

  doubt(cell: string, message: string, hint: string): undefined {
    this.doubts.push({ cell, message, hint });
    return undefined;
  }
}
