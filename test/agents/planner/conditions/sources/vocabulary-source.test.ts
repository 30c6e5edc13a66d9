import { made } from "../../../../helpers/made.js";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deficitStrategy } from "../../../../../agents/planner/strategies/deficit-strategy.js";
import { createPlanner } from "../../../../../agents/planner/planner.js";
import { vocabularySource } from "../../../../../agents/planner/conditions/sources/vocabulary-source.js";
import { callAgent } from "../../../../../agents/call-agent.js";
import type { RoleOutput } from "../../../../../agents/roles.js";
import { fakeContext, fakeTask } from "../../../../helpers/fake-context.js";
import { temporaryFolder } from "../../../../memory/temporary-folder.js";
import { find } from "./find.js";

const words = { noun: ["dog", "boat"], verb: ["run", "sing"], adjective: ["red", "kind"] };
const lists = async (
  settings: Readonly<Record<string, unknown>>,
  folder = ".",
): Promise<Record<string, string[]>> =>
  Object.fromEntries(
    (
      await find(vocabularySource, { features: [], ...settings }, fakeContext(), { folder })
    ).attributes.map(({ name, values }) => [name, values]),
  );

describe("vocabulary", () => {
  const folder = temporaryFolder();
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return name;
  };

  it("takes lists of the task, and the features of TinyStories unless others are named", async () => {
    const found = await find(vocabularySource, { words }, fakeContext());
    expect(
      found.attributes.map(({ name, values, absent, group, steerable }) => ({
        name,
        values,
        absent,
        group,
        steerable,
      })),
    ).toEqual([
      ...Object.entries(words).map(([name, values]) => ({
        name,
        values,
        absent: undefined,
        group: undefined,
        steerable: false,
      })),
      ...["dialogue", "twist", "bad ending", "moral", "foreshadowing"].map((name) => ({
        name,
        values: [name, `no ${name}`],
        absent: `no ${name}`,
        group: "features",
        steerable: false,
      })),
    ]);
    const own = await find(
      vocabularySource,
      { words, features: ["rhyme"], chance: 0.2 },
      fakeContext(),
    );
    expect(own.attributes.at(-1)).toMatchObject({
      name: "rhyme",
      weights: { rhyme: 0.2, "no rhyme": 0.8 },
    });
  });

  it("reads a table of words and parts, a table with a column for each list, and a plain list", async () => {
    expect(
      await lists(
        { path: file("a.csv", "word,part\ndog,noun\nrun,verb\nDog ,noun\ndog,noun\n") },
        folder,
      ),
    ).toEqual({ noun: ["dog", "Dog"], verb: ["run"] });
    expect(
      await lists({ path: file("b.tsv", "noun\tadjective\ndog\tred\nboat\t\n") }, folder),
    ).toEqual({ noun: ["dog", "boat"], adjective: ["red"] });
    expect(await lists({ path: file("c.txt", "dog\n\n  boat\r\ndog\n") }, folder)).toEqual({
      word: ["dog", "boat"],
    });
    expect(
      await lists(
        { path: file("d.jsonl", '{"word":"개","pos":"명사"}\n{"word":"뛰다","pos":"동사"}\n') },
        folder,
      ),
    ).toEqual({ 명사: ["개"], 동사: ["뛰다"] });
    expect(
      (await find(vocabularySource, { path: "a.csv" }, fakeContext(), { folder: folder })).notes,
    ).toEqual(["vocabulary: 1 words were there twice in their list"]);
  });

  it("refuses no file, no words, nothing at all, and more words than a plan can keep", async () => {
    await expect(lists({})).rejects.toMatchObject({ code: "SPEC_INVALID" });
    await expect(lists({ path: "none.csv" }, folder)).rejects.toMatchObject({
      code: "DATA_NOT_FOUND",
    });
    await expect(lists({ path: file("e.csv", "word,part\n") }, folder)).rejects.toMatchObject({
      code: "DATA_EMPTY",
    });
    await expect(
      lists(
        {
          path: file(
            "f.txt",
            Array.from({ length: 200_001 }, (_unused, index) => `w${index}`).join("\n"),
          ),
        },
        folder,
      ),
    ).rejects.toMatchObject({ code: "SHAPE" });
  });

  it("is drawn for each sample: ten orders of ten thousand million combinations", async () => {
    const many = (name: string): string[] =>
      Array.from({ length: 1500 }, (_unused, index) => `${name}${index}`);
    const planner = createPlanner({
      strategy: deficitStrategy,
      conditions: [
        made(vocabularySource, {
          words: { noun: many("n"), verb: many("v"), adjective: many("a") },
        }),
      ],
    });
    const context = fakeContext({ task: fakeTask({ kind: "instruction", labels: undefined }) });
    const planned = await callAgent<RoleOutput<"planner", "plan">>(planner, "plan", {}, context);
    expect(planned.coverage.cells).toHaveLength(1);
    const { orders } = await callAgent<RoleOutput<"planner", "order">>(
      planner,
      "order",
      {
        round: 0,
        size: 10,
        plan: planned.plan,
        coverage: planned.coverage,
        outstanding: {},
        firstInput: 0,
        inputs: [],
      },
      context,
    );
    for (const { conditions } of orders)
      expect(conditions.map(({ name }) => name).slice(0, 3)).toEqual(["noun", "verb", "adjective"]);
    expect(new Set(orders.map(({ conditions }) => conditions[0]!.value)).size).toBeGreaterThan(8);
    for (const { conditions } of orders)
      for (const { name, value } of conditions.slice(3))
        expect({
          name,
          known: value
            .split(", ")
            .every((feature) =>
              ["dialogue", "twist", "bad ending", "moral", "foreshadowing"].includes(feature),
            ),
        }).toEqual({ name: "features", known: true });
  });
});
