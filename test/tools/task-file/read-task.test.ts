import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DatawrightError } from "../../../base/errors.js";
import { checkTaskSpec, parseTaskSpec, readTaskSpec } from "../../../tools/task-file/read-task.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";
import { failureOf } from "../../helpers/failure-of.js";

const HEAD = "name: x\nkind: classification\ndescription: d\nlabels: [spam, ham]\ntarget: 20\n";

const errorOf = (text: string, format: "yaml" | "json" = "yaml"): DatawrightError => {
  try {
    parseTaskSpec(text, { file: "task.yaml", format });
  } catch (error) {
    return error as DatawrightError;
  }
  throw new Error("no error was thrown");
};

describe("parseTaskSpec", () => {
  it("fills in defaults and accepts labels and attributes in every form", () => {
    const spec = parseTaskSpec(
      "name: x\nkind: classification\ndescription: d\nlabels: {a: first, b: {definition: " +
        "second, outOfScope: true}}\ntarget: 2\nattributes: {tone: [x, y], topic: {}}\n",
      { file: "t", format: "yaml" },
    );
    expect(spec.labels).toEqual([
      { name: "a", definition: "first", outOfScope: false },
      { name: "b", definition: "second", outOfScope: true },
    ]);
    expect(spec.attributes?.map((attribute) => attribute.name)).toEqual(["tone", "topic"]);
    expect(spec.critique.rougeL).toBe(0.7);
  });

  it("reads JSON with tabs and escapes", () => {
    const spec = parseTaskSpec(
      '\uFEFF{\n\t"name": "x", "kind": "classification", "description": ' +
        '"\\ud83d\\ude00\\/",\n\t"labels": ["a", "b"], "target": 3\n}',
      { file: "t.json", format: "json" },
    );
    expect(spec.description).toBe("😀/");
  });

  it.each([
    [
      "a wrong value",
      HEAD.replace("classification", "clasification"),
      "SPEC_INVALID",
      ["task.yaml:2:1: kind:", 'did you mean "classification"?'],
    ],
    [
      "an unknown name",
      `${HEAD}lables: [x]\n`,
      "SPEC_INVALID",
      ["task.yaml:6:1: lables: unknown field", 'did you mean "labels"?'],
    ],
    [
      "a misplaced name",
      `${HEAD}rougeL: 0.5\n`,
      "SPEC_INVALID",
      ["task.yaml:6:1: rougeL", "did you mean critique.rougeL?"],
    ],
    [
      "a nested value in a list",
      "name: x\nkind: classification\ndescription: d\ntarget: 2\nlabels:\n  - a\n  - name: " +
        "b\n  - name: c\n    definition: 3\n",
      "SPEC_INVALID",
      ["task.yaml:9:5: labels[2].definition: expected text, got the number 3"],
    ],
    [
      "a union in no form",
      `${HEAD}models: { critic: 4 }\n`,
      "SPEC_INVALID",
      ["task.yaml:6:11: models.critic: expected text or a map"],
    ],
    [
      "a union in one form",
      `${HEAD}models: { critic: { model: m, temprature: 1 } }\n`,
      "SPEC_INVALID",
      ["models.critic.temprature: unknown field", 'did you mean "temperature"?'],
    ],
    [
      "no target",
      HEAD.replace("target: 20\n", ""),
      "SPEC_INVALID",
      ["target: missing", "`target: 200`"],
    ],
    [
      "no labels",
      HEAD.replace("labels: [spam, ham]\n", ""),
      "SPEC_INVALID",
      ["labels: missing; kind classification needs them"],
    ],
    [
      "labels where none belong",
      HEAD.replace("classification", "dialogue"),
      "SPEC_INVALID",
      ["task.yaml:4:1: labels: a dialogue sample has no label"],
    ],
    [
      "a label twice",
      HEAD.replace("[spam, ham]", "[spam, ham, spam]"),
      "SPEC_INVALID",
      ['labels[2]: the label "spam" is there twice'],
    ],
    [
      "multiLabel without labels",
      "name: x\nkind: dialogue\ndescription: d\ntarget: 2\nmultiLabel: true\n",
      "SPEC_INVALID",
      ["multiLabel"],
    ],
    [
      "custom without fields",
      "name: x\nkind: custom\ndescription: d\ntarget: 2\n",
      "SPEC_INVALID",
      ["fields: missing"],
    ],
    [
      "a reserved field",
      "name: x\nkind: custom\ndescription: d\ntarget: 2\nfields: { weight: { type: number } }\n",
      "SPEC_INVALID",
      ["fields.weight"],
    ],
    [
      "bounds that exclude each other",
      `${HEAD}constraints: { minWords: 200, maxCharacters: 100 }\n`,
      "SPEC_INVALID",
      ["task.yaml:6:16: constraints.minWords: 200 words do not fit into maxCharacters"],
    ],
    [
      "bounds the wrong way round",
      `${HEAD}constraints: { minWords: 9, maxWords: 3 }\n`,
      "SPEC_INVALID",
      ["task.yaml:6:16: constraints.minWords: 9 is above maxWords"],
    ],
    [
      "perLabel of an unknown label",
      `${HEAD}attributes: { topic: { perLabel: { spamm: [a] } } }\n`,
      "SPEC_INVALID",
      ["attributes.topic.perLabel.spamm", 'did you mean "spam"?'],
    ],
    [
      "annotation without inputs",
      HEAD.replace("classification", "annotation"),
      "SPEC_INVALID",
      ["inputs: missing"],
    ],
    [
      "sample with heldOut",
      `${HEAD}support: { path: a.csv, sample: 5, heldOut: 0.2 }\n`,
      "SPEC_INVALID",
      ["support.heldOut", "not both"],
    ],
    [
      "a mapping to an unknown field",
      `${HEAD}support: { path: a.csv, columns: { txt: 1 } }\n`,
      "SPEC_INVALID",
      ["support.columns.txt", 'did you mean "text"?'],
    ],
    [
      "an unknown prompt role",
      `${HEAD}prompts: { critc: x }\n`,
      "SPEC_INVALID",
      ["prompts.critc", 'did you mean "critic"?'],
    ],
    [
      "an unknown slot",
      `${HEAD}prompts: { generator: "{task} {conditions} {condtions}" }\n`,
      "PROMPT_SLOT",
      ["prompts.generator: unknown slot {condtions}", 'did you mean "conditions"?'],
    ],
    [
      "an unused slot",
      `${HEAD}prompts: { generator: "{task}" }\n`,
      "PROMPT_SLOT",
      ["leaves out {conditions}"],
    ],
    [
      "a demonstration slot left out",
      `${HEAD}support: { path: a.csv }\nprompts: { generator: "{task} {conditions}" }\n`,
      "PROMPT_SLOT",
      ["leaves out {demonstrations}"],
    ],
    [
      "steps in a circle",
      `${HEAD}steps: [{ id: a, prompt: p, output: text, dependsOn: [b] }, { id: b, prompt: ` +
        `p, output: o, dependsOn: [a] }]\n`,
      "PLAN_INVALID",
      ["a -> b -> a"],
    ],
    [
      "an unknown step",
      `${HEAD}steps: [{ id: first, prompt: p, output: text, dependsOn: [frist] }]\n`,
      "PLAN_INVALID",
      ["steps[0].dependsOn[0]"],
    ],
    [
      "two steps of one id",
      `${HEAD}steps: [{ id: a, prompt: p, output: text }, { id: a, prompt: p, output: o }]\n`,
      "PLAN_INVALID",
      ["steps[1].id"],
    ],
    [
      "a field that no step writes",
      `${HEAD}steps: [{ id: a, prompt: p, output: txet }]\n`,
      "PLAN_INVALID",
      ['no step writes the field "text"'],
    ],
    [
      "a repeated name",
      `${HEAD}name: y\n`,
      "SPEC_INVALID",
      ["task.yaml:6:1: not valid YAML: Map keys must be unique"],
    ],
    ["broken YAML", `${HEAD}a: [1\nb: 2\n`, "SPEC_INVALID", ["task.yaml:7:"]],
    ["an unknown tag", `${HEAD}seed: !secret 1\n`, "SPEC_INVALID", ["task.yaml:6:7"]],
    ["a list", "- a\n", "SPEC_INVALID", ["task.yaml:1:1: a task file holds a map"]],
    ["an empty file", "# nothing\n", "SPEC_INVALID", ["task.yaml: the task file is empty"]],
  ])("tells of %s", (_what, text, code, parts) => {
    const error = errorOf(text);
    expect(error.code).toBe(code);
    for (const part of parts) expect(error.message).toContain(part);
  });

  it("lists all problems at once, one line each, with positions as data", () => {
    const error = errorOf(
      "name: x\nkind: clasification\ndescription: d\nlabels: [a, 3]\ntarget: 0\n",
    );
    expect(error.message.split("\n")).toHaveLength(3);
    expect(
      (error.details["problems"] as { line: number; path: string }[]).map((problem) => [
        problem.line,
        problem.path,
      ]),
    ).toEqual([
      [2, "kind"],
      [4, "labels[1]"],
      [5, "target"],
    ]);
  });

  it("takes the literal braces of a JSON example for no slot", () => {
    const spec = parseTaskSpec(
      `${HEAD}prompts: { generator: '{task} {conditions} answer as {"text": "..."} or {}' }\n`,
      { file: "t", format: "yaml" },
    );
    expect(Object.keys(spec.prompts)).toEqual(["generator"]);
  });

  it("refuses aliases that multiply", () => {
    const rows = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ..."bcdefghi"
        .split("")
        .map(
          (name, index) =>
            `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(",")}]`,
        ),
    ];
    expect(errorOf(rows.join("\n")).message).toContain("alias");
  });

  it("says where JSON breaks", () => {
    expect(errorOf('{\n "name": "x",\n "kind" "y"\n}', "json").message).toMatch(
      /^task\.yaml:3:\d+: not valid JSON/u,
    );
  });
});

describe("checkTaskSpec", () => {
  it("accepts an object and names the path of a wrong field without a file", () => {
    expect(
      checkTaskSpec({ name: "x", kind: "instruction", description: "d", target: 3 }).target,
    ).toBe(3);
    expect(() =>
      checkTaskSpec({ name: "x", kind: "instruction", description: "d", target: "3" }),
    ).toThrow(/^target: expected a number, got "3"/u);
    expect(() => checkTaskSpec(null)).toThrow(/expected a map/u);
  });
});

describe("a checked task", () => {
  it("passes the check again as it is, so that a stored task can be read back", () => {
    const spec = parseTaskSpec(
      `${HEAD}attributes: { tone: [a, b] }\nsupport: { path: a.csv, sample: 5 }\nmodels: { ` +
        `default: "openai:m" }\n`,
      { file: "t", format: "yaml" },
    );
    expect(checkTaskSpec(spec)).toEqual(spec);
    expect(checkTaskSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
  });
});

describe("readTaskSpec", () => {
  const folder = temporaryFolder();
  beforeAll(async () => {
    await writeFile(join(folder, "task.yaml"), `${HEAD}support: { path: rows.csv }\n`);
  });

  it("applies overrides, with paths from the task's folder where they are not in this one", async () => {
    await writeFile(join(folder, "mine.csv"), "x");
    const {
      spec,
      folder: found,
      locate,
    } = await readTaskSpec(join(folder, "task.yaml"), [
      "target=300",
      "support.path=mine.csv",
      "labels.spam=A text: with a colon # and a hash",
      "critique.rougeL=0.5",
      "attributes={tone: [formal, blunt]}",
      "constraints.notes=[short]",
    ]);
    expect(spec.target).toBe(300);
    expect(spec.support?.path).toBe("mine.csv");
    expect(spec.labels?.[0]).toEqual({
      name: "spam",
      definition: "A text: with a colon # and a hash",
      outOfScope: false,
    });
    expect(spec.labels?.[1]?.name).toBe("ham");
    expect(spec.critique.rougeL).toBe(0.5);
    expect(spec.attributes).toEqual([{ name: "tone", values: ["formal", "blunt"] }]);
    expect(found).toBe(folder);
    expect(locate(["labels", 1])).toEqual({ line: 4, column: 16 });
    expect(locate(["target"])).toBeNull();
  });

  it("takes a field out with null and names the override that is wrong", async () => {
    expect(
      (await readTaskSpec(join(folder, "task.yaml"), ["support=null"])).spec.support,
    ).toBeUndefined();
    const error = await failureOf(readTaskSpec(join(folder, "task.yaml"), ["target=many"]));
    expect(error.message).toBe('--set target=many: target: expected a number, got "many"');
  });

  it.each([
    ["target", "expected PATH=VALUE"],
    ["name.first=x", "holds a single value"],
    ["labels.spma=x", 'did you mean "spam"?'],
    ["__proto__.x=1", "expected PATH=VALUE"],
    ["labels=[a", "not valid YAML"],
  ])("refuses the override %s", async (override, part) => {
    const error = await failureOf(readTaskSpec(join(folder, "task.yaml"), [override]));
    expect(error.code).toBe("USAGE");
    expect(error.message + (error.hint ?? "")).toContain(part);
  });

  it("names near files when there is none", async () => {
    const error = await failureOf(readTaskSpec(join(folder, "tsak.yaml")));
    expect(error.code).toBe("SPEC_NOT_FOUND");
    expect(error.hint).toContain("task.yaml");
    expect((await failureOf(readTaskSpec(folder))).code).toBe("SPEC_NOT_FOUND");
  });

  it("refuses a file that is nested without end", async () => {
    await writeFile(join(folder, "deep.yaml"), `name: x\nlabels: ${"- ".repeat(50_000)}`);
    const error = await failureOf(readTaskSpec(join(folder, "deep.yaml")));
    expect(error.code).toBe("SPEC_INVALID");
  });

  it("names the line that is not UTF-8", async () => {
    await writeFile(
      join(folder, "latin.yaml"),
      Buffer.from("name: x\ndescription: caf\xe9\n", "latin1"),
    );
    const error = await failureOf(readTaskSpec(join(folder, "latin.yaml")));
    expect([error.code, error.details["line"]]).toEqual(["DATA_ENCODING", 2]);
  });
});
