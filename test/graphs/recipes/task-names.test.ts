import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTaskFile } from "../../../graphs/run/read-task.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

describe("names and settings of a task file", () => {
  const folder = temporaryFolder();
  const file = join(folder, "task.yaml");
  const read = (text: string, overrides: readonly string[] = []) => {
    writeFileSync(
      file,
      `name: t\nkind: classification\ndescription: d\nlabels: [a, b]\ntarget: 4\n${text}\n`,
    );
    return readTaskFile(file, overrides);
  };
  const messageOf = (text: string, overrides: readonly string[] = []): Promise<string> =>
    read(text, overrides).then(
      () => "",
      (error: Error) => error.message.replaceAll(file, "task.yaml"),
    );

  it.each([
    [
      "knowledge:\n  - { name: rfd, path: a.ttl }",
      'task.yaml:7:7: knowledge[0].name: there is no knowledge source "rfd"; did you mean "rdf"?',
    ],
    [
      "label: { model: linaer }",
      'label.model: there is no classifier "linaer"; did you mean "linear"?',
    ],
    [
      "evaluate:\n  metrics: [vocabulry]",
      'evaluate.metrics[0]: there is no metric "vocabulry"; did you mean "vocabulary"?',
    ],
    [
      "plan:\n  strategy: defict",
      'task.yaml:7:3: plan.strategy: there is no plan strategy "defict"; did you mean "deficit"?',
    ],
    [
      "plan:\n  strategy: { name: explore, dept: 3 }",
      'task.yaml:7:30: plan.strategy.dept: plan strategy "explore": dept: unknown field; did you mean "depth"?',
    ],
    [
      "plan:\n  decomposition: txt-first",
      'there is no decomposition "txt-first"; did you mean "text-first"?',
    ],
    [
      "plan:\n  seeds: suport",
      'task.yaml:7:3: plan.seeds: there is no seed selector "suport"; did you mean "support"?',
    ],
    [
      "plan:\n  seeds: { name: support, cont: 2 }",
      'plan.seeds.cont: seed selector "support": cont: unknown field',
    ],
    [
      "plan:\n  seeds: { count: 2 }",
      "task.yaml:7:3: plan.seeds: has settings but no name: say which rows are meant, for example `seeds: { name: support, count: 2 }`",
    ],
    [
      "plan:\n  conditions:\n    - spec\n    - vocabluary",
      'task.yaml:9:7: plan.conditions[1]: there is no condition source "vocabluary"; did you mean "vocabulary"?',
    ],
    [
      "plan:\n  conditions:\n    - { name: vocabulary, paht: x }",
      'task.yaml:8:27: plan.conditions[0].paht: condition source "vocabulary": paht: unknown field; did you mean "path"?',
    ],
    [
      "generate:\n  strategy: label-frist",
      'task.yaml:7:3: generate.strategy: there is no generate strategy "label-frist"; did you mean "label-first"?',
    ],
    [
      "generate:\n  strategies: [{ name: verify, feild: x }]",
      'task.yaml:7:32: generate.strategies[0].feild: generate strategy "verify": feild: unknown field; did you mean "field"?',
    ],
    [
      "generate:\n  sources: chains\nknowledge: [{ text: x }]",
      'there is no source selector "chains"; did you mean "chain"?',
    ],
    [
      "generate:\n  demonstrations: { name: mrm }",
      'task.yaml:7:21: generate.demonstrations.name: there is no demonstration selector "mrm"; did you mean "mmr"?',
    ],
    [
      "generate:\n  demonstrations: { name: mmr, lambda: 3 }",
      'task.yaml:7:32: generate.demonstrations.lambda: demonstration selector "mmr": lambda: the number 3 must be at most 1',
    ],
    [
      "critique:\n  criteria:\n    - format\n    - fatihful",
      'task.yaml:9:7: critique.criteria[1]: there is no criterion "fatihful"; did you mean "faithful"?',
    ],
    [
      "steps:\n  - { id: s, prompt: x, output: text, strategy: pasage }",
      'task.yaml:7:39: steps[0].strategy: there is no generate strategy "pasage"; did you mean "passage"?',
    ],
    [
      "recipe: zerogn",
      'task.yaml:6:1: recipe: there is no recipe "zerogn"; did you mean "zerogen"?',
    ],
  ])("%s", async (text, message) => {
    expect(await messageOf(text)).toContain(message);
  });

  it("tells of all of them at once", async () => {
    const message = await messageOf(
      "plan: { strategy: unifrom }\ncritique: { criteria: [novle, formt] }",
    );
    expect(message.split("\n").map((line) => line.split(":")[3])).toEqual([
      " plan.strategy",
      " critique.criteria[0]",
      " critique.criteria[1]",
    ]);
  });

  it("names the override or the recipe that set a wrong setting", async () => {
    expect(await messageOf("", ["generate.demonstrations.cuont=4"])).toContain(
      '--set generate.demonstrations.cuont=4: generate.demonstrations.cuont: demonstration selector "similarity"',
    );
    expect(
      await messageOf("recipe: progen\ngenerate: { demonstrations: { lambda: 1 } }"),
    ).toContain('demonstration selector "helpful": lambda: unknown field');
  });

  it("takes settings without a name for what is chosen already", async () => {
    const chosen = async (text: string, overrides: readonly string[]) =>
      (await read(text, overrides)).spec.generate.demonstrations;
    expect(await chosen("", ["generate.demonstrations.count=4"])).toEqual({
      name: "similarity",
      count: 4,
    });
    expect(
      await chosen("generate: { demonstrations: mmr }", ["generate.demonstrations.lambda=1"]),
    ).toEqual({ name: "mmr", lambda: 1 });
    expect(await chosen("recipe: progen", ["generate.demonstrations.count=4"])).toEqual({
      name: "helpful",
      count: 4,
    });
    const { spec } = await read("critique: { criteria: [format, faithful] }", [
      "critique.criteria.faithful.minShare=0.5",
    ]);
    expect(spec.critique.criteria).toEqual(["format", { name: "faithful", minShare: 0.5 }]);
  });
});
