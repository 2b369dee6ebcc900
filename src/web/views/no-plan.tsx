// There is no plan: why, and what would make one possible.
import type { Conflicts } from "../../answers/conflicts/conflicts.ts";
import { conflictLines, NO_MEMBERS, NO_REPAIR } from "../../report/conflict-words.ts";
import { desk } from "../state/desk-client.ts";
import { isSolving, solved } from "../state/planner.ts";
import { ask, askingOf } from "../state/questions.ts";
import { Asked } from "../widgets/asked.tsx";
import { pageFormats } from "./formats.ts";

function ConflictList({ answer }: { answer: Conflicts }) {
  const portfolio = solved.value?.portfolio;
  if (portfolio === undefined) return null;
  return (
    <>
      {answer.conflicts.map((conflict, index) => {
        const { sure, members, repairs } = conflictLines(conflict, portfolio, pageFormats(portfolio.horizon));
        if (members.length === 0) return <p key="none">{NO_MEMBERS}.</p>;
        return (
          <section key={index}>
            <h3>
              Conflict {index + 1}: these cannot all be kept ({sure})
            </h3>
            <ul>
              {members.map((member) => (
                <li key={member}>{member}</li>
              ))}
            </ul>
            <h4>{repairs.length === 0 ? NO_REPAIR : "Any one of these mends it"}</h4>
            <ul>
              {repairs.map((repair) => (
                <li key={repair}>{repair}</li>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

export function NoPlan() {
  const plan = solved.value?.plan;
  if (plan === undefined || isSolving.value) return null;
  const isProved = plan.status === "infeasible";
  return (
    <div class="view">
      <h1>{isProved ? "No plan is possible" : "No plan was found"}</h1>
      <p class="lead">
        {isProved
          ? "It is proved that the signed contracts and the limits cannot all be kept."
          : "The search found no plan in the time given, and did not prove that there is none. Search on, for longer."}
      </p>
      <Asked
        asking={askingOf<Conflicts>("conflicts")}
        button="Find what conflicts"
        note="Solves again to find the smallest set that cannot be kept together, and what would mend it."
        onAsk={() => void ask("conflicts", (tell) => desk.conflicts(tell))}
      >
        {(answer) => <ConflictList answer={answer} />}
      </Asked>
    </div>
  );
}
