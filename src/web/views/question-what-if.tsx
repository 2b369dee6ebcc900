// What if these figures were others? The edit language of `megalloc whatif`, one edit a line; the portfolio itself stays as it is.
import { useState } from "preact/hooks";
import type { EditProblem } from "../../answers/edits/edit-problem.ts";
import { show } from "../../portfolio/show.ts";
import type { WhatIfAnswer } from "../desk/messages.ts";
import { desk } from "../state/desk-client.ts";
import { ask, askingOf } from "../state/questions.ts";
import { Asked } from "../widgets/asked.tsx";
import { DataTable } from "../widgets/data-table.tsx";
import { shownNumber } from "../widgets/typed-text.ts";
import { changeRows } from "./change-rows.ts";
import { DiffTables } from "./diff-tables.tsx";

const KEY = "whatif";

/** Ready-made: what people ask most. */
const READY: [string, string][] = [
  ["Deliveries slip two quarters", "backlog[*].arrives+=2q"],
  ["Energisation slips six months", "sites[*].firmMw+=6mo"],
  ["Mining earns half", "sites[*].flexible[*].usdPerMwh*=0.5"],
  ["Building costs 20% more", "sites[*].halls[*].build.capexUsdPerMw+=20%"],
];

/** Edits shown as changes; the rest are counted. */
const CHANGES_SHOWN = 12;

const words = (value: unknown): string =>
  typeof value === "number"
    ? shownNumber(value)
    : typeof value === "string"
      ? value
      : typeof value === "object"
        ? JSON.stringify(value)
        : show(value);

function Refused({ problems }: { problems: readonly EditProblem[] }) {
  return (
    <div class="field-problems" role="alert">
      {problems.map(({ edit, position, path, message, hint }) => (
        <div key={edit + message}>
          <p class="error">
            <strong>{message}</strong> {hint} {path === "" ? null : <code>{path}</code>}
          </p>
          <pre>
            {edit}
            {position === null ? "" : `\n${" ".repeat(position)}^`}
          </pre>
        </div>
      ))}
    </div>
  );
}

function Answer({ answer }: { answer: WhatIfAnswer }) {
  if (!answer.ok) return <Refused problems={answer.problems} />;
  const { changes, diff, unchanged, status, horizon } = answer;
  const left = changes.length - CHANGES_SHOWN;
  return (
    <>
      <DataTable
        title={`What was changed${left > 0 ? `, and ${left} more` : ""}`}
        head={["Where", "Before", "Then"]}
        rows={changes
          .slice(0, CHANGES_SHOWN)
          .map((change) => [
            `${change.subject} ${change.path.split(".").slice(1).join(".")}`,
            words(change.before),
            words(change.after),
          ])}
        words={[1, 2]}
        showTitle
      />
      {diff === null ? (
        <p>
          {status === "infeasible"
            ? "Proved: there is no plan then. Make the same changes under Inputs, and the page names what conflicts."
            : "No plan was found in the time given."}
        </p>
      ) : (
        <>
          <DataTable
            title="What it costs"
            head={["Figure", "USD, discounted"]}
            rows={changeRows(diff, unchanged)}
            words={[]}
            showTitle
          />
          <DiffTables diff={diff} horizon={horizon} />
        </>
      )}
    </>
  );
}

export function WhatIfQuestion() {
  const [text, setText] = useState("");
  const asking = askingOf<WhatIfAnswer>(KEY);
  const edits = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const put = () => ask<WhatIfAnswer>(KEY, async (tell) => desk.whatIf(edits, tell));
  return (
    <section aria-labelledby="what-if">
      <h2 id="what-if">What if?</h2>
      <p class="soft">One edit a line; several at once are applied in order. The portfolio stays as it is.</p>
      <p class="ready">
        {READY.map(([name, edit]) => (
          <button
            key={edit}
            type="button"
            class="small"
            onClick={() => setText((now) => (now.trim() === "" ? edit : `${now.trimEnd()}\n${edit}`))}
          >
            {name}
          </button>
        ))}
      </p>
      <textarea
        aria-label="Edits, one a line"
        rows={3}
        spellcheck={false}
        placeholder="sites[*].firmMw*=0.9"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <p class="asking">
        <button
          type="button"
          class="main"
          disabled={edits.length === 0 || asking?.state === "running"}
          onClick={() => void put()}
        >
          Solve what if
        </button>
      </p>
      {asking === undefined ? null : (
        <Asked asking={asking} button="Try again" note="" onAsk={() => void put()}>
          {(answer) => <Answer answer={answer} />}
        </Asked>
      )}
    </section>
  );
}
