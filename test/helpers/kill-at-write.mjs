import { createRequire, syncBuiltinESMExports } from "node:module";
import files from "node:fs/promises";
import Database from "better-sqlite3";

/*
 * Loaded before a command (`node --import`): kills the process just before the n-th of its writes,
 * n from KILL_AT_WRITE. A write is a transaction of SQLite, a statement outside of one, or a file
 * that takes its place. With 0 nothing is killed and the number of writes is the last line of
 * standard error. With FULL_FROM_WRITE the disk is full from that write on, and nobody is killed.
 */
const at = Number(process.env["KILL_AT_WRITE"] ?? 0);
const fullFrom = Number(process.env["FULL_FROM_WRITE"] ?? Infinity);
let writes = 0;
const write = (full) => {
  if (++writes === at) process.kill(process.pid, "SIGKILL");
  if (writes >= fullFrom) throw full();
};
const databaseFull = () => new Database.SqliteError("database or disk is full", "SQLITE_FULL");
const fileSystemFull = () =>
  Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });

const { transaction } = Database.prototype;
Database.prototype.transaction = function counted(work) {
  const made = transaction.call(this, work);
  const run = (...input) => (write(databaseFull), made(...input));
  return Object.assign(run, {
    immediate: (...input) => (write(databaseFull), made.immediate(...input)),
  });
};
const memory = new Database(":memory:");
const statement = Object.getPrototypeOf(memory.prepare("select 1"));
memory.close();
const { run } = statement;
statement.run = function counted(...input) {
  if (!this.database.inTransaction) write(databaseFull);
  return run.apply(this, input);
};
const { rename } = files;
files.rename = async (...input) => (write(fileSystemFull), rename(...input));
createRequire(import.meta.url)("node:fs").promises.rename = files.rename;
syncBuiltinESMExports();
if (at === 0 && fullFrom === Infinity)
  process.on("exit", () => process.stderr.write(`\n${writes}\n`));
