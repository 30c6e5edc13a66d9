import type { ReactNode } from "react";
import { useLanguage } from "../language/language.js";
import { useForm, type FieldProps } from "./form-context.js";
import { emptyOf, kindOf, optionOf, resolved, type JsonSchema } from "./json-schema.js";

/** Which of several kinds a value is of, and what it is typed into. */
export function UnionChoice(
  props: FieldProps & { readonly options: readonly JsonSchema[] },
): ReactNode {
  const { options, value, path, name, change, level } = props;
  const { texts } = useLanguage();
  const say = texts.agents.form;
  const { root, id, goTo, Contents } = useForm();
  const chosen = optionOf(options, value, root);
  const option = options[chosen];
  const kind = option === undefined ? null : kindOf(option, root).kind;
  const isGroup = kind === "object" || kind === "map" || kind === "list";
  const nameOf = (one: JsonSchema): string => {
    const own = resolved(one, root);
    const found = kindOf(own, root);
    if (own.title !== undefined) return own.title;
    if (found.kind === "choice") return found.values.map(String).join(" | ");
    if (found.kind === "list") return say.listOf(say.kinds[kindOf(found.item, root).kind]);
    if (found.kind !== "object") return say.kinds[found.kind];
    // What tells objects apart: a field that has one value only.
    const fixed = Object.entries(found.properties).flatMap(([field, schema]) => {
      const inner = kindOf(schema, root);
      return inner.kind === "choice" && inner.values.length === 1
        ? [`${field}: ${String(inner.values[0])}`]
        : [];
    });
    return fixed.join(", ") || Object.keys(found.properties).join(", ");
  };
  return (
    <div className={isGroup ? "form-union is-group" : "form-union"}>
      <select
        id={option === undefined || isGroup || kind === "null" ? `${id}-${path}` : undefined}
        aria-label={say.kindOfValue(name)}
        value={chosen}
        onChange={(event) => {
          const next = options[Number(event.target.value)];
          if (next === undefined) return;
          goTo(path);
          change(emptyOf(next, root) ?? null);
        }}
      >
        {chosen >= 0 ? null : <option value={-1}>{say.choose}</option>}
        {options.map((one, index) => (
          <option key={index} value={index}>
            {nameOf(one)}
          </option>
        ))}
      </select>
      {option === undefined || kind === "null" ? null : (
        <div className={isGroup ? "form-below" : undefined}>
          <Contents {...props} schema={option} change={change} level={level + 1} />
        </div>
      )}
    </div>
  );
}
