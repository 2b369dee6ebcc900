// A number, or a step map: a value from each month (or month of a ramp) on.

import { TypedInput } from "./typed-input.tsx";
import { shownNumber, typedNumber } from "./typed-text.ts";

export interface SeriesFieldProps {
  id: string;
  title: string;
  value: unknown;
  filled: unknown;
  /** Keys are months such as 2027-01; else months since the start. */
  isMonths: boolean;
  isInvalid: boolean;
  onCommit: (value: unknown) => void;
}

function isSteps(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function Steps({ id, title, value, isMonths, onCommit }: SeriesFieldProps & { value: Record<string, unknown> }) {
  const steps = Object.entries(value).sort(([a], [b]) => (isMonths ? a.localeCompare(b) : Number(a) - Number(b)));
  const without = (key: string): Record<string, unknown> =>
    Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
  const rename = (key: string, text: string): void => onCommit({ ...without(key), [text.trim()]: value[key] });
  const [lastKey, lastValue] = steps.at(-1) ?? [isMonths ? "2026-01" : "0", 0];
  const nextKey = isMonths ? `${Number(lastKey.slice(0, 4)) + 1}${lastKey.slice(4)}` : String(Number(lastKey) + 12);
  return (
    <ul class="steps">
      {steps.map(([key, step], index) => (
        <li key={key}>
          <span>{isMonths ? "from" : "month"}</span>
          <TypedInput
            id={`${id}-${index}-key`}
            label={`${title}: ${isMonths ? "month" : "months since the start"} of step ${index + 1}`}
            shown={key}
            typed={key}
            describedBy={undefined}
            isInvalid={false}
            onCommit={(text) => rename(key, text)}
          />
          <TypedInput
            id={index === 0 ? id : `${id}-${index}`}
            label={`${title} from ${key} on`}
            shown={shownNumber(step)}
            typed={String(step)}
            isNumber
            describedBy={undefined}
            isInvalid={typeof step !== "number"}
            onCommit={(text) => {
              const next = typedNumber(text);
              onCommit(next === undefined ? without(key) : { ...value, [key]: next });
            }}
          />
          <button
            type="button"
            class="small"
            aria-label={`Take away the step ${key}`}
            onClick={() => onCommit(without(key))}
          >
            <span aria-hidden="true">{"\u00d7"}</span>
          </button>
        </li>
      ))}
      <li>
        <button type="button" class="small" onClick={() => onCommit({ ...value, [nextKey]: lastValue })}>
          Add a step
        </button>
      </li>
    </ul>
  );
}

export function SeriesField(props: SeriesFieldProps) {
  const { id, value, filled, isInvalid, onCommit } = props;
  if (isSteps(value)) return <Steps {...props} value={value} />;
  const placeholder = isSteps(filled) ? "by month" : filled === undefined ? "none" : shownNumber(filled);
  return (
    <TypedInput
      id={id}
      shown={shownNumber(value)}
      typed={value === undefined ? "" : String(value)}
      placeholder={placeholder}
      isNumber
      describedBy={isInvalid ? `${id}-problems` : undefined}
      isInvalid={isInvalid}
      onCommit={(text) => onCommit(typedNumber(text))}
    />
  );
}
