import type { ReactNode } from "react";
import { useLanguage } from "../language/language.js";
import { useForm, type FieldProps } from "./form-context.js";
import { pathBelow, problemsBelow, withField } from "./form-value.js";
import { emptyOf, isObject, type JsonSchema } from "./json-schema.js";
import { Problems } from "./problems.js";

/** The fields of an object: those that have to be there, and those that somebody added. */
export function ObjectFields({
  properties,
  required,
  value,
  path,
  change,
  level,
}: FieldProps & {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: ReadonlySet<string>;
}): ReactNode {
  const { texts } = useLanguage();
  const say = texts.agents.form;
  const { root, problems, goTo, Field } = useForm();
  const object = isObject(value) ? value : {};
  const names = Object.keys(properties);
  const shown = names.filter((name) => required.has(name) || name in object);
  const absent = names.filter((name) => !shown.includes(name));
  if (names.length === 0) return <p className="faint">{say.noFields}</p>;
  return (
    <>
      {shown.map((name) => (
        <Field
          key={name}
          schema={properties[name]!}
          value={object[name]}
          path={pathBelow(path, name)}
          name={name}
          change={(next) => change(withField(object, name, next))}
          remove={
            required.has(name)
              ? undefined
              : () => {
                  goTo(pathBelow(path, `+${name}`));
                  change(withField(object, name, undefined));
                }
          }
          level={level + 1}
        />
      ))}
      <Problems problems={problemsBelow(problems, path, shown)} />
      {absent.length === 0 ? null : (
        <p className="form-optional">
          <span className="faint">{say.addOptional}</span>
          {absent.map((name) => (
            <button
              key={name}
              type="button"
              className="quiet"
              title={properties[name]!.description}
              data-path={pathBelow(path, `+${name}`)}
              onClick={() => {
                goTo(pathBelow(path, name));
                change(withField(object, name, emptyOf(properties[name]!, root) ?? null));
              }}
            >
              + {name}
            </button>
          ))}
        </p>
      )}
    </>
  );
}
