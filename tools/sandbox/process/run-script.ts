import type { Database, Statement } from "better-sqlite3";
import { SqlFailure } from "../sql/sql-failure.js";
import { checkProgram, checkStatement, type SqlInstruction } from "../sql/sql-rules.js";
import { sqlPieces } from "../sql/sql-pieces.js";

/** Rows of a statement, each as the JSON of a list of its values. */
export interface SqlRows {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly truncated: boolean;
}

export interface ScriptOptions {
  readonly parameters: Readonly<Record<string, string | number | null>>;
  /** Makes tables, so that what follows can be parsed, but runs nothing else. */
  readonly parseOnly: boolean;
  /** By `performance.now()`; looked at between rows and statements. */
  readonly ends: number;
  readonly milliseconds: number;
  readonly maxRows: number;
  readonly outputCharacters: number;
}

/** Statements that only read or write rows: nothing after them needs them to be parsed. */
const ROW_STATEMENTS: ReadonlySet<string | null> = new Set([
  "SELECT",
  "WITH",
  "VALUES",
  "INSERT",
  "REPLACE",
  "UPDATE",
  "DELETE",
  "ANALYZE",
]);

/**
 * Runs the statements of a script one by one, each checked before it is prepared and again before
 * it is run.
 *
 * @returns the rows of the last statement that has rows, or null
 * @throws  SqlFailure, and what SQLite throws
 */
export function runScript(
  database: Database,
  script: string,
  options: ScriptOptions,
): SqlRows | null {
  if (script.includes("\0")) throw new SqlFailure("syntax", "the script has a NUL character");
  const pieces = sqlPieces(script);
  let last: SqlRows | null = null;
  let start = 0;
  for (let index = 0; index < pieces.length; index++) {
    const { keyword } = pieces[index]!;
    let end = pieces[index]!.end;
    if (keyword !== "") {
      for (;;) {
        inTime(options);
        const statement = prepare(database, script.slice(start, end), keyword);
        if (statement !== null) {
          checkProgram(
            database
              .prepare(`EXPLAIN ${statement.source}`)
              .all(options.parameters) as SqlInstruction[],
          );
          if (!options.parseOnly || !ROW_STATEMENTS.has(keyword))
            last = run(statement, options) ?? last;
          break;
        }
        // A trigger goes on behind its inner semicolons.
        index += 1;
        if (index >= pieces.length) throw new SqlFailure("syntax", "the statement is incomplete");
        end = pieces[index]!.end;
      }
    }
    start = end;
  }
  return last;
}

/** Null for the beginning of a trigger that goes on behind the semicolon. */
function prepare(database: Database, source: string, keyword: string | null): Statement | null {
  checkStatement(keyword, source);
  try {
    return database.prepare(source);
  } catch (error) {
    const message = (error as Error).message;
    if (keyword === "CREATE" && message === "incomplete input") return null;
    throw new SqlFailure("syntax", message);
  }
}

function run(statement: Statement, options: ScriptOptions): SqlRows | null {
  if (!statement.reader) {
    statement.run(options.parameters);
    return null;
  }
  const columns = statement.columns().map((column) => column.name);
  const rows: string[] = [];
  let room = options.outputCharacters - JSON.stringify(columns).length;
  // Ended early, the iterator resets the statement.
  for (const row of statement.raw(true).safeIntegers(true).iterate(options.parameters)) {
    inTime(options);
    const json = JSON.stringify((row as unknown[]).map(jsonValue));
    room -= json.length + 1;
    if (rows.length >= options.maxRows || room < 0) return { columns, rows, truncated: true };
    rows.push(json);
  }
  return { columns, rows, truncated: false };
}

/** Whole numbers that JSON cannot hold become their digits, blobs SQL's own hexadecimal form. */
function jsonValue(value: unknown): string | number | null {
  if (typeof value === "bigint")
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
      ? Number(value)
      : value.toString();
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  return Buffer.isBuffer(value) ? `x'${value.toString("hex")}'` : (value as string | null);
}

function inTime({ ends, milliseconds }: ScriptOptions): void {
  if (performance.now() > ends)
    throw new SqlFailure("timeout", `the script did not end within ${milliseconds / 1000} s`);
}
