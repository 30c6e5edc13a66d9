import { runWorker } from "../../../base/workers/run-worker.js";

const file = new URL("../../../agents/curator/duplicates-worker.js", import.meta.url);
const texts = ["a text that stands here twice", "another text", "a text that stands here twice!"];

describe("runWorker", () => {
  it("answers what the worker's function returns", async () => {
    expect(await runWorker(file, { texts, threshold: 0.8 })).toEqual([
      { index: 2, of: 0, similarity: 1 },
    ]);
  });

  it("hands on coded errors", async () => {
    await expect(runWorker(file, { texts, threshold: 7 })).rejects.toMatchObject({
      code: "SHAPE",
      message: expect.stringContaining("7") as string,
    });
  });

  it("stops when the signal fires", async () => {
    await expect(
      runWorker(file, { texts, threshold: 0.8 }, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: "INTERRUPTED" });
  });
});
