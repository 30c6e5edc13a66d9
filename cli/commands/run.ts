import { launchRead } from "../../graphs/run/launch.js";
import { readSpec } from "../../graphs/run/read-spec.js";
import { confirmSpending } from "../confirm-spending.js";
import { followRun } from "../follow-run.js";
import { workingToo } from "../working-too.js";
import { launchOptions, type RunFlags } from "../flags.js";

/** `datawright run SPEC` */
export async function run(spec: string, flags: RunFlags): Promise<number> {
  const options = launchOptions(flags);
  const read = await readSpec(spec, options);
  if (!(await confirmSpending(read, flags))) return 2;
  return workingToo(
    flags,
    () => launchRead(read, options),
    (handle) => followRun(handle, flags),
  );
}
