import { DatawrightError } from "../../../base/errors.js";
import { pullRun, pushRun, type MovedRun, type MoveOptions } from "../../../graphs/run/move-run.js";
import { placeOf, type CommonFlags } from "../../flags.js";
import { texts } from "../../language/texts.js";

/** `datawright push RUN --store URL` */
export async function push(run: string, flags: CommonFlags): Promise<number> {
  const moved = await pushRun(run, options(flags));
  return said(moved, flags, texts().moved.toStore);
}

/** `datawright pull RUN --store URL` */
export async function pull(run: string, flags: CommonFlags): Promise<number> {
  const moved = await pullRun(run, options(flags));
  return said(moved, flags, texts().moved.toFolder);
}

function options(flags: CommonFlags): MoveOptions {
  const { workspace, store } = placeOf(flags);
  if (store === undefined)
    throw new DatawrightError({
      code: "USAGE",
      message: "no server was named that the run is moved to or from",
      hint: "Give --store with the address of its database, or set DATAWRIGHT_STORE.",
    });
  return { workspace, store };
}

function said(
  moved: MovedRun,
  flags: CommonFlags,
  line: (moved: MovedRun & { readonly total: number }) => string,
): number {
  const total = Object.values(moved.records).reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${flags.json ? JSON.stringify(moved) : line({ ...moved, total })}\n`);
  return 0;
}
