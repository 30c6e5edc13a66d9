import Database from "better-sqlite3";
import { Random } from "../../../base/statistics/random.js";
import type { JsonValue } from "../../../schema/json.js";
import { runScript, type SqlRows } from "../process/run-script.js";
import { failedOutcome, type RunOutcome } from "../run-outcome.js";
import type { RunLimits } from "../sandbox-request.js";
import { SqlFailure } from "./sql-failure.js";

const PAGE_BYTES = 4096;
const MOST_RANDOM_BYTES = 1_000_000;

/**
 * An in-memory database that keeps everything in memory, trusts no schema, and whose random numbers
 * are the same in every run.
 */
function openSqlite(content: Buffer | null, memoryMegabytes: number): Database.Database {
  const database = content === null ? new Database(":memory:") : new Database(content);
  // defensive: no statement may write to the tables that SQLite itself keeps
  database.unsafeMode(false);
  for (const pragma of [
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "mmap_size=0",
    `max_page_count=${Math.max(1, Math.floor((memoryMegabytes * 1024 * 1024) / PAGE_BYTES))}`,
  ])
    database.pragma(pragma);
  const random = new Random("sandbox");
  const word = (): bigint => BigInt(Math.floor(random.next() * 4294967296));
  database.function("random", { deterministic: false }, () =>
    BigInt.asIntN(64, (word() << 32n) | word()),
  );
  database.function("randomblob", { deterministic: false }, (size: unknown) => {
    const bytes = Math.max(1, Number(size));
    if (!(bytes <= MOST_RANDOM_BYTES))
      throw new Error(`randomblob() gives at most ${MOST_RANDOM_BYTES} bytes here`);
    return Buffer.from(Array.from({ length: bytes }, () => random.integer(256)));
  });
  return database;
}

/** One script with all that it gets. */
export interface SqlTask {
  readonly code: string;
  readonly setup: string | null;
  readonly input: Readonly<Record<string, JsonValue>>;
  readonly parseOnly: boolean;
  readonly limits: RunLimits;
}

/** A database as a setup script left it. */
interface SetUp {
  readonly setup: string;
  readonly content: Buffer;
  readonly foreignKeys: number;
}

/** The last setup, for the checks after: a thousand checks make their tables once. */
let kept: SetUp | null = null;

/** Runs a script on a database of its own, made by the setup script. */
export function runSqlite(task: SqlTask): RunOutcome {
  const ends = performance.now() + task.limits.milliseconds;
  let database: Database.Database | null = null;
  try {
    database = setUp(task, ends);
    const rows = runScript(database, task.code, {
      parameters: parametersOf(task.input),
      parseOnly: task.parseOnly,
      ends,
      ...task.limits,
    });
    return rows === null
      ? { json: null, stdout: "", error: null, truncated: false }
      : { json: jsonOf(rows), stdout: "", error: null, truncated: rows.truncated };
  } catch (error) {
    return outcomeOf(error, task);
  } finally {
    database?.close();
  }
}

function setUp({ setup, limits }: SqlTask, ends: number): Database.Database {
  if (setup === null) return openSqlite(null, limits.memoryMegabytes);
  if (kept?.setup !== setup) {
    const database = openSqlite(null, limits.memoryMegabytes);
    try {
      runScript(database, setup, { parameters: {}, parseOnly: false, ends, ...limits });
    } catch (error) {
      database.close();
      throw new SetupFailure(error);
    }
    const inside = database.inTransaction;
    const temporary = database
      .prepare("SELECT count(*) FROM temp.sqlite_schema")
      .pluck()
      .get() as number;
    if (inside || temporary > 0) {
      database.close();
      throw new SetupFailure(
        new SqlFailure(
          "runtime",
          inside
            ? "a transaction is left open"
            : "temporary tables are not kept; make ordinary ones",
        ),
      );
    }
    const foreignKeys = database.pragma("foreign_keys", { simple: true }) as number;
    kept = { setup, content: database.serialize(), foreignKeys };
    database.close();
  }
  const database = openSqlite(kept.content, limits.memoryMegabytes);
  database.pragma(`foreign_keys=${kept.foreignKeys}`);
  return database;
}

/**
 * JSON texts for lists and objects, as SQLite's JSON functions read them; 1 and 0 for true and
 * false.
 */
function parametersOf(input: SqlTask["input"]): Record<string, string | number | null> {
  const parameters: Record<string, string | number | null> = {};
  for (const [name, value] of Object.entries(input)) {
    parameters[name] =
      typeof value === "boolean"
        ? Number(value)
        : typeof value === "object" && value !== null
          ? JSON.stringify(value)
          : (value as string | number | null);
  }
  return parameters;
}

function jsonOf({ columns, rows }: SqlRows): string {
  return `{"columns":${JSON.stringify(columns)},"rows":[${rows.join(",")}]}`;
}

class SetupFailure extends Error {
  constructor(cause: unknown) {
    super("the setup script failed", { cause });
  }
}

function outcomeOf(error: unknown, { limits }: SqlTask): RunOutcome {
  const inSetup = error instanceof SetupFailure;
  const failure = (inSetup ? error.cause : error) as {
    readonly code?: string;
    readonly message: string;
  };
  const isFull = failure.code === "SQLITE_FULL" || failure.code === "SQLITE_NOMEM";
  const kind = failure instanceof SqlFailure ? failure.kind : isFull ? "memory" : "runtime";
  const message = isFull
    ? `the script needs more than ${limits.memoryMegabytes} MB`
    : failure.message;
  return failedOutcome(kind, inSetup ? `in the setup script: ${message}` : message, { inSetup });
}
