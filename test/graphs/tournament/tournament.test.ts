import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { lightAgents } from "../../../bench/light-agents.js";
import { worldModel, worldPlugin, worldTask } from "../../../bench/tournament-world.js";
import { tournament } from "../../../graphs/tournament/tournament.js";
import type { TournamentOptions } from "../../../graphs/tournament/tournament-options.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import type { ChatRequest } from "../../../tools/models/contract.js";
import { failureOf } from "../../helpers/failure-of.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const WORLD = { seed: 2, rightness: { good: 1, bad: 0.2, none: 0.1 } };
const TASK: TaskSpecInput = {
  ...worldTask(WORLD),
  tournament: { weights: { diversity: 0 }, judged: 12 },
};

/** Options with a model that keeps what it was asked. */
function options(more: TournamentOptions = {}): TournamentOptions & { asked: ChatRequest[] } {
  const asked: ChatRequest[] = [];
  const model = worldModel(WORLD);
  return {
    asked,
    workspace: temporaryFolder(),
    model: { ...model, complete: (request) => (asked.push(request), model.complete(request)) },
    plugins: [worldPlugin(WORLD)],
    agents: lightAgents,
    recipes: ["good", "bad", "none", "genie"],
    budget: { calls: 480 },
    seeds: 2,
    ...more,
  };
}
const plain = ({ asked: _asked, ...rest }: ReturnType<typeof options>): TournamentOptions => rest;

describe("tournament", () => {
  it("finds the better recipe at equal cost, on what chose nobody, though it was stopped on the way", async () => {
    const path = join(temporaryFolder(), "task.yaml");
    const text = `# mine\n${stringify(TASK)}`;
    writeFileSync(path, text);
    const given = options({ write: true });
    const stopping = new AbortController();
    const onProgress = (step: string): void => {
      if (step.startsWith("none, seed 3")) stopping.abort();
    };
    expect(
      await failureOf(tournament(path, { ...plain(given), signal: stopping.signal, onProgress })),
    ).toMatchObject({ code: "INTERRUPTED", exitCode: 130 });
    const before = given.asked.length;
    const report = await tournament(path, plain(given));
    expect(before).toBeGreaterThan(0);
    expect(report).toMatchObject({
      recipe: "good",
      unit: "calls",
      budget: 480,
      indistinguishable: expect.not.arrayContaining(["good"]) as unknown,
      written: path,
    });
    expect(report.verdict[0]).toMatch(
      /^use good: on 2 new seeds and 30 held-out rows its score is/u,
    );
    expect(report.final).toMatchObject({ first: "good", seeds: 2, rows: 30, freshRows: true });
    expect(report.unfit).toEqual([
      {
        recipe: "genie",
        why: expect.stringContaining("genie makes question-answering") as unknown,
      },
    ]);
    expect(report.objectives.map(({ name }) => name)).toEqual([
      "downstream",
      "faithfulness",
      "coverage",
    ]);
    expect(report.dropped).toEqual([{ name: "diversity", why: "its weight is 0" }]);
    // Nothing is asked twice. Every call is paid from the one budget, and each recipe of a rung has had as much.
    expect(given.asked.length).toBe(report.spent.runs + report.spent.judge);
    expect(given.asked.length).toBeLessThanOrEqual(480);
    const [first, second] = report.rows;
    expect(first!.spent).toBe(second!.spent);
    expect(first!.parts.faithfulness).toBe(1);
    // Its runs are ordinary ones, with the seeds of the tournament.
    expect(readdirSync(join(given.workspace!, "runs")).sort()).toEqual(
      report.rows.flatMap(({ runs }) => runs).sort(),
    );
    expect(first!.runs.map((run) => run.replace(`${report.id}-`, ""))).toEqual([
      "good-2",
      "good-3",
      "good-4",
      "good-5",
    ]);
    // No held-out row was shown to the model of a run; the same rows are held out of every seed.
    const support = (TASK.support as { rows: { text: string }[] }).rows;
    const shown = given.asked.map(({ messages }) => JSON.stringify(messages)).join("\n");
    expect(support.filter((row) => shown.includes(row.text)).length).toBeLessThanOrEqual(60);
    // One line of the file is new, and the same call again asks nothing.
    expect(readFileSync(path, "utf8")).toBe(
      text.replace("kind: classification\n", "kind: classification\nrecipe: good\n"),
    );
    writeFileSync(path, text);
    const calls = given.asked.length;
    expect(await tournament(path, plain(given))).toEqual(report);
    expect(given.asked.length).toBe(calls);
  });

  it.each([
    [
      "an unknown recipe",
      { recipes: ["good", "attrpromt"] },
      "SPEC_INVALID",
      'did you mean "attrprompt"',
    ],
    ["one that fits", { recipes: ["good", "genie"] }, "USAGE", "only good does"],
    ["one seed", { seeds: 1 }, "USAGE", "at least 2"],
    ["no name", { recipes: [] }, "USAGE", "no recipe was named"],
    ["dollars without a price", { budget: { usd: 1 }, model: unpriced() }, "NO_PRICE", "price"],
  ])("refuses %s before anything is asked", async (_what, more, code, message) => {
    const given = options(more as TournamentOptions);
    const error = await failureOf(tournament(TASK, plain(given)));
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) as unknown });
    expect(given.asked).toEqual([]);
  });
});

function unpriced() {
  const model = worldModel(WORLD);
  return { ...model, info: { ...model.info, price: null } };
}
