// Entry of `megalloc/report`: a plan as a page and as sheets, name by name.

export { planWorkbook } from "./plan-workbook.ts";
export { contractReasons, type Reason } from "./reasons.ts";
export { type ReportInput, reportHtml } from "./report.ts";
