import { SqlFailure } from "./sql-failure.js";

/** Statements that work on the tables of the connection. No other one is shown to SQLite. */
const STATEMENTS: ReadonlySet<string> = new Set([
  "SELECT",
  "WITH",
  "VALUES",
  "INSERT",
  "REPLACE",
  "UPDATE",
  "DELETE",
  "CREATE",
  "DROP",
  "ALTER",
  "BEGIN",
  "COMMIT",
  "END",
  "ROLLBACK",
  "SAVEPOINT",
  "RELEASE",
  "ANALYZE",
  "REINDEX",
]);
/** Dumps of a database begin with it, and it reaches no file. */
const HARMLESS_PRAGMA = /^\s*PRAGMA\s+foreign_keys\s*(=\s*(ON|OFF|0|1)\s*)?;?\s*$/iu;

/** Statements that reach files or settings of the connection, or show instead of doing. */
const FORBIDDEN: ReadonlySet<string> = new Set(["ATTACH", "DETACH", "VACUUM", "PRAGMA", "EXPLAIN"]);

/**
 * Lets a statement through by what it begins with, before SQLite sees it: a PRAGMA can act while it
 * is prepared.
 * @throws SqlFailure
 */
export function checkStatement(keyword: string | null, statement: string): void {
  if (keyword !== null && STATEMENTS.has(keyword)) return;
  if (keyword === "PRAGMA" && HARMLESS_PRAGMA.test(statement)) return;
  if (keyword !== null && FORBIDDEN.has(keyword))
    throw new SqlFailure("refused", `${keyword} is not allowed`);
  throw new SqlFailure(
    "syntax",
    keyword === null ? "a statement must begin with a word" : `no statement begins with ${keyword}`,
  );
}

/** A row of EXPLAIN: one instruction of the program that SQLite made of a statement. */
export interface SqlInstruction {
  readonly opcode: string;
  readonly p4: unknown;
}

/** Instructions that reach beyond the tables of the connection, or load a module. */
const INSTRUCTIONS: ReadonlySet<string> = new Set([
  "Vacuum",
  "JournalMode",
  "Checkpoint",
  "IncrVacuum",
  "VCreate",
  "VDestroy",
  "VRename",
]);
const CALLS: ReadonlySet<string> = new Set(["Function", "PureFunc", "AggStep", "AggFinal"]);
const FUNCTIONS =
  /^(sqlite_attach|sqlite_detach|load_extension|fts3_tokenizer|sqlite_log|readfile|writefile|edit)\(/iu;

/**
 * Lets a statement through by what SQLite itself made of it: the second rule, which no way of
 * writing can get around. Programs of triggers and sub-queries are part of the listing. @throws
 * SqlFailure
 */
export function checkProgram(program: readonly SqlInstruction[]): void {
  for (const { opcode, p4 } of program) {
    if (INSTRUCTIONS.has(opcode))
      throw new SqlFailure(
        "refused",
        opcode === "VCreate"
          ? "virtual tables are not allowed"
          : `the instruction ${opcode} is not allowed`,
      );
    const name = CALLS.has(opcode) && typeof p4 === "string" ? FUNCTIONS.exec(p4)?.[1] : undefined;
    if (name !== undefined) throw new SqlFailure("refused", `the function ${name} is not allowed`);
  }
}
