import type { z } from "zod";
import type { CurationContext, CurationRow, Relabeler, RelabelOutcome } from "../contract.js";
import { parseSettings } from "../filters/define-filter.js";

/** Makes a relabeler from its settings; `schema` describes them, with their defaults. */
export interface RelabelerFactory {
  (settings?: unknown): Relabeler;
  readonly relabelerName: string;
  readonly schema: z.ZodObject;
}

export interface RelabelerDefinition<S extends z.ZodObject> {
  readonly name: string;
  /** A strict object in which every setting has a default. */
  readonly settings: S;
  relabel(
    rows: readonly CurationRow[],
    context: CurationContext,
    settings: z.output<S>,
  ): Promise<RelabelOutcome>;
}

/**
 * Turns a definition into a factory that parses its settings when the relabeler is made.
 *
 * @throws SPEC_INVALID (from the factory) naming each wrong setting, and the nearest name of an
 *                     unknown one
 */
export function defineRelabeler<S extends z.ZodObject>({
  name,
  settings: schema,
  relabel,
}: RelabelerDefinition<S>): RelabelerFactory {
  const make = (given: unknown = {}): Relabeler => {
    const settings = parseSettings(`relabeler "${name}"`, schema, given);
    return { name, relabel: (rows, context) => relabel(rows, context, settings) };
  };
  return Object.assign(make, { relabelerName: name, schema });
}
