import { isDatawrightError } from "../../base/errors.js";
import { redactSecrets } from "../../base/redact-secrets.js";
import { estimateRead } from "../../graphs/commands/estimate-run.js";
import { tryRead } from "../../graphs/commands/try-task.js";
import { recordRequests } from "../../graphs/prompts/record-requests.js";
import { launchRead } from "../../graphs/run/launch.js";
import { readSpecText } from "../../graphs/run/read-spec.js";
import { reportSoFar } from "./report-so-far.js";
import type { ProcessWork } from "./task-work.js";

/*
 * A process of its own for what takes long of a task's text or of a run: the studio answers on meanwhile. The work
 * comes by standard input, its result is the last line of standard output.
 */

const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

async function done(given: ProcessWork): Promise<unknown> {
  if (given.kind === "report") return reportSoFar(given);
  const { kind, text, options, ...work } = given;
  const read = await readSpecText(text, options);
  switch (kind) {
    case "plan":
      return estimateRead(read, { ...options, askPlanner: work.asks, logLevel: null });
    case "prompts":
      return (
        await recordRequests(read.spec, { ...options, folder: read.folder, logLevel: null })
      ).requests.slice(0, work.most);
    case "try":
      return tryRead(read, work.most, { ...options, logLevel: null });
    case "run": {
      const handle = await launchRead(read, { ...options, logLevel: null });
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
