// A button that opens files.
import { useRef } from "preact/hooks";
import { openFiles } from "../state/open.ts";

export function OpenButton({ isMain = false }: { isMain?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const onChange = (): void => {
    const files = [...(input.current?.files ?? [])];
    if (input.current !== null) input.current.value = "";
    void openFiles(files);
  };
  return (
    <>
      <input ref={input} class="heard" type="file" multiple tabIndex={-1} aria-hidden="true" onChange={onChange} />
      <button type="button" class={isMain ? "main" : ""} onClick={() => input.current?.click()}>
        {isMain ? "Open a portfolio\u2026" : "Open\u2026"}
      </button>
    </>
  );
}
