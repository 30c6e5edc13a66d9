import type { ReactNode } from "react";

/** A filter with few values; the first choice is "any". */
export function Choice({
  label,
  any,
  value,
  values,
  choose,
}: {
  readonly label: string;
  readonly any: string;
  readonly value: string;
  readonly values: readonly (string | readonly [value: string, name: string])[];
  readonly choose: (value: string | null) => void;
}): ReactNode {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => choose(event.target.value === "" ? null : event.target.value)}
      data-set={value !== "" || undefined}
    >
      <option value="">{any}</option>
      {values.map((entry) => {
        const [key, name] = typeof entry === "string" ? [entry, entry] : entry;
        return (
          <option key={key} value={key}>
            {name}
          </option>
        );
      })}
    </select>
  );
}
