// The parts of the portfolio's JSON Schema that forms are made of.
export interface FieldSchema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly items?: FieldSchema;
  readonly anyOf?: readonly FieldSchema[];
  readonly additionalProperties?: FieldSchema | boolean;
}

/** Which kind of field shows a value of this schema. */
export type FieldKind = "number" | "text" | "choice" | "flag" | "words" | "steps" | "series" | "fields" | "list";

export function kindOf(schema: FieldSchema): FieldKind {
  if (schema.anyOf !== undefined) return "series";
  if (schema.enum !== undefined) return "choice";
  switch (schema.type) {
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return "flag";
    case "array":
      return schema.items?.properties === undefined ? "words" : "list";
    case "object":
      return schema.properties === undefined ? "steps" : "fields";
    default:
      return "text";
  }
}

/** The schema of what stands at `keys` under `root`, numbers standing for places in lists. */
export function schemaAt(root: FieldSchema, keys: readonly (string | number)[]): FieldSchema | undefined {
  let at: FieldSchema | undefined = root;
  for (const key of keys) at = typeof key === "number" ? at?.items : at?.properties?.[key];
  return at;
}

/** Name of a field for people: its title, else its key. */
export const titleOf = (schema: FieldSchema, key: string | number): string => schema.title ?? String(key);
