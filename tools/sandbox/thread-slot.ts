import { Worker } from "node:worker_threads";
import { threadFile } from "../workers/worker-file.js";
import { READY } from "./ready.js";
import type { StartSlot } from "./task-slots.js";

/** V8 gives the frames of WebAssembly this much stack; the engine inside stops well before. */
const STACK_MEGABYTES = 16;

/** A slot that is a thread without environment, whose printed text goes nowhere. */
export function threadSlot(file: URL): StartSlot {
  return (events) => {
    const worker = new Worker(threadFile(file), {
      execArgv: [],
      env: {},
      argv: [],
      stdin: false,
      stdout: true,
      stderr: true,
      resourceLimits: { stackSizeMb: STACK_MEGABYTES },
    });
    worker.on("message", (message: unknown) =>
      message === READY ? events.ready() : events.answer(message),
    );
    worker.on("error", (error) =>
      events.ended(String((error as Error | undefined)?.message ?? error)),
    );
    worker.on("exit", (code) => events.ended(`its thread ended with code ${code}`));
    return {
      send: (task) => worker.postMessage(task),
      hold: (busy) => (busy ? worker.ref() : worker.unref()),
      kill: () => void worker.terminate().catch(() => {}),
    };
  };
}
