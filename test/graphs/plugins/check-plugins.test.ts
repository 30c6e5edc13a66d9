import { z } from "zod";
import type { Criterion } from "../../../agents/critic/contract.js";
import { passes } from "../../../agents/critic/verdicts.js";
import { configurable } from "../../../base/slots/configurable.js";
import { checkPlugins } from "../../../graphs/plugins/check-plugins.js";
import { slotsWith } from "../../../graphs/plugins/launch-slots.js";
import { loadPlugins } from "../../../graphs/plugins/load-plugins.js";
import { definePlugin, type Plugin } from "../../../graphs/plugins/plugin.js";
import { taskSpecSchema } from "../../../schema/task-file/task-spec.js";
import type { Filter } from "../../../tools/curation/contract.js";

const calm: Criterion = { name: "calm", decide: () => passes("calm", { reason: "It is calm." }) };
const spec = taskSpecSchema.parse({
  name: "questions",
  kind: "question-answering",
  description: "Questions about parcels.",
  target: 4,
});
const check = async (plugin: Plugin): Promise<void> =>
  checkPlugins(await loadPlugins([definePlugin(plugin)], "."), spec);

describe("plug-ins", () => {
  it("that keep to their contracts pass, in the shape of the task", async () => {
    await check({ name: "mine", criteria: { calm } });
  });

  it.each<[string, Plugin, RegExp]>([
    [
      "throws",
      {
        criteria: {
          calm: {
            ...calm,
            decide: ({ label }) => passes("calm", { reason: (label as string).trim() }),
          },
        },
      },
      /"plugin-1": criteria\.calm: decides by a verdict, .*Cannot read properties of null[^]*check-plugins\.test/u,
    ],
    [
      "answers in another shape",
      { criteria: { calm: { ...calm, decide: () => ({ pass: true }) as never } } },
      /criteria\.calm: decides by a verdict, before and after the judge is asked: no verdict/u,
    ],
    [
      "leaves rows out",
      {
        filters: {
          none: {
            name: "none",
            apply: () =>
              Promise.resolve({
                name: "none",
                scores: new Float64Array(0),
                removed: [],
                notes: [],
                meaning: "",
                figures: {},
              }),
          } satisfies Filter,
        },
      },
      /filters\.none: gives one answer for each row, in their order: scores are not one for each row/u,
    ],
    [
      "has a setting without a default",
      {
        criteria: {
          calm: configurable({ settings: z.strictObject({ most: z.number() }), make: () => calm }),
        },
      },
      /criteria\.calm: .*settings without a default/u,
    ],
    ["is no object", { criteria: { calm: "calm" as never } }, /criteria\.calm is string/u],
    ["names no slot", { criterions: { calm } } as Plugin, /no slot; did you mean "criteria"\?/u],
  ])("are refused before anything runs: one %s", async (_what, plugin, message) => {
    await expect(check(plugin)).rejects.toMatchObject({
      code: "PLUGIN_INVALID",
      message: expect.stringMatching(message),
    });
  });

  it("take no name that is taken", async () => {
    const plugins = await loadPlugins([{ name: "a", criteria: { novel: calm } }], ".");
    expect(() => slotsWith(plugins)).toThrow(
      'plug-in "a": there is a criterion "novel" already, built in',
    );
  });
});
