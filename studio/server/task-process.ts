import { isDatawrightError } from "../../base/errors.js";
import { redactSecrets } from "../../base/redact-secrets.js";
import { estimateRead } from "../../graphs/commands/estimate-run.js";
import { tryRead } from "../../graphs/commands/try-task.js";
import { exampleInput } from "../../graphs/playground/task-agents.js";
import { tryAgentOfRun, tryAgentOfTask } from "../../graphs/playground/try-agent.js";
import { judgePairFolder } from "../../graphs/comparison/judge-pair-folder.js";
import { PairFolder } from "../../graphs/comparison/pair-folder.js";
import { recordRequests } from "../../graphs/prompts/record-requests.js";
import { launchRead } from "../../graphs/run/launch.js";
import { readSpecText } from "../../graphs/run/read-spec.js";
import { reportSoFar } from "./report-so-far.js";
import type { ProcessWork, TaskWork } from "./task-work.js";

/*
 * A process of its own for what takes long of a task's text or of a run: the studio answers on meanwhile. The work
 * comes by standard input, its result is the last line of standard output.
 */

const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

async function done(work: ProcessWork): Promise<unknown> {
  if (work.kind === "report") return reportSoFar(work);
  if (work.judge !== undefined) return judged(work.judge, work.options.workspace);
  if (work.agent?.run !== undefined) return calledInRun(work, work.agent.run);
  const { kind, text, agent } = work;
  const options = plain(work);
  const read = await readSpecText(text, options);
  switch (kind) {
    case "example":
      return exampleInput(read, agent!.step!, { ...options, scratch: agent!.scratch });
    case "call":
      return tryAgentOfTask(read, agent!.call!, { ...options, scratch: agent!.scratch });
    case "plan":
      return estimateRead(read, { ...options, askPlanner: work.asks });
    case "prompts":
      return (await recordRequests(read.spec, { ...options, folder: read.folder })).requests.slice(
        0,
        work.most,
      );
    case "try":
      return tryRead(read, work.most, options);
    case "run": {
      const handle = await launchRead(read, options);
      say({ started: handle.id });
      const stop = (): void => void handle.stop().catch(() => {});
      process.on("SIGINT", stop);
      process.on("SIGTERM", stop);
      const { status } = await handle.result;
      if (status === "waiting") await handle.close();
      return { status };
    }
  }
}

async function calledInRun(work: TaskWork, run: string): Promise<unknown> {
  const { folder: _folder, ...options } = plain(work);
  return tryAgentOfRun(run, work.agent!.call!, { ...options, scratch: work.agent!.scratch });
}

/** Judges pairs until all are judged, the budget is used up, or the studio asks it to end. */
async function judged(
  { folder, model, baseUrl, most, usd }: NonNullable<TaskWork["judge"]>,
  workspace: string,
): Promise<unknown> {
  const pairs = new PairFolder(folder);
  const ending = new AbortController();
  process.on("SIGINT", () => ending.abort());
  process.on("SIGTERM", () => ending.abort());
  say({ started: folder });
  return judgePairFolder(pairs, {
    judges: [model],
    most,
    workspace,
    signal: ending.signal,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(usd === undefined ? {} : { usd }),
  });
}

/** Options of the work; what it logs is its result. */
function plain({ options }: TaskWork) {
  return { ...options, logLevel: null };
}

let input = "";
for await (const chunk of process.stdin) input += String(chunk);
try {
  say({ result: await done(JSON.parse(input) as ProcessWork) });
} catch (error) {
  say({
    error: isDatawrightError(error)
      ? error.toJSON()
      : { code: "INTERNAL", message: redactSecrets(String((error as Error).message)) },
  });
  process.exitCode = 1;
}
