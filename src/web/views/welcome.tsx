// The first screen: open a portfolio, or take an example.
import { EXAMPLES } from "../../examples/catalogue.ts";
import { openExample } from "../state/open.ts";
import { OpenButton } from "../widgets/open-button.tsx";

export function Welcome() {
  return (
    <div class="welcome">
      <h1>Which contracts to sign, where to serve them, what to build when</h1>
      <p class="lead">
        Power, halls, chips, offers and money in; one plan out, with a proof of how far it is from the best possible.
        All of it is computed in this browser: nothing is sent anywhere.
      </p>
      <p>
        <OpenButton isMain /> <span class="soft">or drop a portfolio (JSON) anywhere on this page</span>
      </p>
      <h2>Or start from an example</h2>
      <ul class="examples">
        {EXAMPLES.map(({ name, question }) => (
          <li key={name}>
            <button type="button" onClick={() => void openExample(name)}>
              <strong>{name}</strong>
              <span>{question}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
