// The page's head: what is open, and what can be done with it as a whole.
import { signal } from "@preact/signals";
import { close, fileName, planned, reading } from "../state/planner.ts";
import { savePlan, savePortfolio, saveReport } from "../state/save.ts";
import { copyLink } from "../state/share-link.ts";
import { Menu } from "../widgets/menu.tsx";
import { OpenButton } from "../widgets/open-button.tsx";

type Theme = "system" | "light" | "dark";
const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const ICONS: Record<Theme, string> = { system: "\u25d0", light: "\u2600", dark: "\u263e" };
const theme = signal<Theme>("system");

function changeTheme(): void {
  theme.value = NEXT[theme.value];
  if (theme.value === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
}

/** What was done, said where screen readers hear it. */
const said = signal("");

async function share(): Promise<void> {
  const read = reading.value;
  if (read !== null) said.value = await copyLink(read.source);
}

export function Head({ isOpen }: { isOpen: boolean }) {
  const read = reading.value;
  const hasSource = read !== null && read.source !== undefined;
  const hasPlan = planned.value !== null;
  return (
    <header class="head">
      <button type="button" class="brand" onClick={close} aria-label="megalloc: back to the first screen">
        <span class="mark" aria-hidden="true" />
        megalloc
      </button>
      <p class="opened">{isOpen ? (read?.portfolio?.name ?? fileName.value) : ""}</p>
      <div class="actions">
        {isOpen ? <OpenButton /> : null}
        {hasSource ? (
          <Menu label="Save">
            <button type="button" onClick={() => savePortfolio()}>
              Portfolio (JSON)
            </button>
            <button type="button" disabled={!hasPlan} onClick={() => savePlan()}>
              Plan (JSON)
            </button>
            <button type="button" disabled={!hasPlan} onClick={() => void saveReport()}>
              Report (HTML)
            </button>
          </Menu>
        ) : null}
        {hasSource ? (
          <button type="button" onClick={() => void share()}>
            Copy link
          </button>
        ) : null}
        <button
          type="button"
          onClick={changeTheme}
          aria-label={`Colours: ${theme.value}`}
          title={`Colours: ${theme.value}`}
        >
          <span aria-hidden="true">{ICONS[theme.value]}</span>
        </button>
      </div>
      <p class="said" role="status">
        {said.value}
      </p>
    </header>
  );
}
