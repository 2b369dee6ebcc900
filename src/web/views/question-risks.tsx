// Which risks hurt? Each input moved down and up by itself, and planned again.
import type { Tornado, TornadoSide } from "../../answers/tornado/tornado.ts";
import { desk } from "../state/desk-client.ts";
import { ask, askingOf } from "../state/questions.ts";
import { Asked } from "../widgets/asked.tsx";
import { DataTable } from "../widgets/data-table.tsx";
import { changeText } from "./formats.ts";

const KEY = "risks";
/** Inputs are moved by this share, deliveries and lead times by so many months. */
const SHARE = 0.1;
const MONTHS = 6;

const sideText = ({ changeUsd }: TornadoSide): string => (changeUsd === null ? "no plan" : changeText(changeUsd));

/** Bars left and right of nothing, on one scale. */
function Bars({ down, up, mostUsd }: { down: TornadoSide; up: TornadoSide; mostUsd: number }) {
  const bar = ({ changeUsd }: TornadoSide) => {
    const width = `${(50 * Math.abs(changeUsd ?? 0)) / mostUsd}%`;
    const isLoss = (changeUsd ?? 0) < 0;
    return <i class={isLoss ? "loss" : "gain"} style={{ width, [isLoss ? "right" : "left"]: "50%" }} />;
  };
  return (
    <span class="bars" aria-hidden="true">
      {bar(down)}
      {bar(up)}
    </span>
  );
}

function Answer({ answer }: { answer: Tornado }) {
  const sizes = answer.bars.flatMap(({ down, up }) => [Math.abs(down.changeUsd ?? 0), Math.abs(up.changeUsd ?? 0)]);
  const mostUsd = Math.max(1, ...sizes);
  const rows = answer.bars.map(({ name, down, up }) => [
    name,
    <Bars key={name} down={down} up={up} mostUsd={mostUsd} />,
    sideText(down),
    sideText(up),
  ]);
  return (
    <>
      <DataTable
        title="Change of value when planned again, the widest first"
        head={["Input", "Less and more", "Less", "More"]}
        rows={rows}
        words={[1]}
        showTitle
      />
      {answer.left.length === 0 ? null : <p class="soft">Not in this portfolio: {answer.left.join(", ")}.</p>}
    </>
  );
}

export function RisksQuestion() {
  return (
    <section aria-labelledby="risks">
      <h2 id="risks">Which risks hurt?</h2>
      <Asked
        asking={askingOf<Tornado>(KEY)}
        button="Move every input"
        note={`Each by itself, ${100 * SHARE}% down and up; deliveries and lead times by ${MONTHS} months. About fifteen seconds.`}
        onAsk={() => void ask(KEY, (tell) => desk.risks(SHARE, MONTHS, tell))}
      >
        {(answer) => <Answer answer={answer} />}
      </Asked>
    </section>
  );
}
