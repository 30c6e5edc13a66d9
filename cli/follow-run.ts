import type { RunHandle } from "../graphs/run/run-handle.js";
import type { RunResult } from "../graphs/run/run-session.js";
import { isDatawrightError } from "../base/errors.js";
import type { StopReason } from "../schema/report.js";
import { texts } from "./language/texts.js";
import { RunPanel } from "./print/run-panel.js";
import { printSummary } from "./print/print-summary.js";
import { printableLines } from "./print/print-table.js";
import { reportError } from "./report-error.js";

/** Exit code of a run by what ended it. */
function exitCodeOf(result: RunResult): number {
  const stop: StopReason = result.summary.stop;
  if (result.status === "interrupted") return 130;
  if (result.status === "provider-down") return 4;
  if (stop === "budget") return 3;
  return result.summary.accepted > 0 || result.status === "waiting" ? 0 : 1;
}

/**
 * Shows a run while it works, ends it well on Ctrl-C, prints what came of it, and returns the exit
 * code. The last line names the run's folder; with `json` the last line of standard output is one
 * JSON object.
 *
 * @param print prints what came of it, in place of the run's summary
 */
export async function followRun(
  handle: RunHandle,
  flags: { readonly json: boolean },
  print?: (result: RunResult) => Promise<void>,
): Promise<number> {
  const { work, sentence } = texts();
  const panel = new RunPanel({ quiet: flags.json, stream: process.stderr });
  panel.start(handle.id, handle.folder);
  const stopListening = handle.on((event) => panel.show(event));
  let asked = 0;
  const interrupt = (): void => {
    asked += 1;
    if (asked > 1) {
      // Everything that was accepted is committed already; the second Ctrl-C does not wait for
      // anything.
      process.stderr.write(
        `\n${work.interruptedRun(handle.command("resume"))}\n${handle.folder}\n`,
      );
      process.exit(130);
    }
    panel.note(work.stoppingRun);
    void handle.stop().catch(() => {});
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    const result = await handle.result;
    panel.end();
    const code = exitCodeOf(result);
    if (flags.json) {
      if (result.error)
        for (const said of [result.error.message, result.error.hint ?? ""].filter(Boolean))
          process.stderr.write(`${sentence(printableLines(said))}\n`);
      if (code === 130 || code === 4)
        process.stderr.write(`${work.goOnWith(handle.command("resume"))}\n`);
      if (print === undefined) process.stdout.write(`${JSON.stringify(result.summary)}\n`);
    } else if (print === undefined) printSummary(result, (name) => handle.command(name));
    await print?.(result);
    if (result.status === "waiting") await handle.close();
    return code;
  } catch (error) {
    panel.end();
    const code = reportError(error, flags.json);
    if (isDatawrightError(error) && (error.retryable || error.details["endsRun"] === true))
      process.stderr.write(`  ${texts().errors.goOnWith(handle.command("resume"))}\n`);
    (flags.json ? process.stderr : process.stdout).write(`${handle.folder}\n`);
    return code;
  } finally {
    stopListening();
    process.removeListener("SIGINT", interrupt);
    process.removeListener("SIGTERM", interrupt);
  }
}
