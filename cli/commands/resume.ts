import { extendRun, resumeRun } from "../../graphs/run/resume-run.js";
import type { ResumeOptions } from "../../graphs/runtime/run-options.js";
import type { RunHandle } from "../../graphs/run/run-handle.js";
import { followRun } from "../follow-run.js";
import { OpeningProgress } from "../print/opening-progress.js";
import { workingToo } from "../working-too.js";
import { launchOptions, type ModelFlags } from "../flags.js";

/** `datawright resume RUN` */
export async function resume(run: string, flags: ModelFlags): Promise<number> {
  return goOn(flags, (options) => resumeRun(run, options));
}

/** `datawright extend RUN --target N` */
export async function extend(
  run: string,
  flags: ModelFlags & { readonly target: number },
): Promise<number> {
  return goOn(flags, (options) => extendRun(run, flags.target, options));
}

async function goOn(
  flags: ModelFlags,
  open: (options: ResumeOptions) => Promise<RunHandle>,
): Promise<number> {
  const progress = flags.json ? null : new OpeningProgress(process.stderr);
  const options: ResumeOptions = {
    ...launchOptions(flags),
    onOpening: progress === null ? undefined : (at) => progress.show(at),
  };
  return workingToo(
    flags,
    () => open(options).finally(() => progress?.end()),
    (handle) => followRun(handle, flags),
  );
}
