import { fileURLToPath } from "node:url";
import { estimateRun } from "../../../graphs/commands/estimate-run.js";
import { expectedOrders } from "../../../graphs/rounds/expected-orders.js";
import { tryTask } from "../../../graphs/commands/try-task.js";
import { StandIn } from "../../../graphs/prompts/stand-in-model.js";
import { readRunData } from "../../../graphs/run/run-data.js";
import { readSpec } from "../../../graphs/run/read-spec.js";
import { scriptedModel } from "../../../tools/models/providers/scripted-model.js";
import { launch } from "../../../graphs/run/launch.js";
import type { LaunchOptions } from "../../../graphs/runtime/run-options.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import { Random } from "../../../base/statistics/random.js";
import { sentence } from "../../../graphs/conformance/fill-schema.js";
import { startOpenAiServer, type OpenAiServer } from "../../helpers/openai-server.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const task: TaskSpecInput = {
  name: "requests",
  kind: "classification",
  description: "Requests to a bank.",
  labels: ["card", "loan", "account"],
  target: 6,
  review: "none",
  critique: { criteria: ["format", "novel"] },
  label: { minTraining: 1_000_000 },
};
let server: OpenAiServer;
let workspace: string;
let options: LaunchOptions;
beforeEach(async () => {
  server = await startOpenAiServer({
    answer: (body, index) =>
      JSON.stringify(body["response_format"]).includes('"values"')
        ? { values: [`lost ${index}`, `stolen ${index}`] }
        : { text: sentence(new Random(JSON.stringify(body))) },
  });
  workspace = temporaryFolder();
  process.env["ESTIMATE_TEST_KEY"] = "a-key-of-the-test";
  const model = {
    model: "openai:m",
    baseUrl: server.url,
    apiKeyEnv: "ESTIMATE_TEST_KEY",
    price: { input: 1, output: 2 },
  };
  options = { model, workspace, logLevel: null };
});
afterEach(async () => {
  delete process.env["ESTIMATE_TEST_KEY"];
  await server.stop();
});
const sent = (): string[] => server.requests.map(({ body }) => JSON.stringify(body["messages"]));

describe("a task of labels alone, with a hosted model", () => {
  it("counts the price of every model that shares a role, by its weight", async () => {
    const priced = (times: number, more: object = {}) => ({
      ...(options.model as object),
      price: { input: times, output: 2 * times },
      ...more,
    });
    const cost = async (generator: object): Promise<number> =>
      (
        await estimateRun(
          { ...task, models: { generator } as TaskSpecInput["models"] },
          { ...options, model: undefined, models: { planner: "embedded", critic: "embedded" } },
        )
      ).costUsd!;
    const one = await cost(priced(1));
    const pool = await cost(priced(1, { also: [priced(5, { weight: 3 })] }));
    expect(pool / one).toBeCloseTo(4, 5);
  });

  it("is planned, previewed and run with one set of planner's answers and of prompts", async () => {
    const estimate = await estimateRun(task, options);
    expect(estimate.calls).toBeGreaterThan(6);
    expect(estimate.costUsd).toBeGreaterThan(0);
    const planned = server.count;
    expect([planned > 0, estimate.planning.calls]).toEqual([true, planned]);
    await tryTask(task, 2, options);
    const previewed = sent().slice(planned);
    expect(previewed.length).toBeGreaterThan(0);
    expect(previewed.every((messages) => messages.includes('\\"topic\\"'))).toBe(true);
    const { result } = await launch(task, options);
    const { summary } = await result;
    expect(summary.accepted).toBe(6);
    // Neither the planner's questions nor those of the previewed orders are sent again.
    const bodies = server.requests.map(({ body }) => JSON.stringify(body));
    expect(bodies.filter((body, index) => bodies.indexOf(body) < index)).toEqual([]);
  });

  it("asks nothing where it must not, and refuses a plan with too many questions", async () => {
    const labels = Array.from({ length: 60 }, (_, index) => `label ${index}`);
    const many = { ...task, labels, target: 100, recipe: "attrprompt" };
    const estimate = await estimateRun(many, { ...options, askPlanner: false });
    // one by one it would be 60 questions a dimension, and 300 of the class filter for each
    expect(estimate.planning.calls).toBeLessThan(200);
    await expect(
      estimateRun({ ...many, plan: { mostCalls: 50 } }, { ...options, askPlanner: false }),
    ).rejects.toMatchObject({
      code: "PLAN_INVALID",
      message: expect.stringMatching(/the plan would ask .* plan\.mostCalls is 50$/u) as unknown,
    });
    expect(server.count).toBe(0);
  });
});

describe("an estimate of a method that writes a surplus and cuts it", () => {
  it("is what the run then takes, of a stand-in's answers", async () => {
    const example = fileURLToPath(
      new URL("../../../examples/recipes/pairs/task.yaml", import.meta.url),
    );
    const read = await readSpec(example, { recipe: "wanli", target: 12 });
    const { support } = await readRunData(read.spec, read.folder);
    const standIn = new StandIn({ spec: read.spec, rows: support, refused: 0.2 });
    const plain: LaunchOptions = { workspace, logLevel: null, recipe: "wanli", target: 12 };
    const estimate = await estimateRun(example, {
      ...plain,
      model: scriptedModel([]),
      askPlanner: false,
    });
    const run = await launch(example, {
      ...plain,
      model: standIn.of(scriptedModel([])),
      cache: false,
      review: "none",
    });
    const { summary } = await run.result;
    expect(summary.accepted).toBe(12);
    expect(Math.abs(estimate.calls / summary.modelCalls - 1)).toBeLessThan(0.15);
    const tokens = ({ input, output }: typeof summary.tokens): number => input + output;
    expect(Math.abs(tokens(estimate.tokens) / tokens(summary.tokens) - 1)).toBeLessThan(0.15);
  });
});

describe("expectedOrders", () => {
  const run = { target: 24, roundSize: 32, rate: 1, most: Infinity, noProgressRounds: 3 };

  it("writes more than the target in the first rounds, as these are planned ahead", () => {
    expect(expectedOrders(run)).toEqual({ all: 35, first: 32 });
    expect(expectedOrders({ ...run, rate: 0.5 }).all).toBeGreaterThanOrEqual(48);
  });

  it("ends where rows are used up or nothing is accepted", () => {
    expect(expectedOrders({ ...run, most: 12 }).all).toBe(12);
    expect(expectedOrders({ ...run, rate: 0 }).all).toBeLessThanOrEqual(3 * 32);
  });
});
