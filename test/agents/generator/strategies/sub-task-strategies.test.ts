import { GENERATE_STRATEGIES } from "../../../../agents/generator/strategies/generate-strategies.js";
import { subTaskStrategies } from "../../../../agents/generator/strategies/sub-task-strategies.js";
import type { GenerateStrategy } from "../../../../agents/generator/contract.js";
import { configurable } from "../../../../base/slots/configurable.js";
import { Slot } from "../../../../base/slots/slot.js";
import type { TaskSpecInput } from "../../../../schema/task-file/task-spec.js";
import { fakeTask } from "../../../helpers/fake-context.js";
import { z } from "zod";

/** A strategy whose name tells the settings that it was made with. */
const telling = configurable({
  settings: z.strictObject({ a: z.int().default(1), b: z.int().default(1) }),
  make: ({ a, b }): GenerateStrategy => ({
    name: `a${a} b${b}`,
    write: () => Promise.reject(new Error("nothing is written here")),
  }),
});
const slot = new Slot<GenerateStrategy>("generate strategy", {
  one: { about: "", load: () => Promise.resolve(telling) },
  two: { about: "", load: () => Promise.resolve(telling) },
});
const spec = (parts: Partial<TaskSpecInput>) => fakeTask({ labels: undefined, ...parts }).spec;
const step = (strategy: unknown): Partial<TaskSpecInput> => ({
  kind: "reasoning",
  steps: [
    {
      id: "a",
      prompt: "x",
      output: ["question", "rationale", "answer"],
      strategy: strategy as string,
    },
  ],
});

describe("subTaskStrategies", () => {
  it("does a step that names nothing as the task says", async () => {
    const of = await subTaskStrategies(
      spec({ generate: { strategy: { name: "one", a: 2 } } }),
      slot,
    );
    expect((await of({})).name).toBe("a2 b1");
  });

  it("puts settings of the step before those of the task's list, and these before the defaults", async () => {
    const of = await subTaskStrategies(
      spec({ generate: { strategy: "one", strategies: [{ name: "two", a: 2, b: 3 }] } }),
      slot,
    );
    expect((await of({ strategy: "two", settings: { a: 9 } })).name).toBe("a9 b3");
    expect((await of({ strategy: "one" })).name).toBe("a1 b1");
  });

  it("makes a strategy once for all sub-tasks with the same settings", async () => {
    const of = await subTaskStrategies(spec({ generate: { strategy: "one" } }), slot);
    expect(await of({})).toBe(await of({ strategy: "one" }));
    expect(await of({ settings: { a: 2 } })).not.toBe(await of({}));
  });

  it.each<[string, Partial<TaskSpecInput>, string, RegExp]>([
    [
      "a setting that its strategy does not have",
      step({ name: "majority-vote", minTurns: 2 }),
      "steps[0].strategy.minTurns",
      /"majority-vote": minTurns: unknown field/u,
    ],
    [
      "a setting out of range",
      step({ name: "majority-vote", samples: 1 }),
      "steps[0].strategy.samples",
      /samples: the number 1 must be at least 2/u,
    ],
    [
      "a misspelt strategy of a step",
      step("majority-votes"),
      "steps[0].strategy",
      /no generate strategy "majority-votes"; did you mean "majority-vote"/u,
    ],
    [
      "a misspelt setting in the list of the task",
      { generate: { strategies: [{ name: "majority-vote", sample: 7 }] } },
      "generate.strategies[0].sample",
      /sample: unknown field; did you mean "samples"/u,
    ],
    [
      "a misspelt strategy of the task",
      { generate: { strategy: "label-frist" } },
      "generate.strategy",
      /did you mean "label-first"/u,
    ],
  ])("refuses %s", async (_what, parts, path, message) => {
    await expect(subTaskStrategies(spec(parts), GENERATE_STRATEGIES)).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(message),
      details: { path },
    });
  });
});
