import { useEffect, useState, type ReactNode } from "react";
import { useLanguage } from "../language/language.js";
import { AddButton, addPath } from "./add-button.js";
import { useForm, type FieldProps } from "./form-context.js";
import { freeName, pathBelow, renamed, withField } from "./form-value.js";
import { emptyOf, isObject, type JsonSchema } from "./json-schema.js";

/** Fields that a person names. */
export function MapFields({
  item,
  value,
  path,
  name,
  change,
  level,
}: FieldProps & { readonly item: JsonSchema }): ReactNode {
  const { root, goTo, Field } = useForm();
  const object = isObject(value) ? value : {};
  return (
    <>
      {Object.entries(object).map(([key, one], index) => (
        <div className="form-named" key={index} data-path={pathBelow(path, `${key} name`)}>
          <FieldName name={key} rename={(next) => change(renamed(object, key, next))} />
          <Field
            schema={item}
            value={one}
            path={pathBelow(path, key)}
            name={key}
            change={(next) => change(withField(object, key, next ?? null))}
            remove={() => {
              goTo(addPath(path));
              change(withField(object, key, undefined));
            }}
            level={level + 1}
          />
        </div>
      ))}
      <AddButton
        name={name}
        path={path}
        add={() => {
          const key = freeName(object, "field");
          goTo(pathBelow(path, `${key} name`));
          change({ ...object, [key]: emptyOf(item, root) ?? null });
        }}
      />
    </>
  );
}

/** Taken when it is left: half a name would pass over another field's. */
function FieldName({
  name,
  rename,
}: {
  readonly name: string;
  readonly rename: (name: string) => void;
}): ReactNode {
  const { texts } = useLanguage();
  const [typed, setTyped] = useState(name);
  useEffect(() => setTyped(name), [name]);
  return (
    <input
      className="form-name mono"
      aria-label={texts.agents.form.nameOfField}
      value={typed}
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (typed.trim() === "") setTyped(name);
        else rename(typed);
      }}
    />
  );
}
