import { extendRun } from "../../graphs/run/resume-run.js";
import { followRun } from "../follow-run.js";
import { launchOptions, type ModelFlags } from "../flags.js";

/** `datawright extend RUN --target N` */
export async function extend(
  run: string,
  flags: ModelFlags & { readonly target: number },
): Promise<number> {
  return followRun(await extendRun(run, flags.target, launchOptions(flags)), flags);
}
