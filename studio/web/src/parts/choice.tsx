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
  const named = values.map((entry) =>
    typeof entry === "string" ? ([entry, entry] as const) : entry,
  );
  // What a link has set is shown before it is known what else there is to choose.
  const isKnown = value === "" || named.some(([key]) => key === value);
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => choose(event.target.value === "" ? null : event.target.value)}
      data-set={value !== "" || undefined}
    >
      <option value="">{any}</option>
      {isKnown ? null : <option value={value}>{value}</option>}
      {named.map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
  );
}
