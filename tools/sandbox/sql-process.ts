import { Worker } from "node:worker_threads";
import { threadFile } from "../workers/worker-file.js";
import { MEMORY_EXCEEDED } from "./memory-exceeded.js";
import type { ProcessAnswer } from "./process-slot.js";
import { READY } from "./ready.js";
import { residentMemory } from "./resident-memory.js";

/*
 * SQLite runs in a thread of this process: a statement that does not end cannot be stopped from its own thread, but this one still sees
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
  if (message === READY) {
    whenReady = heldMegabytes();
    process.send!(READY);
  } else answer(message, heldMegabytes() > whenReady + mostMegabytes); // what was not given back would count for the next task
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
