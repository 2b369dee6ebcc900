// The portfolio itself, part by part, every field with what may stand in it and what is wrong with it.
import { useMemo } from "preact/hooks";
import { child, type Path } from "../../portfolio/show.ts";
import { reading } from "../state/planner.ts";
import { goTo, linkTo, route } from "../state/route.ts";
import { type Column, VirtualTable } from "../widgets/virtual-table.tsx";
import { PartForm } from "./part-form.tsx";

interface Part {
  /** As paths write it: `contracts[3]`. */
  id: string;
  path: Path;
  kind: string;
  name: string;
  problems: number;
}

const LISTS = [
  ["platforms", "Platform"],
  ["backlog", "Lot"],
  ["sites", "Site"],
  ["contracts", "Contract"],
] as const;

function partsOf(source: unknown, problems: readonly { path: string }[]): Part[] {
  const counts = new Map<string, number>();
  for (const { path } of problems) {
    const part = /^\w+(\[\d+\])?/.exec(path)?.[0] ?? "";
    counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  const part = (id: string, path: Path, kind: string, name: string): Part => ({
    ...{ id, path, kind, name },
    problems: counts.get(id) ?? 0,
  });
  const lists = LISTS.flatMap(([key, kind]) => {
    const items = child(source, key);
    return (Array.isArray(items) ? items : []).map((item, index) => {
      const id = child(item, "id");
      return part(`${key}[${index}]`, [key, index], kind, typeof id === "string" ? id : `no. ${index + 1}`);
    });
  });
  return [
    part("horizon", ["horizon"], "Horizon", "Periods that are planned"),
    part("finance", ["finance"], "Finance", "Discounting, equity and debt"),
    ...lists,
  ];
}

const COLUMNS: Column<Part>[] = [
  { name: "Part", cell: ({ name }) => name, sortBy: ({ name }) => name },
  { name: "Kind", kind: "start", cell: ({ kind }) => kind, sortBy: ({ kind }) => kind },
  {
    name: "Errors",
    kind: "verdict",
    cell: ({ problems }) => (problems === 0 ? "" : <span class="no">{problems}</span>),
    sortBy: ({ problems }) => -problems,
  },
];

export function Inputs() {
  const read = reading.value;
  const parts = useMemo(() => partsOf(read?.source, read?.problems ?? []), [read]);
  const { id } = route.value;
  const picked = parts.find((part) => part.id === id);
  return (
    <div class={picked === undefined ? "view wide split inputs" : "view wide split inputs picked"}>
      <h1 id="inputs-title">Inputs</h1>
      <section class="list" aria-labelledby="inputs-title">
        <VirtualTable
          title="Parts of the portfolio"
          columns={COLUMNS}
          rows={parts}
          idOf={(part) => part.id}
          hrefOf={(part) => linkTo("inputs", part.id)}
          selected={id}
          onSelect={(next) => goTo("inputs", next)}
        />
      </section>
      {picked === undefined ? null : (
        <article class="detail" aria-labelledby="detail-title">
          <p class="back">
            <a href={linkTo("inputs")}>{"\u2190"} All inputs</a>
          </p>
          <h2 id="detail-title">
            {picked.kind} <span class="soft">{picked.name}</span>
          </h2>
          <PartForm key={picked.id} part={picked.path} />
        </article>
      )}
    </div>
  );
}
