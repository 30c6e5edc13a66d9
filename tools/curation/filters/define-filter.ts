import type { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import { formatFieldPath } from "../../../base/settings/field-path.js";
import { zodProblems } from "../../../base/settings/zod-problems.js";
import type { CurationContext, CurationRow, Filter, FilterOutcome } from "../contract.js";

/** Makes a filter from its settings; `schema` describes them, with their defaults. */
export interface FilterFactory {
  (settings?: unknown): Filter;
  readonly filterName: string;
  readonly schema: z.ZodObject;
}

export interface FilterDefinition<S extends z.ZodObject> {
  readonly name: string;
  /** A strict object in which every setting has a default. */
  readonly settings: S;
  apply(
    rows: readonly CurationRow[],
    context: CurationContext,
    settings: z.output<S>,
  ): Promise<FilterOutcome>;
}

/**
 * Turns a definition into a factory that parses its settings when the filter is made.
 *
 * @throws SPEC_INVALID (from the factory) naming each wrong setting, and the nearest name of an
 *                     unknown one
 */
export function defineFilter<S extends z.ZodObject>({
  name,
  settings: schema,
  apply,
}: FilterDefinition<S>): FilterFactory {
  const make = (given: unknown = {}): Filter => {
    const settings = parseSettings(`filter "${name}"`, schema, given);
    return { name, apply: (rows, context) => apply(rows, context, settings) };
  };
  return Object.assign(make, { filterName: name, schema });
}

/**
 * Parses settings against a strict schema.
 * @throws SPEC_INVALID naming each wrong field, and the nearest name of an unknown one
 */
export function parseSettings<S extends z.ZodObject>(
  owner: string,
  schema: S,
  given: unknown,
): z.output<S> {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const problems = zodProblems(parsed.error.issues, schema, given);
  const lines = problems.map(
    ({ path, message }) =>
      `${owner}: ${path.length === 0 ? "" : `${formatFieldPath(path)}: `}${message}`,
  );
  throw new DatawrightError({
    code: "SPEC_INVALID",
    message: lines.join("\n"),
    hint: `settings: ${Object.keys(schema.shape).join(", ") || "none"}`,
    details: {
      path: problems[0] === undefined ? "" : formatFieldPath(problems[0].path),
      problems: problems.map(({ path, message }) => ({ path: formatFieldPath(path), message })),
    },
  });
}
