import { DatawrightError } from "../../../base/errors.js";
import type { ChunkGraph } from "../../../graphs/chunk/chunk-graph.js";
import type { ChunkItem } from "../../../graphs/chunk/chunk-item.js";
import { LocalChunks } from "../../../graphs/chunk/local-chunks.js";
import { WorkLoop } from "../../../graphs/rounds/work-loop.js";
import type { Order } from "../../../schema/plan.js";
import {
  begun,
  madeDraft,
  madeOrder,
  madePlan,
  memoryRun,
  type MemoryRun,
} from "../../helpers/memory-run.js";
import { ticketText } from "../../helpers/ticket-run.js";

/** A chunk graph whose chunks wait until a test lets them go. */
function heldGraph(work: (item: ChunkItem) => void = write) {
  const started: { ids: string[]; go: () => void; fail: (error: unknown) => void }[] = [];
  const graph = {
    invoke: ({ items }: { items: readonly ChunkItem[] }) =>
      new Promise<void>((resolve, reject) => {
        started.push({
          ids: items.map(({ order }) => order.id),
          go: () => {
            for (const item of items) work(item);
            resolve();
          },
          fail: reject,
        });
      }),
  } as unknown as ChunkGraph;
  return { graph, started };
}
function write(item: ChunkItem): void {
  item.fields = { text: ticketText("refund", item.order.id) };
}
const orders = (round: number, size: number): Order[] =>
  Array.from({ length: size }, (_, ordinal) => madeOrder({ round, ordinal }));

async function open(concurrency = 4): Promise<MemoryRun> {
  const run = await memoryRun({ concurrency });
  await begun(run);
  return run;
}
async function add(run: MemoryRun, loop: WorkLoop, round: number, size: number): Promise<void> {
  await loop.add(round, orders(round, size), madePlan(), await run.rounds.visible(-1));
}
/** A chunk that went is saved in slices, each a turn of the event loop later at most. */
async function saved(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}
/** Lets the chunks that have started go, until none is left. */
async function goOn(loop: WorkLoop, started: ReturnType<typeof heldGraph>["started"]) {
  for (let next = started.shift(); next; next = started.shift()) {
    next.go();
    await saved();
  }
  await loop.idle();
}

describe("the pull loop", () => {
  it("stores a draft for every order before the round is finished", async () => {
    const run = await open();
    const { graph, started } = heldGraph();
    const loop = new WorkLoop(run, new LocalChunks(run, graph));
    await add(run, loop, 0, 50);
    let isDone = false;
    const done = loop.finished(0).then(() => (isDone = true));
    expect(isDone).toBe(false);
    await goOn(loop, started);
    await done;
    expect(await run.samples.count({ round: 0, status: "drafted" })).toBe(50);
    expect(run.happened.filter(({ type }) => type === "draft-finished")).toHaveLength(50);
  });

  it("does no order again that has a draft", async () => {
    const run = await open();
    await run.samples.saveDrafts(
      [0, 2].map((ordinal) => ({ sample: madeDraft({ ordinal }), verdicts: [], vector: null })),
    );
    const { graph, started } = heldGraph();
    const loop = new WorkLoop(run, new LocalChunks(run, graph));
    await add(run, loop, 0, 4);
    expect(started.flatMap(({ ids }) => ids)).toEqual(["r0-1", "r0-3"]);
    await goOn(loop, started);
    await loop.finished(0);
  });

  it("is finished with a round whose orders are all drafted already", async () => {
    const run = await open();
    await run.samples.saveDrafts([{ sample: madeDraft(), verdicts: [], vector: null }]);
    const loop = new WorkLoop(run, new LocalChunks(run, heldGraph().graph));
    await add(run, loop, 0, 1);
    await loop.finished(0);
  });

  it("keeps about twice the concurrency in flight, the earlier round first", async () => {
    const run = await open(20);
    const { graph, started } = heldGraph();
    const loop = new WorkLoop(run, new LocalChunks(run, graph));
    await add(run, loop, 1, 100);
    await add(run, loop, 0, 40);
    const rounds = (): string[] => started.map(({ ids }) => `${ids[0]!.slice(0, 2)} ${ids.length}`);
    expect(rounds()).toEqual(["r1 20", "r1 20", "r1 20"]);
    started[0]!.go();
    await saved();
    expect(rounds()).toEqual(["r1 20", "r1 20", "r1 20", "r0 20"]);
    started.shift();
    await goOn(loop, started);
  });

  it("tries code of the user's on three drafts before it starts more", async () => {
    const run = await memoryRun({ concurrency: 20, worksByOwnCode: true });
    await begun(run);
    const { graph, started } = heldGraph();
    const loop = new WorkLoop(run, new LocalChunks(run, graph));
    await add(run, loop, 0, 60);
    const step = async (): Promise<number[]> => {
      const sizes = started.map(({ ids }) => ids.length);
      for (const chunk of started.splice(0)) chunk.go();
      await saved();
      return sizes;
    };
    const call = run.faults.watch({ name: "mine", role: "critic" }, "critique");
    call.failed(new DatawrightError({ code: "AGENT_FAILED", message: "broke" }));
    expect(await step()).toEqual([3]);
    run.faults.watch({ name: "mine", role: "critic" }, "critique").succeeded();
    expect(await step()).toEqual([3]);
    expect(await step()).toEqual([20, 20, 14]);
    await goOn(loop, started);
  });

  it("starts no further chunk of a cancelled round, and nobody waits for it", async () => {
    const run = await open();
    const { graph, started } = heldGraph();
    const loop = new WorkLoop(run, new LocalChunks(run, graph));
    await add(run, loop, 0, 100);
    const before = started.length;
    const done = loop.finished(0);
    loop.cancel(0);
    await done;
    expect(run.cancelled.has(0)).toBe(true);
    expect(loop.has(0)).toBe(false);
    await goOn(loop, started);
    expect(await run.samples.count({ round: 0 })).toBe(before * 20);
  });

  it("goes on where a chunk of a cancelled round fails", async () => {
    const run = await open();
    const { graph, started } = heldGraph();
    const loop = new WorkLoop(run, new LocalChunks(run, graph));
    await add(run, loop, 0, 5);
    loop.cancel(0);
    started.shift()!.fail(new Error("the server went away"));
    await loop.idle();
    await add(run, loop, 1, 5);
    await goOn(loop, started);
    await loop.finished(1);
  });

  it("starts nothing more once it is stopped, and says why to all who wait", async () => {
    const run = await open();
    const { graph, started } = heldGraph();
    const loop = new WorkLoop(run, new LocalChunks(run, graph));
    await add(run, loop, 0, 100);
    const before = started.length;
    const error = new DatawrightError({ code: "INTERRUPTED", message: "stopped" });
    const waits = loop.finished(0);
    loop.stop(error);
    await expect(waits).rejects.toBe(error);
    await goOn(loop, started);
    // What was in flight is kept; what was not does not start, and neither does a later round.
    expect(await run.samples.count({ round: 0 })).toBe(before * 20);
    await add(run, loop, 1, 5);
    await expect(loop.finished(1)).rejects.toBe(error);
    expect(started).toEqual([]);
  });

  it("ends on the error of a chunk", async () => {
    const run = await open();
    const { graph, started } = heldGraph();
    const loop = new WorkLoop(run, new LocalChunks(run, graph));
    await add(run, loop, 0, 5);
    const error = new DatawrightError({ code: "MODEL_AUTH", message: "the key is wrong" });
    started[0]!.fail(error);
    await expect(loop.finished(0)).rejects.toBe(error);
  });

  it("keeps what a used-up budget left of a chunk, and then says that it is used up", async () => {
    const run = await open();
    const budget = new DatawrightError({ code: "BUDGET_EXHAUSTED", message: "10 of 10 calls" });
    const { graph, started } = heldGraph((item) => {
      if (item.order.ordinal < 2) write(item);
      else item.unfinished = budget;
    });
    const loop = new WorkLoop(run, new LocalChunks(run, graph));
    await add(run, loop, 0, 4);
    const waits = loop.finished(0);
    started[0]!.go();
    await expect(waits).rejects.toBe(budget);
    expect((await run.samples.samples()).map(({ id }) => id)).toEqual(["r0-0", "r0-1"]);
  });
});
