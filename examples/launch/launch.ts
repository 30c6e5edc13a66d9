// Launches a run from code, follows what happens, and reads the dataset.
import { launch, openRun } from "datawright";

const run = await launch("examples/support-tickets/task.yaml", { target: 40, seed: 7 });
for await (const event of run.events) {
  if (event.type === "round-sealed")
    console.log(`round ${event.round}: ${event.total} of ${event.target} accepted`);
}
const { summary } = await run.result;
console.log(
  `${summary.stop}: ${summary.accepted} accepted, ${summary.rejected} refused, in ${run.folder}`,
);

const opened = await openRun(run.folder);
for (const sample of await opened.samples({ status: "accepted", limit: 3 })) {
  console.log(sample.label.current, "|", sample.text);
}
opened.close();
