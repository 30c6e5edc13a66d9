import { builtinAgent } from "../../../../agents/builtin.js";
import type { TaskSpecInput } from "../../../../schema/task-file/task-spec.js";
import { fakeTask } from "../../../helpers/fake-context.js";

const generator = (spec: Partial<TaskSpecInput>): Promise<unknown> =>
  builtinAgent("generator", fakeTask({ kind: "reasoning", labels: undefined, ...spec }).spec);
const step = (settings: Record<string, unknown>, strategy?: string) => ({
  steps: [
    {
      id: "a",
      prompt: "x",
      output: ["question", "rationale", "answer"],
      settings,
      ...(strategy ? { strategy } : {}),
    },
  ],
});

describe("settings of strategies, checked before anything runs", () => {
  it("takes those of any strategy for the whole task, and those of its own for a step", async () => {
    await expect(
      generator({ generate: { settings: { samples: 7, minTurns: 2 } } }),
    ).resolves.toMatchObject({ role: "generator" });
    await expect(
      generator(step({ samples: 7, minShare: 0.6 }, "majority-vote")),
    ).resolves.toMatchObject({ role: "generator" });
  });

  it.each<[string, Partial<TaskSpecInput>, RegExp]>([
    [
      "no strategy has",
      { generate: { settings: { sample: 7 } } },
      /generate\.settings: there is no setting "sample"; did you mean "samples"/u,
    ],
    [
      "its strategy does not have",
      step({ minTurns: 2 }, "majority-vote"),
      /steps\[0\]\.settings: there is no setting "minTurns"/u,
    ],
    ["a strategy without settings cannot have", step({ samples: 2 }), /steps\[0\]\.settings/u],
    ["are out of range", step({ samples: 1 }, "majority-vote"), /steps\[0\]\.settings: samples/u],
    [
      "belong to no strategy at all",
      step({}, "majority-votes"),
      /steps\[0\]\.strategy: there is no "majority-votes"/u,
    ],
  ])("refuses settings that %s", async (_what, spec, message) => {
    await expect(generator(spec)).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(message),
    });
  });
});
