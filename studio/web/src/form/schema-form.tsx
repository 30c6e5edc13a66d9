import { useCallback, useEffect, useId, useMemo, useRef, type ReactNode } from "react";
import { Contents } from "./contents.js";
import { SchemaField } from "./schema-field.js";
import { FormContext, type FormKnowledge } from "./form-context.js";
import { emptyOf, type JsonSchema } from "./json-schema.js";
import { problemsAt, type Problem } from "./form-value.js";
import { Problems } from "./problems.js";

interface SchemaFormProps {
  /** JSON Schema of the value. */
  readonly schema: JsonSchema;
  /** What is typed by now; undefined for nothing. */
  readonly value: unknown;
  readonly change: (value: unknown) => void;
  readonly problems: readonly Problem[];
  readonly label: string;
}

/** A form for one value of a JSON Schema: fields, lists, choices and groups, with problems beside them. */
export function SchemaForm({ schema, value, change, problems, label }: SchemaFormProps): ReactNode {
  const id = useId();
  const whole = useRef<HTMLDivElement>(null);
  const goal = useRef<string | null>(null);
  const goTo = useCallback((path: string) => void (goal.current = path), []);
  const isGoal = useCallback((path: string) => goal.current === path, []);
  useEffect(() => {
    if (goal.current === null) return;
    const place = whole.current?.querySelector(`[data-path="${CSS.escape(goal.current)}"]`);
    goal.current = null;
    const first = place?.matches("button")
      ? place
      : (place?.querySelector("input, textarea, select") ?? place?.querySelector("button"));
    if (first instanceof HTMLElement) first.focus();
  });
  const knowledge = useMemo<FormKnowledge>(
    () => ({ root: schema, problems, id, goTo, isGoal, Field: SchemaField, Contents }),
    [schema, problems, id, goTo, isGoal],
  );
  return (
    <FormContext value={knowledge}>
      <div className="schema-form" role="group" aria-label={label} ref={whole}>
        <Contents
          schema={schema}
          value={value === undefined ? emptyOf(schema, schema) : value}
          path=""
          name={label}
          change={change}
          level={0}
        />
        <Problems problems={problemsAt(problems, "")} />
      </div>
    </FormContext>
  );
}
