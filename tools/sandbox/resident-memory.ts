import { openSync, readSync } from "node:fs";

const PROC_STATUS = "/proc/self/status";

/**
 * Makes a function that says how many megabytes of memory this process holds right now, also after it may open no further file.
 *
 * The peak that the system keeps is of no use here: Linux starts it at what the parent held when it made this process.
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
