import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../../helpers/built-package.js";
import { runWorker } from "../../../base/workers/run-worker.js";

const HELPERS = join(ROOT, "test", "helpers");
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

  it.each([
    ["at its work", ["--max-old-space-size=48"]],
    ["before it has begun", ["--import", pathToFileURL(join(HELPERS, "starved-thread.mjs")).href]],
  ])("says that a thread %s needed more memory than there is, and goes on", (_when, flags) => {
    const script = `
      const { runWorker } = await import(process.argv[1] + "/base/workers/run-worker.js");
      const measure = (text) => runWorker(
        new URL(process.argv[1] + "/agents/evaluator/measure-worker.js"),
        { accepted: [text], support: [], heldOut: [], copyWords: 8, rougeL: 0.7, nearDuplicate: 0.8, notation: "ignore" },
      );
      const words = Array.from({ length: 900_000 }, (_, at) => ((at * 7919) % 1000003).toString(36));
      const error = await measure(words.join(" ")).catch((error) => error);
      const { vocabulary } = await measure("one two");
      console.log(JSON.stringify([error.code, error.message, error.hint, vocabulary]));`;
    const out = execFileSync(
      process.execPath,
      [...flags, "--input-type=module", "-e", script, pathToFileURL(join(ROOT, "dist")).href],
      { encoding: "utf8" },
    );
    expect(JSON.parse(out)).toEqual([
      "OUT_OF_MEMORY",
      expect.stringMatching(/^a thread \(measure\) needed more than the \d+ MiB/u),
      expect.stringContaining("--max-old-space-size=") as string,
      2,
    ]);
  });

  it("stops when the signal fires", async () => {
    await expect(
      runWorker(file, { texts, threshold: 0.8 }, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: "INTERRUPTED" });
  });
});
