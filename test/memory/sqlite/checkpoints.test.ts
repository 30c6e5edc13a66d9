import { join } from "node:path";
import { openRunDatabase } from "../../../memory/sqlite/open-run-database.js";
import { checkpointedGraph } from "../checkpoint-graph.js";
import { temporaryFolder } from "../temporary-folder.js";

describe("SqliteCheckpointer", () => {
  it("resumes a graph where it stopped after the file was opened again", async () => {
    const path = join(temporaryFolder(), "run.db");
    const config = { configurable: { thread_id: "run" }, durability: "sync" as const };
    const calls: string[] = [];
    const first = openRunDatabase(path);
    await expect(
      (await checkpointedGraph(first, calls, true)).invoke({ done: [] }, config),
    ).rejects.toMatchObject({
      message: "killed here",
    });
    first.close();
    const second = openRunDatabase(path);
    const graph = await checkpointedGraph(second, calls, false);
    expect(await graph.invoke(null, config)).toEqual({ done: ["plan", "work"] });
    expect(calls).toEqual(["plan", "work", "work"]);
    const saver = await second.checkpointer();
    await saver.deleteThread("run");
    expect(await saver.getTuple(config)).toBeUndefined();
    second.close();
  });

  it("deletes a thread of a run that never wrote a checkpoint, and names a full disk", async () => {
    const database = openRunDatabase(join(temporaryFolder(), "run.db"));
    const saver = await database.checkpointer();
    await saver.deleteThread("run");
    database.raw.pragma(
      `max_page_count = ${database.raw.pragma("page_count", { simple: true }) as number}`,
    );
    const checkpoint = {
      v: 4,
      id: "c",
      ts: "",
      channel_values: { text: "x".repeat(50_000) },
      channel_versions: {},
      versions_seen: {},
    };
    await expect(
      saver.put(
        { configurable: { thread_id: "run" } },
        checkpoint,
        { source: "loop", step: 0, parents: {} },
        {},
      ),
    ).rejects.toMatchObject({ code: "DISK_FULL" });
    database.close();
  });
});
