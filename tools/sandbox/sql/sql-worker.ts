import { parentPort } from "node:worker_threads";
import { READY_MESSAGE } from "../process/ready-message.js";
import { runSqlite, type SqlTask } from "./run-sqlite.js";

// Everything is loaded before the process is locked: it may open no file afterwards.
runSqlite({
  code: "SELECT 1",
  setup: null,
  input: {},
  parseOnly: false,
  limits: { milliseconds: 60_000, memoryMegabytes: 1, outputCharacters: 1000, maxRows: 1 },
});
parentPort!.on("message", (task: SqlTask) => parentPort!.postMessage(runSqlite(task)));
parentPort!.postMessage(READY_MESSAGE);
