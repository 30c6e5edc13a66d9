import { resumeRun } from "../../graphs/run/resume-run.js";
import { followRun } from "../follow-run.js";
import { launchOptions, type ModelFlags } from "../flags.js";

/** `datawright resume RUN` */
export async function resume(run: string, flags: ModelFlags): Promise<number> {
  return followRun(await resumeRun(run, launchOptions(flags)), flags);
}
