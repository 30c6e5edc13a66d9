import { setTimeout as after } from "node:timers/promises";
import { recordLimits } from "../../../graphs/rounds/record-limits.js";
import { runEntries } from "../../../graphs/runtime/run-entries.js";
import { Admission } from "../../../tools/models/middleware/admission.js";
import { memoryRun } from "../../helpers/memory-run.js";

describe("the limits of now", () => {
  it("are kept for whoever watches the run, and taken back at its end", async () => {
    const runtime = await memoryRun();
    const admission = new Admission({ concurrency: 2 });
    runtime.limits.add(admission, "openai:tickets");
    let answer!: () => void;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const calls = [1, 2, 3].map(() => admission.run(() => answered, { tokens: 1 }));

    const end = recordLimits(runtime, { every: 1 });
    let kept = await runtime.store.get(runEntries.limits);
    while (kept === null) {
      await after(1);
      kept = await runtime.store.get(runEntries.limits);
    }
    expect(kept.models).toEqual([
      {
        model: "openai:tickets",
        inFlight: admission.limit,
        waiting: 3 - admission.limit,
        mostInFlight: admission.limit,
        mostPerSecond: null,
        refusing: false,
      },
    ]);
    expect(admission.limit).toBeGreaterThan(0);

    answer();
    await Promise.all(calls);
    await end();
    expect(await runtime.store.get(runEntries.limits)).toBeNull();
    await runtime.database.close();
  });

  it("are not told by a process whose workers ask the models", async () => {
    const runtime = await memoryRun();
    const end = recordLimits({ ...runtime, runChunks: () => null as never }, { every: 1 });
    await after(20);
    await end();
    expect(await runtime.store.get(runEntries.limits)).toBeNull();
    await runtime.database.close();
  });
});
