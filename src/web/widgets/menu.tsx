// A button with choices below it; a choice, Escape or a click elsewhere closes it.
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

export function Menu({ label, children }: { label: string; children: ComponentChildren }) {
  const details = useRef<HTMLDetailsElement>(null);
  const shut = (): void => details.current?.removeAttribute("open");
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    shut();
    details.current?.querySelector("summary")?.focus();
  };
  const onFocusOut = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && !details.current?.contains(event.relatedTarget)) shut();
  };
  return (
    <details class="menu" ref={details} onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
      <summary>{label}</summary>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div class="choices" onClick={shut}>
        {children}
      </div>
    </details>
  );
}
