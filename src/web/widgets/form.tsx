// A form for any part of a portfolio, made from the JSON Schema: what a field is called, what may stand in it, what is wrong with it.
import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Problem } from "../../portfolio/problem.ts";
import { child, type Path, pathText, show } from "../../portfolio/show.ts";
import { CompactList, isCompact } from "./compact-list.tsx";
import { type FieldSchema, kindOf, titleOf } from "./schema.ts";
import { SeriesField } from "./series-field.tsx";
import { TypedInput } from "./typed-input.tsx";
import { shownNumber, typedNumber } from "./typed-text.ts";

export interface FormContext {
  problems: readonly Problem[];
  /** undefined takes the value away. `label` says what was changed, in words. */
  onEdit: (path: Path, value: unknown, label: string) => void;
}

export const Editing = createContext<FormContext>({ problems: [], onEdit: () => undefined });

export interface FieldProps {
  schema: FieldSchema;
  path: Path;
  /** As the user wrote it; undefined when absent. */
  value: unknown;
  /** As it counts when absent: from a preset, or a default. */
  filled?: unknown;
}

export const fieldId = (path: Path): string => `field-${pathText(path).replace(/[^\w-]+/g, "-")}`;

/** What is wrong at exactly this place. */
function useProblems(path: Path): Problem[] {
  const text = pathText(path);
  return useContext(Editing).problems.filter((problem) => problem.path === text);
}

export function FieldProblems({ id, problems }: { id: string; problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <div class="field-problems" id={id}>
      {problems.map((problem) => (
        <p key={problem.code + problem.message} class={problem.severity}>
          <strong>{problem.message}</strong> {problem.hint} <code>{problem.path}</code>
        </p>
      ))}
    </div>
  );
}

/** "Price (USD per unit-month) 128,200 -> 140,000" */
function changeLabel(path: Path, schema: FieldSchema, before: unknown, after: unknown): string {
  const words = (value: unknown): string => (typeof value === "number" ? shownNumber(value) : show(value));
  return `${titleOf(schema, path.at(-1) ?? "")} ${words(before)} \u2192 ${after === undefined ? "taken away" : words(after)}`;
}

/** Label, field, what is wrong. */
function Row(props: {
  props: FieldProps;
  problems: readonly Problem[];
  /** The field takes the whole width, below its label. */
  isWide?: boolean;
  children: ComponentChildren;
}) {
  const { isWide = false } = props;
  const { schema, path } = props.props;
  const id = fieldId(path);
  const kind = `field${props.problems.length > 0 ? " wrong" : ""}${isWide ? " wide" : ""}`;
  return (
    <div class={kind}>
      <label for={id} title={schema.description}>
        {titleOf(schema, path.at(-1) ?? "")}
      </label>
      {props.children}
      <FieldProblems id={`${id}-problems`} problems={props.problems} />
    </div>
  );
}

const asText = (item: unknown): string =>
  Array.isArray(item) ? item.join(", ") : typeof item === "object" && item !== null ? show(item) : String(item ?? "");

/** The field of a single value, without its label unless one is given for those who do not see it. */
function Entry({ schema, path, value, filled, label }: FieldProps & { label?: string }) {
  const { onEdit } = useContext(Editing);
  const problems = useProblems(path);
  const kind = kindOf(schema);
  const isNumber = kind === "number" || kind === "series";
  const commit = (text: string): void => {
    const next = isNumber ? typedNumber(text) : wordsOf(kind, text);
    onEdit(path, next, changeLabel(path, schema, value, next));
  };
  return (
    <TypedInput
      id={fieldId(path)}
      {...(label !== undefined && { label })}
      shown={isNumber ? shownNumber(value) : asText(value)}
      typed={asText(value)}
      placeholder={filled === undefined ? "none" : isNumber ? shownNumber(filled) : asText(filled) || "none"}
      isNumber={isNumber}
      describedBy={problems.length > 0 ? `${fieldId(path)}-problems` : undefined}
      isInvalid={problems.some(({ severity }) => severity === "error")}
      onCommit={commit}
    />
  );
}

function Scalar(props: FieldProps) {
  return (
    <Row props={props} problems={useProblems(props.path)}>
      <Entry {...props} />
    </Row>
  );
}

/** A field in a table, whose heading names it. */
function Cell(props: FieldProps & { label: string }) {
  return (
    <>
      <Entry {...props} />
      <FieldProblems id={`${fieldId(props.path)}-problems`} problems={useProblems(props.path)} />
    </>
  );
}

function wordsOf(kind: string, text: string): unknown {
  if (text.trim() === "") return undefined;
  if (kind !== "words") return text.trim();
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

function Choice(props: FieldProps) {
  const { schema, path, value, filled } = props;
  const { onEdit } = useContext(Editing);
  const problems = useProblems(path);
  const isFlag = kindOf(schema) === "flag";
  const options = isFlag ? ["true", "false"] : (schema.enum ?? []);
  const now = value === undefined ? "" : String(value);
  const commit = (text: string): void => {
    const next = text === "" ? undefined : isFlag ? text === "true" : text;
    onEdit(path, next, changeLabel(path, schema, value, next));
  };
  const name = (option: string): string => (isFlag ? (option === "true" ? "yes" : "no") : option);
  return (
    <Row props={props} problems={problems}>
      <select
        id={fieldId(path)}
        value={now}
        onChange={(event) => commit(event.currentTarget.value)}
        {...(problems.length > 0 && {
          "aria-invalid": "true" as const,
          "aria-describedby": `${fieldId(path)}-problems`,
        })}
      >
        {value === undefined || !options.includes(now) ? (
          <option value={now}>{value === undefined ? `${name(String(filled ?? "none"))} (default)` : now}</option>
        ) : null}
        {options.map((option) => (
          <option key={option} value={option}>
            {name(option)}
          </option>
        ))}
      </select>
    </Row>
  );
}

/** A key that no portfolio has at this place, or one that resolving turns into others (a preset). */
function StrangeKey({ path, value }: { path: Path; value: unknown }) {
  const { onEdit } = useContext(Editing);
  const problems = useProblems(path);
  const key = String(path.at(-1));
  return (
    <div class={problems.length > 0 ? "field wrong" : "field"}>
      <span class="label">{key}</span>
      <span>
        <code>{typeof value === "object" ? JSON.stringify(value) : String(value)}</code>{" "}
        <button
          type="button"
          class="small"
          onClick={() => onEdit(path, undefined, `${key} taken away`)}
          aria-label={`Take ${key} away`}
        >
          Take away
        </button>
      </span>
      <FieldProblems id={`${fieldId(path)}-problems`} problems={problems} />
    </div>
  );
}

function Fields({ schema, path, value, filled }: FieldProps) {
  const problems = useProblems(path);
  const known = Object.entries(schema.properties ?? {});
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const strange = isObject ? Object.keys(value).filter((key) => schema.properties?.[key] === undefined) : [];
  return (
    <>
      <FieldProblems id={`${fieldId(path)}-problems`} problems={problems} />
      {strange.map((key) => (
        <StrangeKey key={key} path={[...path, key]} value={child(value, key)} />
      ))}
      {known.map(([key, own]) => (
        <Field
          key={key}
          schema={own}
          path={[...path, key]}
          value={child(value, key)}
          filled={child(filled, key) ?? child(schema.default, key) ?? own.default}
        />
      ))}
    </>
  );
}

function List({ schema, path, value, filled }: FieldProps) {
  const problems = useProblems(path);
  const items = Array.isArray(value) ? value : [];
  const title = titleOf(schema, path.at(-1) ?? "");
  if (isCompact(schema, items)) {
    return (
      <>
        <FieldProblems id={`${fieldId(path)}-problems`} problems={problems} />
        <CompactList
          title={title}
          schema={schema}
          path={path}
          items={items}
          cell={(own, at, now, label) => <Cell schema={own} path={at} value={now} label={label} />}
        />
      </>
    );
  }
  return (
    <>
      <FieldProblems id={`${fieldId(path)}-problems`} problems={problems} />
      {items.map((item, index) => {
        const id = child(item, "id");
        const name = `${title.replace(/s$/, "")} ${typeof id === "string" ? id : index + 1}`;
        return (
          <fieldset key={index}>
            <legend>{name}</legend>
            <Fields schema={schema.items ?? {}} path={[...path, index]} value={item} filled={child(filled, index)} />
          </fieldset>
        );
      })}
    </>
  );
}

/** An optional part that is not there. */
function Absent({ schema, path }: FieldProps) {
  const { onEdit } = useContext(Editing);
  const title = titleOf(schema, path.at(-1) ?? "");
  return (
    <p class="field">
      <span class="label" title={schema.description}>
        {title}
      </span>
      <button
        type="button"
        class="small"
        aria-label={`Add: ${title}`}
        onClick={() => onEdit(path, {}, `${title} added`)}
      >
        Add
      </button>
    </p>
  );
}

/** One field, or all of a part of the portfolio. */
export function Field(props: FieldProps) {
  const { schema, path, value } = props;
  const title = titleOf(schema, path.at(-1) ?? "");
  switch (kindOf(schema)) {
    case "choice":
    case "flag":
      return <Choice {...props} />;
    case "series":
    case "steps":
      return <Series {...props} />;
    case "list":
      return Array.isArray(value) && value.length === 0 ? null : <List {...props} />;
    case "fields":
      if (value === undefined && props.filled === undefined && schema.default === undefined)
        return <Absent {...props} />;
      return (
        <fieldset>
          <legend title={schema.description}>{title}</legend>
          <Fields {...props} />
        </fieldset>
      );
    default:
      return <Scalar {...props} />;
  }
}

function Series(props: FieldProps) {
  const { schema, path, value, filled } = props;
  const { onEdit, problems: all } = useContext(Editing);
  const text = pathText(path);
  const problems = all.filter((problem) => problem.path === text || problem.path.startsWith(`${text}[`));
  const commit = (next: unknown): void => onEdit(path, next, changeLabel(path, schema, value, next));
  return (
    <Row props={props} problems={problems} isWide={typeof value === "object"}>
      <SeriesField
        id={fieldId(path)}
        title={titleOf(schema, path.at(-1) ?? "")}
        value={value}
        filled={filled}
        isMonths={kindOf(schema) === "series"}
        isInvalid={problems.length > 0}
        onCommit={commit}
      />
    </Row>
  );
}

/** The fields of one object of the portfolio, without a frame of its own. */
export function Form(props: FieldProps) {
  return (
    <div class="form">
      <Fields {...props} />
    </div>
  );
}
