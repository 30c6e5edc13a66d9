import { useState, type ReactNode } from "react";
import { useLanguage } from "../language/language.js";
import { AddButton, addPath } from "./add-button.js";
import { useForm, type FieldProps } from "./form-context.js";
import { pathBelow, withItem } from "./form-value.js";
import { emptyOf, type JsonSchema } from "./json-schema.js";

/** Items that are shown at once: a plan can have thousands. */
const PAGE = 20;

/** The items of a list, each with what takes it away, and what adds one. */
export function ListItems({
  item,
  value,
  path,
  name,
  change,
  level,
}: FieldProps & { readonly item: JsonSchema }): ReactNode {
  const { texts, formats } = useLanguage();
  const say = texts.agents.form;
  const { root, goTo, Field } = useForm();
  const [most, setMost] = useState(PAGE);
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [];
  return (
    <>
      {list.slice(0, most).map((one, index) => (
        <Field
          key={index}
          schema={item}
          value={one}
          path={pathBelow(path, index)}
          name={say.item(formats.count(index + 1))}
          change={(next) => change(withItem(list, index, next ?? null))}
          remove={() => {
            goTo(addPath(path));
            change(withItem(list, index, undefined));
          }}
          level={level + 1}
        />
      ))}
      {list.length <= most ? null : (
        <button type="button" className="quiet" onClick={() => setMost(most + PAGE)}>
          {say.moreItems(formats.count(Math.min(PAGE, list.length - most)))}
        </button>
      )}
      <AddButton
        name={name}
        path={path}
        add={() => {
          setMost(Math.max(most, list.length + 1));
          goTo(pathBelow(path, list.length));
          change([...list, emptyOf(item, root) ?? null]);
        }}
      />
    </>
  );
}
