// The form of one part of the portfolio that is open: edits are read and solved at once.
import { useMemo } from "preact/hooks";
import { type Path, valueAt } from "../../portfolio/show.ts";
import { edit, reading, schema } from "../state/planner.ts";
import { Editing, Form, type FormContext } from "../widgets/form.tsx";
import { type FieldSchema, schemaAt } from "../widgets/schema.ts";

export function PartForm({ part }: { part: Path }) {
  const read = reading.value;
  const problems = read?.problems ?? [];
  const warnings = read?.warnings ?? [];
  const context = useMemo(
    (): FormContext => ({
      problems: [...problems, ...warnings],
      onEdit: (path, value, label) => void edit(path, value, label),
    }),
    [problems, warnings],
  );
  const own = schema.value === null ? undefined : schemaAt(schema.value as FieldSchema, part);
  if (read === null || own === undefined) return null;
  return (
    <Editing.Provider value={context}>
      <Form schema={own} path={part} value={valueAt(read.source, part)} filled={valueAt(read.resolved, part)} />
    </Editing.Provider>
  );
}
