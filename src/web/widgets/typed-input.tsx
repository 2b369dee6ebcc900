// A field of text that tells its value when it is left or Enter is pressed; Escape takes back what was typed.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

export interface TypedInputProps {
  id: string;
  /** As shown while nobody types. */
  shown: string;
  /** As it is typed. */
  typed: string;
  placeholder?: string;
  isNumber?: boolean;
  label?: string;
  describedBy: string | undefined;
  isInvalid: boolean;
  onCommit: (text: string) => void;
}

export function TypedInput(props: TypedInputProps) {
  const { id, shown, typed, placeholder = "", isNumber = false, label, describedBy, isInvalid, onCommit } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const isTakenBack = useRef(false);
  const input = useRef<HTMLInputElement>(null);
  // The figure loses its commas when it is entered: it is selected anew, so that typing replaces it.
  const isEntered = draft !== null;
  useLayoutEffect(() => {
    if (isEntered) input.current?.select();
  }, [isEntered]);
  // Another value came in meanwhile: what was typed is about a field that is no more.
  useEffect(() => setDraft(null), [typed]);
  const commit = (): void => {
    const text = draft;
    setDraft(null);
    if (!isTakenBack.current && text !== null && text !== typed) onCommit(text);
    isTakenBack.current = false;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    isTakenBack.current = event.key === "Escape";
    if (isTakenBack.current) setDraft(null);
    else commit();
    event.stopPropagation();
  };
  return (
    <input
      ref={input}
      id={id}
      type="text"
      class={isNumber ? "number" : ""}
      inputMode={isNumber ? "decimal" : "text"}
      autocomplete="off"
      spellcheck={false}
      value={draft ?? shown}
      placeholder={placeholder}
      {...(label !== undefined && { "aria-label": label })}
      {...(describedBy !== undefined && { "aria-describedby": describedBy })}
      {...(isInvalid && { "aria-invalid": "true" as const })}
      onFocus={() => setDraft(typed)}
      onInput={(event) => setDraft(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={commit}
    />
  );
}
