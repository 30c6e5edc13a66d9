import { DatawrightError } from "../../../base/errors.js";
import { DATA_FORMATS, type DataFormat } from "../../../schema/task-file/data-source.js";
import { columnValue, missingColumn } from "../../rows/column-mapping.js";
import type { RawRow } from "../../rows/contract.js";
import { readRows } from "../../rows/read-rows.js";
import type { KnowledgeItem } from "../contract.js";
import type { MakeSource, SourceOptions } from "../source-options.js";

const PARTS = ["subject", "relation", "object", "weight"] as const;
type Part = (typeof PARTS)[number];
type Columns = Readonly<Record<Part, string | number | undefined>>;

/** What looks like a value and no thing of its own: numbers, percentages, sums of money, dates. */
const VALUE = /^[-+~<>]?\s*\p{Sc}?\s*\d[\d.,:/\s-]*[%°\p{Sc}]?$/u;

/**
 * Facts of an edge list: one a row, with a subject, a relation and an object, and a weight where
 * there is a column for it. Any table that rows can be read from (CSV, TSV, JSON lines, JSON,
 * Parquet). Numbers and dates as objects are values, unless they are a subject too; all else are
 * entities.
 *
 * @throws (while it is read) DATA_COLUMN with the columns that there are; DATA_NOT_FOUND;
 *         DATA_ENCODING; DATA_FORMAT for the file as a whole
 */
export const csvSource: MakeSource = (options) => ({
  id: options.id,
  read: () => readEdges(options),
});

async function* readEdges({
  spec,
  path = "",
  folder,
}: SourceOptions): AsyncGenerator<KnowledgeItem> {
  const problems: string[] = [];
  const format = DATA_FORMATS.find((name): name is DataFormat => name === spec.format);
  const header = spec.header ?? true;
  let columns: Columns | null = null;
  const rows = readRows(
    { path, header, ...(format === undefined ? {} : { format }) },
    { folder, onProblem: ({ line, message }) => problems.push(`line ${line}: ${message}`) },
  );
  for await (const row of rows) {
    while (problems.length > 0) yield { problem: problems.shift()! };
    columns ??= columnsOf(row, spec.columns ?? {}, { file: path, header });
    yield factOf(row, columns);
  }
  for (const problem of problems) yield { problem };
}

function factOf(row: RawRow, columns: Columns): KnowledgeItem {
  const text = (part: Part): string => {
    const column = columns[part];
    const value = column === undefined ? undefined : columnValue(row, column);
    return value === undefined || value === null ? "" : String(value).trim();
  };
  const missing = (["subject", "relation", "object"] as const).filter((part) => text(part) === "");
  if (missing.length > 0) return { problem: `line ${row.line}: no ${missing.join(" and no ")}` };
  const weight = text("weight") === "" ? 1 : Number(text("weight"));
  if (!(weight >= 0 && weight < Infinity))
    return {
      problem:
        `line ${row.line}: the weight ${JSON.stringify(text("weight"))} is no number from 0 ` +
        "up",
    };
  return {
    triple: {
      subject: text("subject"),
      relation: text("relation"),
      object: text("object"),
      weight,
      ...(VALUE.test(text("object")) ? { literal: true, guessed: true } : {}),
    },
  };
}

/** Mapped columns, else those of the parts' own names, else the first three or four. */
function columnsOf(
  row: RawRow,
  mapped: Partial<Columns>,
  { file, header }: { readonly file: string; readonly header: boolean },
): Columns {
  const names = row.columns ?? Object.keys(row.values);
  const named = PARTS.filter((part) => names.includes(part));
  const byName =
    mapped.subject !== undefined ||
    mapped.relation !== undefined ||
    mapped.object !== undefined ||
    named.length >= 3 ||
    row.columns === undefined;
  const entries = PARTS.map((part, index): [Part, string | number | undefined] => [
    part,
    mapped[part] ?? (byName ? part : names[index]),
  ]);
  const columns = Object.fromEntries(entries) as Columns;
  for (const [part, column] of entries) {
    const isThere =
      typeof column === "number"
        ? names[column] !== undefined
        : column !== undefined && names.includes(column);
    if (isThere) continue;
    if (part === "weight" && mapped.weight === undefined) continue;
    if (column === undefined)
      throw new DatawrightError({
        code: "DATA_COLUMN",
        message: `${file}: an edge list needs three columns, and the file has ${names.length}`,
        hint: "Give each row a subject, a relation and an object.",
        details: { file, columns: names },
      });
    throw missingColumn(
      file,
      { name: part, column, required: true, named: mapped[part] !== undefined },
      names,
      { header, key: "knowledge" },
    );
  }
  return columns;
}
