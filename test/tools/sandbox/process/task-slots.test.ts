import { TaskSlots, type SlotEvents } from "../../../../tools/sandbox/process/task-slots.js";

/** Slots that do what a test tells them. */
function fakeSlots(
  most: number,
  { isReady = true } = {},
): {
  slots: TaskSlots;
  made: { events: SlotEvents; tasks: unknown[]; killed: boolean; busy: boolean | null }[];
} {
  const made: ReturnType<typeof fakeSlots>["made"] = [];
  const slots = new TaskSlots(
    (events) => {
      const slot: (typeof made)[number] = { events, tasks: [], killed: false, busy: null };
      made.push(slot);
      if (isReady) queueMicrotask(() => events.ready());
      return {
        send: (task) => void slot.tasks.push(task),
        hold: (busy) => {
          slot.busy = busy;
        },
        kill: () => {
          slot.killed = true;
        },
      };
    },
    { most, idleMilliseconds: 60_000 },
  );
  return { slots, made };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const LONG = { milliseconds: 60_000 };

describe("TaskSlots", () => {
  it("gives tasks to few slots, in the order of the calls, and uses them again", async () => {
    const { slots, made } = fakeSlots(2);
    const results = [1, 2, 3, 4, 5].map((task) => slots.run(task, LONG));
    for (let round = 0; round < 3; round++) {
      await turn();
      for (const slot of made) if (slot.tasks.length > 0) slot.events.answer(slot.tasks.shift());
    }
    expect(await Promise.all(results)).toEqual(
      [1, 2, 3, 4, 5].map((value) => ({ type: "answer", value })),
    );
    expect(made.map((slot) => slot.killed)).toEqual([false, false]);
    // Free slots do not keep the program from ending.
    expect(made.map((slot) => slot.busy)).toEqual([false, false]);
  });

  it("ends a slot whose task overruns, and starts another one for the next", async () => {
    const { slots, made } = fakeSlots(1);
    const late = slots.run("late", { milliseconds: 5 });
    const next = slots.run("next", LONG);
    expect(await late).toEqual({ type: "overrun" });
    await turn();
    expect(made.map((slot) => [slot.killed, slot.tasks])).toEqual([
      [true, ["late"]],
      [false, ["next"]],
    ]);
    made[0]!.events.answer("too late");
    made[1]!.events.answer("in time");
    expect(await next).toEqual({ type: "answer", value: "in time" });
  });

  it("says so when a slot ends at work, or takes no further task", async () => {
    const { slots, made } = fakeSlots(1);
    const crashed = slots.run(1, LONG);
    await turn();
    made[0]!.events.ended("it broke");
    expect(await crashed).toEqual({ type: "ended", why: "it broke" });
    const last = slots.run(2, LONG);
    await turn();
    made[1]!.events.answer("full", { last: true });
    expect(await last).toEqual({ type: "answer", value: "full" });
    const after = slots.run(3, LONG);
    await turn();
    expect(made).toHaveLength(3);
    made[2]!.events.answer("new");
    expect(await after).toEqual({ type: "answer", value: "new" });
  });

  it("fails where no slot comes up", async () => {
    const { slots, made } = fakeSlots(1, { isReady: false });
    const running = slots.run(1, LONG);
    made[0]!.events.ended("no such file");
    await expect(running).rejects.toMatchObject({
      code: "INTERNAL",
      message: expect.stringContaining("no such file") as string,
    });
  });

  it("takes an abandoned task out of the queue, or ends the slot that works on it", async () => {
    const { slots, made } = fakeSlots(1);
    const [atWork, inQueue] = [new AbortController(), new AbortController()];
    const first = slots.run(1, { ...LONG, signal: atWork.signal });
    const second = slots.run(2, { ...LONG, signal: inQueue.signal });
    const third = slots.run(3, LONG);
    const outcomes = Promise.allSettled([first, second]);
    await turn();
    inQueue.abort();
    atWork.abort();
    expect(
      (await outcomes).map((outcome) =>
        outcome.status === "rejected" ? (outcome.reason as { code: string }).code : null,
      ),
    ).toEqual(["INTERRUPTED", "INTERRUPTED"]);
    await turn();
    expect(made.map((slot) => [slot.killed, slot.tasks])).toEqual([
      [true, [1]],
      [false, [3]],
    ]);
    made[1]!.events.answer("done");
    expect(await third).toEqual({ type: "answer", value: "done" });
  });
});
