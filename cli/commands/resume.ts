import { extendRun, resumeRun } from "../../graphs/run/resume-run.js";
import { followRun } from "../follow-run.js";
import { launchOptions, type ModelFlags } from "../flags.js";

/** `datawright resume RUN` */
export async function resume(run: string, flags: ModelFlags): Promise<number> {
  return followRun(await resumeRun(run, launchOptions(flags)), flags);
}

/** `datawright extend RUN --target N` */
export async function extend(
  run: string,
  flags: ModelFlags & { readonly target: number },
): Promise<number> {
  return followRun(await extendRun(run, flags.target, launchOptions(flags)), flags);
}
