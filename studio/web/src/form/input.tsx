import { useEffect, useState, type ReactNode } from "react";
import { useLanguage } from "../language/language.js";
import { useForm, type FieldProps } from "./form-context.js";
import { problemsAt, problemsBelow } from "./form-value.js";
import type { FieldKind } from "./json-schema.js";
import { Problems } from "./problems.js";

type OneValue = Exclude<FieldKind, { kind: "object" | "map" | "list" | "union" }>;

/** What one value is typed or chosen in. */
export function Input({
  kind,
  value,
  path,
  change,
}: FieldProps & { readonly kind: OneValue }): ReactNode {
  const { texts } = useLanguage();
  const say = texts.agents.form;
  const { id, problems } = useForm();
  const isWrong = problemsAt(problems, path).length > 0;
  const common = {
    id: `${id}-${path}`,
    "aria-invalid": isWrong || undefined,
    "aria-describedby": isWrong ? `${id}-${path}-problems` : undefined,
  };
  switch (kind.kind) {
    case "text":
      return (
        <textarea
          {...common}
          rows={1}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => change(event.target.value)}
        />
      );
    case "number":
      return (
        <input
          {...common}
          type="number"
          step={kind.isInteger ? 1 : "any"}
          value={typeof value === "number" ? value : ""}
          onChange={(event) => {
            const typed = event.target.valueAsNumber;
            change(Number.isNaN(typed) ? undefined : typed);
          }}
        />
      );
    case "boolean":
      return (
        <label className="inline-field">
          <input
            {...common}
            type="checkbox"
            checked={value === true}
            onChange={(event) => change(event.target.checked)}
          />
          {say.yes}
        </label>
      );
    case "choice": {
      const chosen = kind.values.indexOf(value);
      return (
        <select
          {...common}
          value={chosen}
          onChange={(event) => change(kind.values[Number(event.target.value)])}
        >
          {chosen >= 0 ? null : <option value={-1}>{say.choose}</option>}
          {kind.values.map((one, index) => (
            <option key={index} value={index}>
              {String(one)}
            </option>
          ))}
        </select>
      );
    }
    case "null":
      return null;
    case "json":
      return (
        <>
          <JsonInput common={common} value={value} change={change} />
          <Problems problems={problemsBelow(problems, path)} />
        </>
      );
  }
}

/** What has no known shape, as JSON of its own; a text that is none changes nothing. */
function JsonInput({
  common,
  value,
  change,
}: Pick<FieldProps, "value" | "change"> & { readonly common: { readonly id: string } }): ReactNode {
  const { texts } = useLanguage();
  const shown = JSON.stringify(value ?? {}, null, 2);
  const [typed, setTyped] = useState(shown);
  const read = parsed(typed);
  useEffect(() => {
    // What came from elsewhere; what was typed here keeps its own spaces.
    setTyped((before) => (JSON.stringify(parsed(before), null, 2) === shown ? before : shown));
  }, [shown]);
  return (
    <>
      <textarea
        {...common}
        className="mono"
        rows={3}
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = parsed(event.target.value);
          if (next !== undefined) change(next);
        }}
      />
      {read === undefined ? <p className="form-problems">{texts.agents.form.noJson}</p> : null}
    </>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
