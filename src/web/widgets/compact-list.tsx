// A list whose items are a few numbers each, as one table of fields.
import type { ComponentChildren } from "preact";
import { child, type Path } from "../../portfolio/show.ts";
import { type FieldSchema, kindOf } from "./schema.ts";

/** Items with more fields than this have a frame of their own. */
const MOST_FIELDS = 3;

/** Whether all items can be shown as rows: few fields, each a single value. */
export function isCompact(schema: FieldSchema, items: readonly unknown[]): boolean {
  const fields = Object.entries(schema.items?.properties ?? {});
  if (fields.length === 0 || fields.length > MOST_FIELDS) return false;
  const keys = new Set(fields.map(([key]) => key));
  const isPlain = (item: unknown): boolean =>
    typeof item === "object" &&
    item !== null &&
    Object.entries(item).every(([key, value]) => keys.has(key) && typeof value !== "object");
  return fields.every(([, own]) => ["number", "series", "text"].includes(kindOf(own))) && items.every(isPlain);
}

export interface CompactListProps {
  title: string;
  schema: FieldSchema;
  path: Path;
  items: readonly unknown[];
  /** One field, named by its heading and row. */
  cell: (schema: FieldSchema, path: Path, value: unknown, label: string) => ComponentChildren;
}

export function CompactList({ title, schema, path, items, cell }: CompactListProps) {
  const fields = Object.entries(schema.items?.properties ?? {});
  return (
    <table class="compact">
      <caption>{title}</caption>
      <thead>
        <tr>
          {fields.map(([key, own]) => (
            <th key={key} scope="col" title={own.description}>
              {own.title ?? key}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item, index) => (
          <tr key={`${path.join(".")}.${index}`}>
            {fields.map(([key, own]) => (
              <td key={key}>
                {cell(own, [...path, index, key], child(item, key), `${own.title ?? key}, ${index + 1}`)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
