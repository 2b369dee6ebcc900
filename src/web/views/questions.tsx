// Questions to the plan as a whole: what if, which risks hurt, is there something simpler, what price to quote.
import { isCurrent, isSolving, planned } from "../state/planner.ts";
import { QuoteQuestion } from "./question-quote.tsx";
import { RisksQuestion } from "./question-risks.tsx";
import { SimplerQuestion } from "./question-simpler.tsx";
import { WhatIfQuestion } from "./question-what-if.tsx";

export function Questions() {
  const shown = planned.value;
  if (shown === null) return null;
  const canAsk = isCurrent.value && !isSolving.value;
  return (
    <div class="view narrow">
      <h1>Questions to the plan</h1>
      <p class="soft">
        {canAsk
          ? "Each is answered by solving again, from where the plan stands. One at a time: the next one stops the one before."
          : isSolving.value
            ? "Once the solve has ended."
            : "Once the edited portfolio is solved."}
      </p>
      {canAsk ? (
        <>
          <WhatIfQuestion />
          <RisksQuestion />
          <SimplerQuestion />
          <QuoteQuestion shown={shown} />
        </>
      ) : null}
    </div>
  );
}
