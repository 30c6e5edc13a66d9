import { setTimeout as after } from "node:timers/promises";
import { recordLimits } from "../../../graphs/rounds/record-limits.js";
import { runEntries } from "../../../graphs/runtime/run-entries.js";
import type { LimitsNow } from "../../../schema/limits-now.js";
import { LimitsWatch } from "../../../tools/models/limits/limits-now.js";
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

  it("are summed over all processes that ask for a run, server by server", () => {
    const row = (model: string, inFlight: number, others: Partial<LimitsNow> = {}): LimitsNow => ({
      model,
      inFlight,
      waiting: 0,
      mostInFlight: 8,
      mostPerSecond: null,
      refusing: false,
      ...others,
    });
    const limits = new LimitsWatch();
    limits.add(new Admission({ concurrency: 4 }), "planner");
    limits.follow(() => [
      [row("tickets", 3, { mostPerSecond: 2 }), row("tickets", 1, { refusing: true })],
      [],
      [row("tickets", 4, { waiting: 5, mostPerSecond: 3 }), row("tickets", 0)],
      // Nothing to ask, and so no limit that it met.
      [row("tickets", 0, { mostInFlight: 1 }), row("tickets", 0)],
    ]);
    const [planner, first, second, ...others] = limits.now();
    expect(planner).toMatchObject({ model: "planner", inFlight: 0 });
    expect(first).toEqual(row("tickets", 7, { waiting: 5, mostInFlight: 17, mostPerSecond: 5 }));
    expect(second).toEqual(row("tickets", 1, { mostInFlight: 24, refusing: true }));
    expect(others).toEqual([]);
  });
});
