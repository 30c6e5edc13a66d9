import { Worker } from "node:worker_threads";
import { threadFile } from "../workers/worker-file.js";
import { MEMORY_EXCEEDED } from "./memory-exceeded.js";
import { READY } from "./ready.js";

/*
 * SQLite runs in a thread of this process: a statement that does not end cannot be stopped from its own thread, but this one still sees
 * that the memory is used up or that the program which started it is gone, and ends the process.
 */
const LOOK_MILLISECONDS = 10;
/** What the process takes by itself while it works. */
const SLACK_MEGABYTES = 32;

const mostMegabytes = Number(process.argv[2]);
const worker = new Worker(threadFile(new URL("./sql-worker.js", import.meta.url)), { execArgv: [], env: {} });
const end = (): void => void process.kill(process.pid, "SIGKILL");
const takenMegabytes = (): number => process.resourceUsage().maxRSS / 1024;

let allowed = Infinity;
let watch: NodeJS.Timeout | undefined;
const exceeded = (): void => {
  clearInterval(watch);
  process.send!(MEMORY_EXCEEDED, undefined, undefined, end);
};

worker.on("message", (message: unknown) => {
  clearInterval(watch);
  if (message === READY) allowed = takenMegabytes() + mostMegabytes + SLACK_MEGABYTES;
  // The peak is never forgotten: a task that went above it between two looks is not to be laid to the next one.
  if (takenMegabytes() > allowed) exceeded();
  else process.send!(message);
});
worker.on("error", end);
worker.on("exit", end);
process.on("message", (task) => {
  watch = setInterval(() => {
    if (takenMegabytes() > allowed) exceeded();
  }, LOOK_MILLISECONDS);
  worker.postMessage(task);
});
process.on("disconnect", end);
