import type { z } from "zod";
import { DatawrightError } from "../errors.js";
import { formatFieldPath, type FieldPath } from "./field-path.js";
import { zodProblems } from "./zod-problems.js";

/** Whose settings are parsed, and where they stand. */
export interface SettingsOwner {
  /** As a message says it: `filter "pvi"`, `the label loop`. */
  readonly owner: string;
  /** Path of the settings in the task file; empty where they come from code. */
  readonly path?: FieldPath;
}

/**
 * Parses settings against a strict schema in which every setting has a default.
 *
 * @throws SPEC_INVALID naming each wrong setting, and the nearest name of an unknown one;
 *         `details.problems` has path and message of each
 */
export function parseSettings<S extends z.ZodObject>(
  schema: S,
  given: unknown,
  { owner, path = [] }: SettingsOwner,
): z.output<S> {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const problems = zodProblems(parsed.error.issues, schema, given ?? {}).map((problem) => ({
    path: [...path, ...problem.path],
    message: `${owner}: ${problem.path.length === 0 ? "" : `${formatFieldPath(problem.path)}: `}${problem.message}`,
  }));
  throw new DatawrightError({
    code: "SPEC_INVALID",
    message: problems.map(({ message }) => message).join("\n"),
    hint: `Settings of ${owner}: ${Object.keys(schema.shape).join(", ") || "none"}.`,
    details: { path: formatFieldPath(problems[0]?.path ?? path), problems },
  });
}
