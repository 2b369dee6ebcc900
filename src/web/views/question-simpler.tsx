// Is there a simpler plan nearly as good?
import type { Aim, Alternative, Simplicity } from "../../answers/alternatives/simpler-plans.ts";
import { usdText } from "../../report/figures.ts";
import { desk } from "../state/desk-client.ts";
import { ask, askingOf } from "../state/questions.ts";
import { Asked } from "../widgets/asked.tsx";
import { DataTable } from "../widgets/data-table.tsx";

const KEY = "simpler";
/** Share of the value that may be given up. */
const SHARE = 0.02;

const AIMS: Record<Aim, string> = {
  fewestSites: "Fewest sites",
  fewestBuilds: "Fewest builds",
  leastCapital: "Least capital",
  leastChange: "Least change",
};

const row = (name: string, { sites, builds, capexUsd, contracts }: Simplicity, lossUsd: number): string[] => [
  name,
  String(sites),
  String(builds),
  usdText(capexUsd),
  String(contracts),
  usdText(lossUsd),
];

function Answer({ answer }: { answer: readonly Alternative[] }) {
  const [first] = answer;
  if (first === undefined) return null;
  const rows = [
    row("The plan", first.before, 0),
    ...answer.map(({ aim, after, lossUsd }) => row(AIMS[aim], after, lossUsd)),
  ];
  return (
    <DataTable
      title={`Plans that give up at most ${100 * SHARE}% of the value`}
      head={["Plan", "Sites with AI", "Builds", "Capex", "Contracts", "Value given up"]}
      rows={rows}
      words={[]}
      showTitle
    />
  );
}

export function SimplerQuestion() {
  return (
    <section aria-labelledby="simpler">
      <h2 id="simpler">Is there something simpler, nearly as good?</h2>
      <Asked
        asking={askingOf<Alternative[]>(KEY)}
        button="Look for simpler plans"
        note={`Sites, builds and capital that ${100 * SHARE}% of the value can do without. About ten seconds.`}
        onAsk={() => void ask(KEY, (tell) => desk.simpler(SHARE, tell))}
      >
        {(answer) => <Answer answer={answer} />}
      </Asked>
    </section>
  );
}
