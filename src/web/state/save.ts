// Files for the reader to keep.

import type { BaselineFigures } from "../desk/messages.ts";
import { failure, fileName, planned, reading, trail } from "./planner.ts";
import { askingOf } from "./questions.ts";

function saveText(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by the next task.
  setTimeout(() => URL.revokeObjectURL(url));
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** "west-texas.json" -> "west-texas" */
const stem = (): string => fileName.value.replace(/\.[^.]*$/, "") || "portfolio";

export function savePortfolio(): void {
  const read = reading.value;
  if (read !== null) saveText(`${stem()}.json`, json(read.source), "application/json");
}

export function savePlan(): void {
  const shown = planned.value;
  if (shown !== null)
    saveText(`${stem()}-plan.json`, json({ ...shown.plan, history: trail.value }), "application/json");
}

export async function saveReport(): Promise<void> {
  const shown = planned.value;
  if (shown === null) return;
  try {
    const { reportHtml } = await import("../../report/report.ts");
    const { portfolio, plan } = shown;
    const compared = askingOf<BaselineFigures[]>("baselines");
    const baselines = compared?.state === "done" ? compared.answer : [];
    const history = [...trail.value];
    const inert = document.implementation.createHTMLDocument();
    const text = reportHtml({ portfolio, plan: { ...plan, history }, baselines, document: inert });
    saveText(`${stem()}-report.html`, text, "text/html");
  } catch (error) {
    failure.value = `The report could not be made: ${(error as Error).message}`;
  }
}
