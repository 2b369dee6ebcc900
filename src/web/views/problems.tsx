// What is wrong with the portfolio: all of it, each with its place, and a way to the field.
import { useState } from "preact/hooks";
import type { Problem } from "../../portfolio/problem.ts";
import { reading } from "../state/planner.ts";
import { linkTo } from "../state/route.ts";

const SHOWN = 8;

/** Part of the portfolio a path lies in: `contracts[3].start` -> `contracts[3]`. */
function partOf(path: string): string | null {
  return /^(?:platforms|backlog|sites|contracts)\[\d+\]|^(?:horizon|finance)\b/.exec(path)?.[0] ?? null;
}

function Entry({ problem }: { problem: Problem }) {
  const part = partOf(problem.path);
  const isText = problem.subject === "JSON text";
  return (
    <li class={problem.severity}>
      <p>
        <strong>{problem.subject}</strong>{" "}
        {part === null ? <code>{problem.path}</code> : <a href={linkTo("inputs", part)}>{problem.path}</a>}
      </p>
      {isText ? <pre>{problem.message}</pre> : <p>{problem.message}</p>}
      <p class="mend">{problem.hint}</p>
    </li>
  );
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

function List({ problems }: { problems: readonly Problem[] }) {
  const [isAll, setAll] = useState(false);
  const shown = isAll ? problems : problems.slice(0, SHOWN);
  return (
    <>
      <ul>
        {shown.map((problem) => (
          <Entry key={`${problem.path} ${problem.code}`} problem={problem} />
        ))}
      </ul>
      {shown.length < problems.length ? (
        <button type="button" onClick={() => setAll(true)}>
          Show all {problems.length}
        </button>
      ) : null}
    </>
  );
}

function Warnings({ warnings }: { warnings: readonly Problem[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="problems warnings" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{count(warnings.length, "warning")}: legal, but hardly meant</summary>
      {isOpen ? <List problems={warnings} /> : null}
    </details>
  );
}

export function Problems() {
  const read = reading.value;
  if (read === null) return null;
  const { problems, warnings } = read;
  if (problems.length === 0) return warnings.length === 0 ? null : <Warnings warnings={warnings} />;
  return (
    <section class="problems" aria-labelledby="problems-title" role="alert">
      <h2 id="problems-title">{count(problems.length, "error")} in the portfolio</h2>
      <List problems={problems} />
    </section>
  );
}
