import { createRequire, syncBuiltinESMExports } from "node:module";
import files from "node:fs/promises";
import Database from "better-sqlite3";

/*
 * Loaded before a command (`node --import`): kills the process just before the n-th of its writes,
 * n from KILL_AT_WRITE. A write is a transaction of SQLite, a statement outside of one, or a file
 * that takes its place. With 0 nothing is killed and the number of writes is the last line of
 * standard error.
 */
const at = Number(process.env["KILL_AT_WRITE"] ?? 0);
let writes = 0;
const write = () => {
  if (++writes === at) process.kill(process.pid, "SIGKILL");
};

const { transaction } = Database.prototype;
Database.prototype.transaction = function counted(work) {
  const made = transaction.call(this, work);
  const run = (...input) => (write(), made(...input));
  return Object.assign(run, { immediate: (...input) => (write(), made.immediate(...input)) });
};
const memory = new Database(":memory:");
const statement = Object.getPrototypeOf(memory.prepare("select 1"));
memory.close();
const { run } = statement;
statement.run = function counted(...input) {
  if (!this.database.inTransaction) write();
  return run.apply(this, input);
};
const { rename } = files;
files.rename = (...input) => (write(), rename(...input));
createRequire(import.meta.url)("node:fs").promises.rename = files.rename;
syncBuiltinESMExports();
if (at === 0) process.on("exit", () => process.stderr.write(`\n${writes}\n`));
