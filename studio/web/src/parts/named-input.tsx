import type { ReactNode } from "react";

interface FieldProps {
  readonly name: string;
  readonly disabled?: boolean;
}

/** A line of text under its name. */
export function TextField({
  name,
  value,
  change,
  placeholder,
  most,
  disabled,
  decimal = false,
}: FieldProps & {
  readonly value: string;
  readonly change: (value: string) => void;
  readonly placeholder?: string;
  /** Characters. */
  readonly most?: number;
  /** True for a figure: telephones then show their keys for one. */
  readonly decimal?: boolean;
}): ReactNode {
  return (
    <label className="field">
      {name}
      <input
        value={value}
        placeholder={placeholder}
        maxLength={most}
        disabled={disabled}
        spellCheck={false}
        {...(decimal ? { inputMode: "decimal" as const } : {})}
        onChange={(event) => change(event.target.value)}
      />
    </label>
  );
}

/** A whole number of at least 1 under its name. */
export function NumberField({
  name,
  value,
  change,
  most,
}: FieldProps & {
  readonly value: number;
  readonly change: (value: number) => void;
  readonly most: number;
}): ReactNode {
  return (
    <label className="field">
      {name}
      <input
        type="number"
        min={1}
        max={most}
        value={value}
        onChange={(event) => change(Math.max(1, Number(event.target.value) || 1))}
      />
    </label>
  );
}

/** One of several values under its name. */
export function SelectField({
  name,
  value,
  change,
  choices,
  disabled,
}: FieldProps & {
  readonly value: string;
  readonly change: (value: string) => void;
  /** Values with what they are called. */
  readonly choices: readonly (readonly [value: string, name: string])[];
}): ReactNode {
  return (
    <label className="field">
      {name}
      <select value={value} disabled={disabled} onChange={(event) => change(event.target.value)}>
        {choices.map(([choice, called]) => (
          <option key={choice} value={choice}>
            {called}
          </option>
        ))}
      </select>
    </label>
  );
}
