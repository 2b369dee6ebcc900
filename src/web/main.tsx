// Entry of the planner page.
import { render } from "preact";
import { App } from "./app.tsx";
import { openShared } from "./state/open.ts";

const root = document.getElementById("app");
if (root !== null) render(<App />, root);
void openShared();
