import Database from "better-sqlite3";
import { join } from "node:path";
import type { RunEvent } from "../../graphs/runtime/events.js";
import { launch } from "../../graphs/run/launch.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import type { LaunchOptions } from "../../graphs/runtime/run-options.js";
import type { RunResult } from "../../graphs/run/run-session.js";
import type { ConceptNode } from "../../schema/plan.js";
import type { CoverageMap } from "../../schema/coverage.js";
import { hash32 } from "../../base/statistics/hash.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import {
  lightAgents,
  runFile,
  ticketAnswer,
  ticketModel,
  ticketSpec,
} from "../helpers/ticket-run.js";

const TARGET = 120;
const spec = ticketSpec({
  target: TARGET,
  plan: { strategy: { name: "explore", depth: 2, branching: 3, maxNodes: 14 }, roundSize: 24 },
  review: "none",
});
/**
 * A model that names sub-tasks after what it was asked, and answers in another order than it was
 * asked.
 */
const model = () =>
  ticketModel({
    answer: (request) => {
      const schema = request.format.schema as Record<string, unknown>;
      if (!("subtasks" in ((schema["properties"] ?? {}) as object)))
        return ticketAnswer({ messages: request.messages, schema, seed: request.parameters.seed });
      const key = hash32(JSON.stringify(request.messages));
      return {
        subtasks: Array.from(
          { length: 4 },
          (_, index) =>
            `part ${(key + index).toString(36)} of ${hash32(`${key} ${index}`).toString(36)}`,
        ),
      };
    },
  });
interface Coverage extends CoverageMap {
  readonly tree: ConceptNode;
  readonly rounds: readonly { readonly round: number; readonly growth: CoverageMap["growth"] }[];
}
const coverageOf = (folder: string): Coverage =>
  JSON.parse(runFile(folder, "coverage.json")) as Coverage;

async function finished(
  options: LaunchOptions,
): Promise<{ result: RunResult; events: RunEvent[]; folder: string }> {
  const handle = await launch(spec, {
    runId: "run",
    logLevel: null,
    agents: lightAgents,
    model: model(),
    workspace: temporaryFolder(),
    ...options,
  });
  const events: RunEvent[] = [];
  handle.on((event) => events.push(event));
  return { result: await handle.result, events, folder: handle.folder };
}

describe("a run whose tree grows", () => {
  let one: Awaited<ReturnType<typeof finished>>;
  beforeAll(async () => {
    one = await finished({ concurrency: 1 });
  });

  it("fills the cells that appeared, within its limits, and shows the tree, the moves and why", () => {
    const { summary, report } = one.result;
    expect(summary).toMatchObject({ stop: "target", accepted: TARGET });
    const coverage = coverageOf(one.folder);
    const grown = coverage.rounds.flatMap((round) => round.growth);
    expect(grown.filter((row) => row.added.length > 0).length).toBeGreaterThan(0);
    expect(one.events.filter((event) => event.type === "tree-grown")).toHaveLength(grown.length);
    const added = new Set(grown.flatMap((row) => row.added.map(({ cell }) => cell)));
    expect(coverage.cells.some((cell) => added.has(cell.id) && cell.accepted > 0)).toBe(true);
    expect(coverage.cells.reduce((sum, cell) => sum + cell.quota, 0)).toBe(TARGET);
    expect(coverage.growth.reduce((sum, row) => sum + row.added.length, 0)).toBeLessThanOrEqual(14);
    expect(coverage.growth.at(-1)).toMatchObject({
      step: "stopped",
      why: expect.stringContaining("maxNodes of plan.strategy"),
    });
    for (const cell of added)
      expect(coverage.moves.find((move) => move.cell === cell)!.why).toMatch(
        /^new sub-task, found by/u,
      );
    expect(report.tree).toEqual(coverage.tree);
    expect(report.notes.join("\n")).toMatch(
      /the concept tree has 14 sub-tasks: .* left out by limits/u,
    );
    expect(runFile(one.folder, "report.html")).toContain("Concept tree");
  });

  it("gives the same dataset and the same tree at concurrency 1 and 32", async () => {
    const many = await finished({ concurrency: 32 });
    expect(runFile(many.folder, "dataset.jsonl")).toBe(runFile(one.folder, "dataset.jsonl"));
    expect(runFile(many.folder, "coverage.json")).toBe(runFile(one.folder, "coverage.json"));
  });

  it.each([
    ["as it was", false],
    ["without its checkpoints and its cache", true],
  ])("comes to the same when it is stopped while it grows, and resumed %s", async (_name, lost) => {
    const workspace = temporaryFolder();
    const handle = await launch(spec, {
      runId: "run",
      logLevel: null,
      agents: lightAgents,
      model: model(),
      workspace,
      cache: !lost,
    });
    for await (const event of handle.events)
      if (event.type === "tree-grown") void handle.stop().catch(() => {});
    expect((await handle.result).status).toBe("interrupted");
    if (lost) {
      const database = new Database(join(handle.folder, "run.db"));
      for (const table of ["checkpoints", "writes"]) database.exec(`DELETE FROM ${table}`);
      database.close();
    }
    const resumed = await (
      await resumeRun("run", {
        workspace,
        logLevel: null,
        agents: lightAgents,
        model: model(),
        cache: !lost,
      })
    ).result;
    expect(resumed.summary).toMatchObject({ stop: "target", accepted: TARGET });
    expect(runFile(handle.folder, "dataset.jsonl")).toBe(runFile(one.folder, "dataset.jsonl"));
    expect(coverageOf(handle.folder)).toEqual(coverageOf(one.folder));
  });
});
