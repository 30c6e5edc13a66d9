import { launch } from "../../graphs/run/launch.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";

/*
 * A run in a process of its own, for tests that kill it:
 *
 *     node --import tsx test/helpers/run-child.ts '{"workspace": "…", "baseUrl": "…", "spec": {…}, "concurrency": 8}'
 *
 * With `resume` it goes on with the run "run". Prints the result's summary as one JSON line.
 */
interface Job {
  readonly workspace: string;
  readonly baseUrl: string;
  readonly spec: TaskSpecInput;
  readonly concurrency: number;
  readonly resume?: boolean;
}
const { workspace, baseUrl, spec, concurrency, resume } = JSON.parse(
  process.argv[2] ?? "{}",
) as Job;
const handle = resume
  ? await resumeRun("run", { workspace, concurrency, logLevel: null })
  : await launch(spec, {
      workspace,
      runId: "run",
      model: "openai:tickets",
      baseUrl,
      concurrency,
      logLevel: null,
    });
const { summary } = await handle.result;
process.stdout.write(`${JSON.stringify(summary)}\n`);
