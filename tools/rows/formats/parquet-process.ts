import { Worker } from "node:worker_threads";
import { isDatawrightError, type ErrorOptions } from "../../../base/errors.js";
import type { RawRow } from "../contract.js";
import { readParquet } from "./read-parquet.js";

/** What the process answers each time it is asked for more. */
export type ParquetAnswer =
  { readonly rows: readonly RawRow[] } | { readonly done: true } | { readonly error: ErrorOptions };

const [path, mostRows, mostMegabytes] = process.argv.slice(2) as [string, string, string];

/*
 * A damaged file may keep this thread busy for ever, or have it allocate outside of the heap: another
 * thread ends the process when the one that started it is gone, or the memory is used up.
 */
const WATCH = `
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent || process.memoryUsage.rss() > ${Number(mostMegabytes)} * 1024 * 1024)
    process.kill(process.pid, "SIGKILL");
}, 50);`;
new Worker(WATCH, { eval: true, execArgv: [], env: {} }).unref();

const batches = readParquet(path, Number(mostRows));
const send = (answer: ParquetAnswer): void => void process.send!(answer);

process.on("message", () => {
  batches.next().then(
    ({ done, value }) => send(done === true ? { done } : { rows: value }),
    (error: unknown) => {
      const { code, message, hint, details } = isDatawrightError(error)
        ? error
        : {
            code: "DATA_FORMAT" as const,
            message: `${path}: not a Parquet file that can be read (${String(error)})`,
            hint: undefined,
            details: { file: path },
          };
      send({ error: { code, message, hint, details } });
    },
  );
});
process.on("disconnect", () => process.exit(0));
