import type { Sandbox } from "../contract.js";
import { MEMORY_EXCEEDED } from "../process/memory-exceeded.js";
import { processSlot } from "../process/process-slot.js";
import { readOutcome } from "../read-outcome.js";
import { failedOutcome, type RunOutcome } from "../run-outcome.js";
import type { SqlTask } from "./run-sqlite.js";
import { readRequest } from "../sandbox-request.js";
import { TaskSlots } from "../process/task-slots.js";

/**
 * A script stops itself between rows; a statement that gives none until the limit is ended with its
 * process this much later.
 */
const GRACE_MILLISECONDS = 100;

/** Processes by their memory limit. */
const slotsOf = new Map<number, TaskSlots>();

/**
 * SQL in an in-memory SQLite, in a process of its own that is killed at the limit: a thread cannot
 * be stopped inside SQLite.
 *
 * The value is `{ columns, rows }` of the last statement that has rows, rows as lists. Only
 * statements on tables are run; what each of them became inside SQLite is checked as well, and on
 * Linux the process may open no file and no socket.
 */
export const sqlSandbox: Sandbox = {
  name: "sql",
  async run(code, options = {}) {
    const { input, limits } = readRequest(options);
    const { memoryMegabytes, milliseconds } = limits;
    const slots =
      slotsOf.get(memoryMegabytes) ??
      new TaskSlots(
        processSlot(new URL("./sql-process.js", import.meta.url), String(memoryMegabytes)),
      );
    slotsOf.set(memoryMegabytes, slots);
    const task: SqlTask = {
      code,
      setup: options.setup ?? null,
      input,
      parseOnly: options.parseOnly ?? false,
      limits,
    };
    const outcome = await slots.run(task, {
      milliseconds: milliseconds + GRACE_MILLISECONDS,
      signal: options.signal,
    });
    if (outcome.type === "overrun")
      return readOutcome(
        failedOutcome("timeout", `the script did not end within ${milliseconds / 1000} s`),
      );
    if (outcome.type === "ended") return readOutcome(failedOutcome("crash", outcome.why));
    if (outcome.value === MEMORY_EXCEEDED)
      return readOutcome(
        failedOutcome("memory", `the script needs more than ${memoryMegabytes} MB`),
      );
    return readOutcome(outcome.value as RunOutcome);
  },
};
