import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { lightAgents } from "../../../bench/light-agents.js";
import { worldModel, worldTask } from "../../../bench/tournament-world.js";
import { compareRuns } from "../../../graphs/comparison/compare-runs.js";
import { launch } from "../../../graphs/run/launch.js";
import { comparisonLines } from "../../../cli/print/print-comparison.js";
import { speak } from "../../../cli/language/texts.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import { acquireRunLock } from "../../../memory/run-lock.js";
import { failureOf } from "../../helpers/failure-of.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const workspace = temporaryFolder();

async function made(runId: string, rightness: number, spec: Partial<TaskSpecInput> = {}) {
  const world = { seed: 4, rightness: { none: rightness } };
  const handle = await launch(
    { ...worldTask(world), ...spec },
    { workspace, runId, model: worldModel(world), agents: lightAgents, logLevel: null },
  );
  await handle.result;
  return handle.folder;
}
/** Every file of a folder with its size and what it holds, the write-ahead log's traces apart. */
const filesOf = (folder: string): readonly (readonly [string, number, string])[] =>
  readdirSync(folder)
    .filter((name) => !/-(?:wal|shm)$/u.test(name))
    .map((name) => [
      name,
      statSync(join(folder, name)).mtimeMs,
      readFileSync(join(folder, name), "base64"),
    ]);

describe("compareRuns", () => {
  let folders: readonly string[] = [];
  beforeAll(async () => {
    folders = [
      await made("right", 1, { target: 60 }),
      await made("wrong", 0.6, { target: 60, generate: { demonstrations: { count: 4 } } }),
    ];
  });

  it("says which differences are real, which are not shown, and why others are not tested", async () => {
    const before = folders.map(filesOf);
    const lock = acquireRunLock(folders[0]!);
    const found = await compareRuns("right", "wrong", { workspace });
    lock.release();
    expect(folders.map(filesOf)).toEqual(before);
    const figure = (name: string) => found.figures.find((one) => one.name === name)!;
    expect(figure("downstream")).toMatchObject({
      verdict: "real",
      first: 1,
      method: "McNemar",
      note: "on 60 real rows held out of both",
    });
    expect(figure("downstream").high).toBeLessThan(0);
    expect(figure("tokensPerRow")).toMatchObject({ verdict: "real", method: "delta" });
    expect(figure("length").note).toBe("the same for every row");
    expect(figure("averagePairwiseSimilarity")).toMatchObject({ method: "random halves" });
    expect(figure("labelDistribution")).toMatchObject({ verdict: "not-shown", of: "delivery" });
    expect(figure("costPerRow")).toMatchObject({ verdict: "untested", difference: null });
    expect(figure("judgeScore").note).toBe("the same for every row");
    const tested = found.figures.filter(({ verdict }) => verdict !== "untested");
    expect(found.tests).toBe(tested.length);
    for (const { probability, adjusted, verdict } of tested) {
      expect(adjusted).toBeGreaterThanOrEqual(probability!);
      expect(verdict).toBe(adjusted! <= 0.05 ? "real" : "not-shown");
    }
    expect(found.settings).toEqual([
      { path: "generate.demonstrations.count", first: 2, second: 4 },
    ]);
  });

  it("reads as a table, in Korean too", async () => {
    const found = await compareRuns(folders[0]!, folders[1]!, { workspace });
    const lines = comparisonLines(found, { all: false });
    expect(lines[0]).toBe("A  right: no recipe, seed 4, 60 accepted, target");
    expect(lines.join("\n")).toMatch(/differences are real \(Holm, joint error 5 %\): /u);
    expect(lines.join("\n")).toMatch(
      /downstream accuracy +100\.0 % .* real; McNemar; on 60 real rows/u,
    );
    expect(lines).toContain("1 setting not the same:");
    speak("ko");
    const korean = comparisonLines(found, { all: false }).join("\n");
    speak("en");
    expect(korean).toMatch(/다운스트림 정확도 .*진짜; McNemar; 둘 다에서 따로 둔 실제 60행에서/u);
    expect(korean).not.toMatch(/not shown|setting|real rows/u);
  });

  it("finds nothing between two runs of one method, and looks into one that is not finished", async () => {
    const world = { seed: 4, rightness: { none: 1 } };
    const handle = await launch(
      { ...worldTask(world), target: 60, seed: 9 },
      { workspace, runId: "open", model: worldModel(world), agents: lightAgents, logLevel: null },
    );
    const found = await compareRuns("right", "open", { workspace });
    await handle.result;
    expect(found.second).toMatchObject({ stop: null });
    expect(found.notes[0]).toBe("open is not finished: its figures are of what is there now");
    const finished = await compareRuns("right", "open", { workspace });
    expect(finished.figures.filter(({ verdict }) => verdict === "real")).toEqual([]);
    expect(finished.settings).toEqual([{ path: "seed", first: 4, second: 9 }]);
  });

  it("refuses one run twice, runs of other fields, and a run that there is not", async () => {
    expect(await failureOf(compareRuns("right", folders[0]!, { workspace }))).toMatchObject({
      code: "USAGE",
      message: "right is compared with itself",
    });
    await made("other", 1, {
      kind: "custom",
      labels: undefined,
      support: undefined,
      fields: { title: { type: "text" } },
      target: 1,
    });
    expect(await failureOf(compareRuns("right", "other", { workspace }))).toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("other is custom (title)") as unknown,
    });
    expect(await failureOf(compareRuns("rihgt", "other", { workspace }))).toMatchObject({
      code: "RUN_NOT_FOUND",
    });
  });
});
