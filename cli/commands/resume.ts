import { extendRun, resumeRun } from "../../graphs/run/resume-run.js";
import { followRun } from "../follow-run.js";
import { workingToo } from "../working-too.js";
import { launchOptions, type ModelFlags } from "../flags.js";

/** `datawright resume RUN` */
export async function resume(run: string, flags: ModelFlags): Promise<number> {
  return workingToo(
    flags,
    () => resumeRun(run, launchOptions(flags)),
    (handle) => followRun(handle, flags),
  );
}

/** `datawright extend RUN --target N` */
export async function extend(
  run: string,
  flags: ModelFlags & { readonly target: number },
): Promise<number> {
  return workingToo(
    flags,
    () => extendRun(run, flags.target, launchOptions(flags)),
    (handle) => followRun(handle, flags),
  );
}
