import { useState, type ReactNode } from "react";
import { useLanguage } from "../language/language.js";
import { useForm, type FieldProps } from "./form-context.js";
import { problemsAt, problemsBelow, type Problem } from "./form-value.js";
import { kindOf, resolved, type JsonSchema } from "./json-schema.js";
import { Problems } from "./problems.js";

/** Levels whose objects are open from the beginning, those of lists and named fields, and how many these have. */
const OPEN_LEVELS = 2;
const OPEN_LIST_LEVELS = 3;
const OPEN_ITEMS = 4;
/** Letters of what a closed group shows of itself. */
const GLIMPSE = 60;

/** A value with its name, what the schema says of it, and what is wrong with it. */
export function SchemaField(props: FieldProps): ReactNode {
  const { schema, path, name, remove } = props;
  const { root, problems, id, Contents } = useForm();
  const own = resolved(schema, root);
  const { kind } = kindOf(own, root);
  const said = problemsAt(problems, path);
  if (kind === "object" || kind === "map" || kind === "list")
    return <Group {...props} said={said} kind={kind} />;
  return (
    <div className="form-field" data-path={path}>
      <div className="form-head">
        <label htmlFor={`${id}-${path}`}>{name}</label>
        <Help schema={own} />
        <span className="push" />
        <Remove name={name} remove={remove} />
      </div>
      <Contents {...props} />
      <Problems problems={said} id={`${id}-${path}-problems`} />
    </div>
  );
}

/** Fields or items below a name, folded where they are many. */
function Group(
  props: FieldProps & {
    readonly said: readonly Problem[];
    readonly kind: "object" | "map" | "list";
  },
): ReactNode {
  const { schema, value, path, name, remove, level, said, kind } = props;
  const { texts, formats } = useLanguage();
  const say = texts.agents.form;
  const { root, problems, isGoal, Contents } = useForm();
  const inside = typeof value === "object" && value !== null ? Object.values(value) : [];
  const count = inside.length;
  const isSmall = kind === "object" || count <= OPEN_ITEMS;
  const levels = kind === "object" ? OPEN_LEVELS : OPEN_LIST_LEVELS;
  // What was just added is there to be filled in.
  const [isOpen, setOpen] = useState(() => isGoal(path) || (isSmall && level < levels));
  const below = said.length + problemsBelow(problems, path).length;
  return (
    <div className="form-group" data-path={path}>
      <div className="form-head">
        <button
          type="button"
          className="plain form-fold"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <span aria-hidden="true">{isOpen ? "▾" : "▸"}</span> {name}
        </button>
        <span className="faint">
          {kind === "list"
            ? say.items(formats.count(count))
            : isOpen || glimpseOf(inside) === ""
              ? say.fields(formats.count(count))
              : glimpseOf(inside)}
        </span>
        {below === 0 || isOpen ? null : (
          <span className="form-wrong">{say.problems(formats.count(below))}</span>
        )}
        <Help schema={resolved(schema, root)} />
        <span className="push" />
        <Remove name={name} remove={remove} />
      </div>
      {isOpen ? (
        <div className="form-below">
          <Contents {...props} />
        </div>
      ) : null}
      <Problems problems={said} />
    </div>
  );
}

/** The first words of an object, by which it is told from others. */
function glimpseOf(inside: readonly unknown[]): string {
  const words = inside.filter((one) => typeof one === "string" || typeof one === "number");
  const text = words.slice(0, 2).join(" · ");
  return text.length > GLIMPSE ? `${text.slice(0, GLIMPSE)}…` : text;
}

/** What the schema says of a field: its description, and how large a number may be. */
function Help({ schema }: { readonly schema: JsonSchema }): ReactNode {
  const { texts, formats } = useLanguage();
  const say = texts.agents.form;
  const { minimum, maximum } = schema;
  const low = limitOf(minimum);
  const high = limitOf(maximum);
  const range =
    low !== null && high !== null
      ? say.between(formats.count(low), formats.count(high))
      : low !== null
        ? say.atLeast(formats.count(low))
        : high !== null
          ? say.atMost(formats.count(high))
          : null;
  const told = [schema.description, schema.type === "integer" ? say.whole : null, range].filter(
    Boolean,
  );
  return told.length === 0 ? null : <span className="form-help">{told.join(" · ")}</span>;
}

/** The ends of what a computer counts to are no limit that anybody set. */
function limitOf(value: number | undefined): number | null {
  return value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? null : value;
}

function Remove({
  name,
  remove,
}: {
  readonly name: string;
  readonly remove: (() => void) | undefined;
}): ReactNode {
  const { texts } = useLanguage();
  if (remove === undefined) return null;
  const says = texts.agents.form.remove(name);
  return (
    <button
      type="button"
      className="quiet form-remove"
      aria-label={says}
      title={says}
      onClick={remove}
    >
      ✕
    </button>
  );
}
