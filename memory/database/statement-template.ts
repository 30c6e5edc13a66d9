import type { CompiledQuery } from "./query-builder.js";
import type { CompiledStatement } from "../contract.js";

class Slot {
  constructor(readonly name: PropertyKey) {}
}

/**
 * Compiles a statement once and fills it with many rows: building one by kysely costs more than
 * running it.
 *
 * @param build gets `slot(name)`, which stands for the row's value of that name
 */
export function statementTemplate<Row extends object>(
  build: (slot: <Name extends keyof Row>(name: Name) => Row[Name]) => { compile(): CompiledQuery },
): (row: Row) => CompiledStatement {
  const { sql, parameters } = build(
    <Name extends keyof Row>(name: Name) => new Slot(name) as unknown as Row[Name],
  ).compile();
  return (row) => ({
    sql,
    parameters: parameters.map((value) =>
      value instanceof Slot ? row[value.name as keyof Row] : value,
    ),
  });
}
