import type { ReactNode } from "react";
import { Input } from "./input.js";
import { useForm, type FieldProps } from "./form-context.js";
import { kindOf } from "./json-schema.js";
import { ListItems } from "./list-items.js";
import { MapFields } from "./map-fields.js";
import { ObjectFields } from "./object-fields.js";
import { UnionChoice } from "./union-choice.js";

/** What a value is typed into, without its name. */
export function Contents(props: FieldProps): ReactNode {
  const { root } = useForm();
  const kind = kindOf(props.schema, root);
  switch (kind.kind) {
    case "object":
      return <ObjectFields {...props} properties={kind.properties} required={kind.required} />;
    case "map":
      return <MapFields {...props} item={kind.item} />;
    case "list":
      return <ListItems {...props} item={kind.item} />;
    case "union":
      return <UnionChoice {...props} options={kind.options} />;
    default:
      return <Input {...props} kind={kind} />;
  }
}
