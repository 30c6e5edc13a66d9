import { openSync, readSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { threadFile } from "../../../base/workers/worker-file.js";
import { MEMORY_EXCEEDED } from "../process/memory-exceeded.js";
import type { ProcessAnswer } from "../process/process-slot.js";
import { READY_MESSAGE } from "../process/ready-message.js";

const PROC_STATUS = "/proc/self/status";

/**
 * Makes a function that says how many megabytes of memory this process holds right now, also after
 * it may open no further file.
 *
 * The peak that the system keeps is of no use here: Linux starts it at what the parent held when it
 * made this process.
 */
export function residentMemory(): () => number {
  if (process.platform !== "linux") return () => process.memoryUsage.rss() / 1024 / 1024;
  const file = openSync(PROC_STATUS, "r");
  const bytes = Buffer.alloc(8192);
  return () => {
    const held = /^VmRSS:\s+(\d+) kB/mu.exec(
      bytes.toString("latin1", 0, readSync(file, bytes, 0, bytes.length, 0)),
    )?.[1];
    // Without the figure there would be no limit.
    if (held === undefined) throw new Error(`${PROC_STATUS} does not tell how much memory is held`);
    return Number(held) / 1024;
  };
}

/*
 * SQLite runs in a thread of this process: a statement that does not end cannot be stopped from its
 * own thread, but this one still sees
 * that the memory is used up or that the program which started it is gone, and ends the process.
 */
const LOOK_MILLISECONDS = 10;
/** What the process takes by itself while it works. */
const SLACK_MEGABYTES = 32;

const mostMegabytes = Number(process.argv[2]) + SLACK_MEGABYTES;
const worker = new Worker(threadFile(new URL("./sql-worker.js", import.meta.url)), {
  execArgv: [],
  env: {},
});
const heldMegabytes = residentMemory();
const end = (): void => void process.kill(process.pid, "SIGKILL");

let whenReady = Infinity;
let watch: NodeJS.Timeout | undefined;
const answer = (value: unknown, last: boolean): void => {
  clearInterval(watch);
  const message: ProcessAnswer = { value, last };
  process.send!(message, undefined, undefined, last ? end : () => {});
};

worker.on("message", (message: unknown) => {
  if (message === READY_MESSAGE) {
    whenReady = heldMegabytes();
    process.send!(READY_MESSAGE);
    // what was not given back would count for the next task
  } else answer(message, heldMegabytes() > whenReady + mostMegabytes);
});
worker.on("error", end);
worker.on("exit", end);
process.on("message", (task) => {
  const atStart = heldMegabytes();
  watch = setInterval(() => {
    if (heldMegabytes() > atStart + mostMegabytes) answer(MEMORY_EXCEEDED, true);
  }, LOOK_MILLISECONDS);
  worker.postMessage(task);
});
process.on("disconnect", end);
