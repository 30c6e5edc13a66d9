import { Worker } from "node:worker_threads";
import { threadFile } from "../../../base/workers/worker-file.js";
import type { Sandbox } from "../contract.js";
import type { JavascriptTask } from "./run-quickjs.js";
import { READY_MESSAGE } from "../process/ready-message.js";
import { TaskSlots, type StartSlot } from "../process/task-slots.js";
import { readOutcome } from "../read-outcome.js";
import { failedOutcome, type RunOutcome } from "../run-outcome.js";
import { readRequest } from "../sandbox-request.js";

/** V8 gives the frames of WebAssembly this much stack; the engine inside stops well before. */
const STACK_MEGABYTES = 16;

/** A slot that is a thread without environment, whose printed text goes nowhere. */
function threadSlot(file: URL): StartSlot {
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
      message === READY_MESSAGE ? events.ready() : events.answer(message),
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

/**
 * The engine stops itself at the limit; what does not look at its clock is ended this much later.
 */
const GRACE_MILLISECONDS = 500;

let slots: TaskSlots | null = null;

/**
 * JavaScript in QuickJS compiled to WebAssembly, in a thread: the code reaches the engine's own
 * memory and nothing else.
 *
 * The value of the last expression counts; a function (or one that is named `check`) is called with
 * the inputs in their order; a promise is waited for. There are no timers, no modules, no `fetch`.
 */
export const javascriptSandbox: Sandbox = {
  name: "javascript",
  async run(code, options = {}) {
    const { input, limits } = readRequest(options);
    slots ??= new TaskSlots(threadSlot(new URL("./javascript-worker.js", import.meta.url)));
    const task: JavascriptTask = { code, input, parseOnly: options.parseOnly ?? false, limits };
    const outcome = await slots.run(task, {
      milliseconds: limits.milliseconds + GRACE_MILLISECONDS,
      signal: options.signal,
    });
    if (outcome.type === "answer") return readOutcome(outcome.value as RunOutcome);
    return readOutcome(
      outcome.type === "overrun"
        ? failedOutcome("timeout", `the code did not end within ${limits.milliseconds / 1000} s`)
        : failedOutcome("crash", outcome.why),
    );
  },
};
