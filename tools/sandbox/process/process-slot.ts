import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { workerFile } from "../../../base/workers/worker-file.js";
import { lockDown } from "../javascript/lock-down.js";
import type { StartSlot } from "./task-slots.js";
import { READY_MESSAGE } from "./ready-message.js";

/** What such a process sends for a task; it ends itself behind its last answer. */
export interface ProcessAnswer {
  readonly value: unknown;
  readonly last: boolean;
}

/**
 * A slot that is a Node process of its own, without environment, which may open nothing from the
 * moment on that it is ready.
 */
export function processSlot(file: URL, argument: string): StartSlot {
  const { url, execArgv } = workerFile(file);
  return (events) => {
    const child = spawn(process.execPath, [...execArgv, fileURLToPath(url), argument], {
      // Windows programs do not start without the folder of the system.
      env: process.platform === "win32" ? { SystemRoot: process.env["SystemRoot"] } : {},
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      windowsHide: true,
    });
    child.on("message", (message: unknown) => {
      if (message !== READY_MESSAGE) {
        const { value, last } = message as ProcessAnswer;
        return events.answer(value, { last });
      }
      void lockDown(child.pid).then(
        () => events.ready(),
        (error: unknown) => events.ended(String(error)),
      );
    });
    child.on("error", (error) => events.ended(error.message));
    child.on("exit", (code, signal) =>
      events.ended(`its process ended with ${signal ?? `code ${code ?? "unknown"}`}`),
    );
    return {
      // a process that is gone is told of by its exit
      send: (task) => void child.send(task as object, () => {}),
      hold: (busy) => {
        if (busy) child.ref();
        else child.unref();
        if (busy) child.channel?.ref();
        else child.channel?.unref();
      },
      kill: () => void child.kill("SIGKILL"),
    };
  };
}
