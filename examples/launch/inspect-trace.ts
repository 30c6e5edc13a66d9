// Inspects a run: from one sample to every call that shaped it, and why another one was refused.
import { launch, openRun } from "datawright";

const run = await launch("examples/support-tickets/task.yaml", { target: 60, seed: 7 });
const { summary } = await run.result;

const opened = await openRun(summary.folder);
const [accepted] = await opened.samples({ status: "accepted", limit: 1 });
for (const span of await opened.spans({ sample: accepted!.id })) {
  console.log(`${span.agent ?? "-"} ${span.name} ${span.durationMs.toFixed(1)} ms`);
}
const [refused] = await opened.samples({ status: "rejected", limit: 1 });
if (refused)
  for (const verdict of await opened.verdicts(refused.id)) {
    console.log(`${verdict.pass ? "passed" : "refused"} ${verdict.criterion}: ${verdict.reason}`);
  }
opened.close();
