import type { z } from "zod";

/** An implementation that is made from settings. Two members. */
export interface Configurable<T, S extends z.ZodObject = z.ZodObject> {
  /** A strict object in which every setting has a default and a description. */
  readonly settings: S;
  /** Called once for each place that names it, with settings that have been parsed. */
  make(settings: z.output<S>): T;
}

/**
 * Describes an implementation that has settings; the types of `make` follow from the schema.
 *
 *     const atMost = configurable({
 *       settings: z.strictObject({ words: z.number().int().min(1).default(40).describe("Most words.") }),
 *       make: ({ words }): Criterion => ({ name: "at-most", decide: … }),
 *     });
 */
export function configurable<T, S extends z.ZodObject>(
  definition: Configurable<T, S>,
): Configurable<T, S> {
  return definition;
}

/** True for an implementation that wants settings before it can be used. */
export function isConfigurable<T>(value: T | Configurable<T>): value is Configurable<T> {
  if (typeof value !== "object" || value === null) return false;
  const { make, settings } = value as Partial<Configurable<T>>;
  return typeof make === "function" && typeof settings === "object" && "shape" in settings;
}
