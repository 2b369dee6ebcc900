// What is the least price to quote for a new contract?
import { useState } from "preact/hooks";
import type { ContractDraft, Quote } from "../../answers/quote/quote.ts";
import { makeCalendar } from "../../portfolio/calendar.ts";
import type { Portfolio } from "../../portfolio/schema.ts";
import { certaintyWords } from "../../report/answer-words.ts";
import type { Planned } from "../desk/messages.ts";
import { desk } from "../state/desk-client.ts";
import { ask, askingOf } from "../state/questions.ts";
import { Asked } from "../widgets/asked.tsx";
import { typedNumber } from "../widgets/typed-text.ts";
import { DiffTables } from "./diff-tables.tsx";
import { priceText } from "./formats.ts";

const KEY = "quote";

interface Typed {
  mw: string;
  earliest: string;
  latest: string;
  termMonths: string;
}

function draftOf(portfolio: Portfolio, { mw, earliest, latest, termMonths }: Typed): ContractDraft {
  return {
    id: `quote of ${mw} MW`,
    unit: "mw",
    // What is no number is for the check to refuse, in words.
    quantity: typedNumber(mw) as number,
    platforms: portfolio.platforms.filter(({ supply }) => supply === "tenant").map(({ id }) => id),
    takeOrPay: 1,
    start: { earliest, latest },
    termMonths: typedNumber(termMonths) as number,
  };
}

function Answer({ answer, horizon }: { answer: Quote; horizon: Portfolio["horizon"] }) {
  const { price, displaces } = answer;
  if (!price.found) {
    return (
      <p>{price.isProved ? "No price helps: no plan with it exists." : "No plan with it was found at any price."}</p>
    );
  }
  return (
    <>
      <p class="price-answer">
        Quote at least <strong>{priceText(price.usdPerUnitMonth)}</strong> a MW and month.{" "}
        {price.isVerified ? "Verified just below and just above." : "Not verified in the time given."}{" "}
        {certaintyWords(price, priceText)}
      </p>
      {displaces === null ? null : <DiffTables diff={displaces} horizon={horizon} />}
    </>
  );
}

const FIELDS: [keyof Typed, string][] = [
  ["mw", "Size (IT MW)"],
  ["earliest", "Earliest start"],
  ["latest", "Latest start"],
  ["termMonths", "Term (months)"],
];

export function QuoteQuestion({ shown }: { shown: Planned }) {
  const { portfolio } = shown;
  const calendar = makeCalendar(portfolio.horizon);
  const [typed, setTyped] = useState<Typed>({
    mw: "50",
    earliest: calendar.monthOfPeriod(Math.min(4, calendar.periods - 1)),
    latest: calendar.monthOfPeriod(Math.min(8, calendar.periods - 1)),
    termMonths: "120",
  });
  const put = (): void => void ask(KEY, (tell) => desk.quote(draftOf(portfolio, typed), tell));
  const asking = askingOf<Quote>(KEY);
  return (
    <section aria-labelledby="quote">
      <h2 id="quote">What do I quote for a new contract?</h2>
      <p class="soft">A lease on racks that the tenant brings, all of it taken or paid for.</p>
      <div class="quote-fields">
        {FIELDS.map(([key, name]) => (
          <label key={key}>
            {name}
            <input
              type="text"
              value={typed[key]}
              onInput={(event) => setTyped({ ...typed, [key]: event.currentTarget.value })}
            />
          </label>
        ))}
      </div>
      {asking?.state === "done" ? (
        <p class="asking">
          <button type="button" class="main" onClick={put}>
            Find the price
          </button>
        </p>
      ) : null}
      <Asked asking={asking} button="Find the price" note="About five seconds." onAsk={put}>
        {(answer) => <Answer answer={answer} horizon={portfolio.horizon} />}
      </Asked>
    </section>
  );
}
