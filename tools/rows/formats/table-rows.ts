import type { RawRow, ReadOptions } from "../contract.js";

/** One record of a table: its cells, and the line on which it starts. */
export interface TableRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * Turns records into rows by the header, or by column numbers without one; a record with more or
 * fewer cells than the first is a problem. Two columns of one name become `name` and `name (2)`.
 */
export async function* tableRows(
  records: AsyncIterable<TableRecord>,
  options: ReadOptions,
): AsyncGenerator<RawRow> {
  let columns: readonly string[] | null = null;
  let repeated: readonly string[] | undefined;
  for await (const { cells, line } of records) {
    if (columns === null) {
      columns = options.header ? distinctNames(cells) : cells.map((_cell, index) => String(index));
      if (options.header) {
        const names = cells.map((cell) => cell.trim());
        const again = names.filter((name, index) => name !== "" && names.indexOf(name) !== index);
        if (again.length > 0) repeated = [...new Set(again)];
        continue;
      }
    }
    if (cells.length !== columns.length) {
      options.onProblem({
        line,
        code: "DATA_FORMAT",
        message: `${cells.length} columns where the first line has ${columns.length}`,
      });
      continue;
    }
    const values = Object.create(null) as Record<string, unknown>;
    for (let index = 0; index < columns.length; index++)
      values[columns[index] as string] = cells[index];
    yield repeated === undefined ? { values, line, columns } : { values, line, columns, repeated };
  }
}

function distinctNames(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell) => {
    const name = cell.trim();
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
