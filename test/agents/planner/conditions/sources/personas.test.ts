import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { personasSource } from "../../../../../agents/planner/conditions/sources/personas-source.js";
import { drawConditions } from "../../../../../tools/conditions/draw-conditions.js";
import { fakeContext, fakeRoleModel, fakeTask } from "../../../../helpers/fake-context.js";
import { sentence } from "../../../../../graphs/conformance/fill-schema.js";
import { Random } from "../../../../../base/statistics/random.js";
import { find } from "./find.js";
import { temporaryFolder } from "../../../../memory/temporary-folder.js";

describe("personas of a file", () => {
  const folder = temporaryFolder();
  beforeAll(() => {
    writeFileSync(
      join(folder, "people.csv"),
      "occupation,age,mood,weight\nnurse,34,angry,3\nretired teacher,71,calm,\npupil,15,,\n",
    );
    writeFileSync(join(folder, "bad.csv"), "occupation,weight\nnurse,often\n");
  });
  const context = fakeContext({ task: fakeTask() });

  it("are drawn whole, as often as their weight says, and only where they occur", async () => {
    const mood = {
      name: "mood",
      source: "spec" as const,
      values: ["angry", "calm", "sad"],
      steerable: true,
    };
    const { attributes } = await find(personasSource, { path: "people.csv" }, context, {
      before: [mood],
      folder,
    });
    const [persona] = attributes;
    expect(persona!.values).toEqual([
      "occupation: nurse; age: 34",
      "occupation: retired teacher; age: 71",
      "occupation: pupil; age: 15",
    ]);
    const draws = drawConditions({ dimensions: [mood, persona!], count: 600, seed: 3 });
    const met = new Map<string, number>();
    for (const draw of draws) {
      const key = `${draw["mood"]} ${draw["persona"]!.split(/[ ;]/u)[1]}`;
      met.set(key, (met.get(key) ?? 0) + 1);
    }
    expect([...met.keys()].sort()).toEqual([
      "angry nurse",
      "angry pupil",
      "calm pupil",
      "calm retired",
      "sad pupil",
    ]);
    expect(met.get("angry nurse")! / met.get("angry pupil")!).toBeGreaterThan(2);
  });

  it("tell of a weight that is none, and of a column that is not there", async () => {
    await expect(
      find(personasSource, { path: "bad.csv" }, context, { folder }),
    ).rejects.toMatchObject({ code: "SHAPE", message: expect.stringContaining("bad.csv:2") });
    await expect(
      find(personasSource, { path: "people.csv", columns: ["job"] }, context, { folder }),
    ).rejects.toMatchObject({ code: "DATA_COLUMN" });
  });
});

describe("personas of the model", () => {
  const people = (from: number, count: number) =>
    Array.from({ length: count }, (_unused, index) => {
      const random = new Random(from + index);
      return { who: sentence(random), situation: sentence(random), style: `n${from + index}` };
    });

  it("are asked in lists that see the ones before, until there are enough", async () => {
    const asked: string[] = [];
    const model = fakeRoleModel(({ prompt }) => {
      asked.push(JSON.stringify(prompt.sections));
      return { people: people(asked.length * 100, 12) };
    });
    const task = fakeTask({ kind: "dialogue", labels: undefined, audience: "guests of a hotel" });
    const { attributes } = await find(personasSource, { count: 20 }, fakeContext({ task, model }));
    expect(attributes[0]!.values).toHaveLength(20);
    expect(attributes[0]).toMatchObject({ steerable: false, source: "people" });
    expect(attributes[0]!.description).toContain("the user of the conversation");
    expect(asked).toHaveLength(2);
    expect(asked[0]).toContain("guests of a hotel");
    expect(asked[0]).not.toContain("n100");
    expect(asked[1]).toContain("n100");
  });

  it("end where an answer repeats itself, and say so", async () => {
    let calls = 0;
    const model = fakeRoleModel(() => {
      calls += 1;
      return { people: people(0, 12) };
    });
    const { attributes, notes } = await find(
      personasSource,
      { count: 60 },
      fakeContext({ task: fakeTask(), model }),
    );
    expect(attributes[0]!.values).toHaveLength(12);
    expect(calls).toBe(2);
    expect(notes.join()).toContain("12 people of the model left out");
  });
});
