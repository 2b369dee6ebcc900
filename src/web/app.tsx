// The page: its head, what is being done, and the view the address names.
import type { JSX } from "preact";
import { failure, fileName, isReading, planned, previous, reading, solved } from "./state/planner.ts";
import { linkTo, route, type View } from "./state/route.ts";
import { Changes } from "./views/changes.tsx";
import { Contracts } from "./views/contracts.tsx";
import { Head } from "./views/head.tsx";
import { Inputs } from "./views/inputs.tsx";
import { Plan } from "./views/plan.tsx";
import { Problems } from "./views/problems.tsx";
import { Questions } from "./views/questions.tsx";
import { Scarce } from "./views/scarce.tsx";
import { Sites } from "./views/sites.tsx";
import { Status } from "./views/status.tsx";
import { Welcome } from "./views/welcome.tsx";
import { DropZone } from "./widgets/drop-zone.tsx";

const NAMES: Record<View, string> = {
  plan: "Plan",
  contracts: "Contracts",
  sites: "Sites",
  scarce: "Scarcity",
  questions: "Questions",
  inputs: "Inputs",
  changes: "What changed",
};

const SHOWN: Record<View, () => JSX.Element | null> = {
  plan: Plan,
  contracts: Contracts,
  sites: Sites,
  scarce: Scarce,
  questions: Questions,
  inputs: Inputs,
  changes: Changes,
};

/** Whether there is, or will be, a plan. */
const hasViews = (): boolean => solved.value !== null || reading.value?.portfolio != null;

/** The view of the address, or the one that there is. */
function viewShown(): View {
  const { view } = route.value;
  if (!hasViews()) return "inputs";
  return planned.value === null && view !== "inputs" ? "plan" : view;
}

function Tabs() {
  // What has no plan has nothing but its inputs to show.
  const views: View[] = hasViews() ? ["plan", "contracts", "sites", "scarce", "questions", "inputs"] : ["inputs"];
  if (previous.value !== null) views.push("changes");
  return (
    <nav class="tabs" aria-label="Views">
      <ul>
        {views.map((view) => (
          <li key={view}>
            <a href={linkTo(view)} {...(viewShown() === view && { "aria-current": "page" as const })}>
              {NAMES[view]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Opened() {
  const read = reading.value;
  if (read === null) return <p class="soft waiting">{isReading.value ? `Reading ${fileName.value} \u2026` : ""}</p>;
  // What cannot be read at all has no fields to show errors beside.
  if (read.source === undefined) return <Problems />;
  const View = SHOWN[viewShown()];
  return (
    <>
      <Status />
      <Problems />
      <Tabs />
      <View />
    </>
  );
}

export function App() {
  const isOpen = reading.value !== null || isReading.value;
  return (
    <DropZone>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Head isOpen={isOpen} />
      <main id="main" tabIndex={-1}>
        <p class="failure" role="alert">
          {failure.value ?? ""}
        </p>
        {isOpen ? <Opened /> : <Welcome />}
      </main>
    </DropZone>
  );
}
