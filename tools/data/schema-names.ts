import type { z } from "zod";
import type { FieldPath } from "./field-path.js";

/** What the walk needs of a zod schema's definition. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
}

const definitionOf = (schema: z.core.$ZodType): Definition =>
  schema._zod.def as unknown as Definition;

/** The forms that a schema accepts, with wrappers (optional, default, transform) and unions taken away. */
function forms(schema: z.core.$ZodType): Definition[] {
  const definition = definitionOf(schema);
  if (definition.options) return definition.options.flatMap(forms);
  if (definition.innerType) return forms(definition.innerType);
  if (definition.type === "pipe" && definition.in) return forms(definition.in);
  return [definition];
}

/** Names of the fields that a schema knows at a path; empty where any name is allowed. */
export function namesAt(schema: z.core.$ZodType, path: FieldPath): string[] {
  let reached: z.core.$ZodType[] = [schema];
  for (const part of path) {
    reached = reached.flatMap(forms).flatMap((form) => {
      const next = form.shape
        ? form.shape[String(part)]
        : typeof part === "number"
          ? (form.element ?? form.valueType)
          : form.valueType;
      return next ? [next] : [];
    });
  }
  return [...new Set(reached.flatMap(forms).flatMap((form) => Object.keys(form.shape ?? {})))];
}

/** Paths at which a schema has a field of exactly this name, at most three levels deep: where a misplaced field belongs. */
export function fieldPathsNamed(
  schema: z.core.$ZodType,
  name: string,
  above: FieldPath = [],
): FieldPath[] {
  const found: FieldPath[] = [];
  for (const form of forms(schema)) {
    for (const [key, next] of Object.entries(form.shape ?? {})) {
      if (key === name) found.push([...above, key]);
      if (above.length < 2) found.push(...fieldPathsNamed(next, name, [...above, key]));
    }
  }
  return found;
}
