import { entry } from "../../memory/entry-key.js";
import type { Report, StopReason } from "../../schema/report.js";
import { runEntries } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { buildReport } from "./build-report.js";
import { writeOutputs } from "./write-outputs.js";

/** Where a run, or one part of it, came to. */
export interface RunEnd {
  readonly sealed: number;
  readonly stop: StopReason;
  readonly stopDetail: string;
}

/** Writes what a run has: the report, the dataset and the other files of its folder. */
export async function writeRunEnd(runtime: RunRuntime, end: RunEnd): Promise<Report> {
  runtime.events.emit({ type: "step-started", step: "report" });
  await runtime.trace.flush();
  const report = await buildReport(runtime, end);
  await writeOutputs(runtime, end.sealed, report);
  await runtime.store.set(runEntries.secondsBefore, report.summary.seconds);
  return report;
}

/**
 * Marks a run as finished. The thread that came to its end is left in the same step: it must never
 * be invoked again.
 */
export async function markFinished(runtime: RunRuntime, { sealed, stop, stopDetail }: RunEnd) {
  const thread = (await runtime.store.get(runEntries.thread)) ?? 0;
  await runtime.samples.applyUpdates(
    [],
    [
      entry(runEntries.finished, { stop, stopDetail, sealed }),
      entry(runEntries.thread, thread + 1),
      entry(runEntries.unmeasured, false),
    ],
  );
}
