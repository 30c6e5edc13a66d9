import type { Kysely } from "./query-builder.js";
import type { CompiledStatement } from "../contract.js";
import type { Entry } from "../entry-key.js";
import { statementTemplate } from "./statement-template.js";
import type { RunTables } from "./tables.js";

/**
 * Statements that set small named values, to be put in the same batch as the writes that they
 * report done.
 */
export function entryStatements(
  query: Kysely<RunTables>,
): (entries: readonly Entry[]) => CompiledStatement[] {
  const set = statementTemplate<RunTables["entries"]>((slot) =>
    query
      .insertInto("entries")
      .values({ name: slot("name"), value: slot("value") })
      .onConflict((conflict) =>
        conflict.column("name").doUpdateSet((row) => ({ value: row.ref("excluded.value") })),
      ),
  );
  return (entries) =>
    entries.map(({ name, value }) => set({ name, value: JSON.stringify(value ?? null) }));
}
