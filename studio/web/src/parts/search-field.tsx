import { useEffect, useState, type ReactNode } from "react";

/** Milliseconds after the last letter before the server is asked. */
const PAUSE = 250;

/** A search that asks once the typing pauses; "/" goes to it. */
export function SearchField({
  value,
  label,
  search,
}: {
  readonly value: string;
  readonly label: string;
  readonly search: (text: string) => void;
}): ReactNode {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => search(typed), PAUSE);
    return () => clearTimeout(timer);
    // a new `search` of each drawing must not begin the pause anew
  }, [typed, value]);
  return (
    <input
      type="search"
      data-search
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      spellCheck={false}
    />
  );
}
