import { parse } from "yaml";
import { OLD_SPELLINGS, oldSpellings } from "../../../tools/task-file/old-spellings.js";
import { parseTaskSpec } from "../../../tools/task-file/read-task.js";

/** A task in an old spelling, the field that is named, and what is to be written. */
const rows: readonly (readonly [string, string, string])[] = [
  [
    "plan: { seeds: { strategy: support, count: 2 } }",
    "plan.seeds.strategy",
    "seeds: { name: support, count: 2 }",
  ],
  ["plan: { seeds: { strategy: accepted } }", "plan.seeds.strategy", "seeds: accepted"],
  ["plan: { tree: { depth: 3 } }", "plan.tree", "strategy: { name: explore, depth: 3 }"],
  [
    "plan: { conditions: [spec, { source: vocabulary, path: w.txt }] }",
    "plan.conditions[1].source",
    "{ name: vocabulary, path: w.txt }",
  ],
  [
    "plan: { conditions: [{ source: model-values, name: style, values: 6 }] }",
    "plan.conditions[0].source",
    "{ name: model-values, dimension: style, values: 6 }",
  ],
  [
    "generate: { demonstrations: { strategy: mmr, lambda: 0.3 } }",
    "generate.demonstrations.strategy",
    "demonstrations: { name: mmr, lambda: 0.3 }",
  ],
  ...(
    [
      ["lambda", 0.3, "mmr"],
      ["medoids", 6, "medoids"],
      ["representative", "longest", "medoids"],
      ["ambiguous", 0.5, "ambiguous-neighbours"],
      ["helpful", 10, "helpful"],
      ["feedbackRatio", 1, "helpful"],
      ["human", 4, "human-machine"],
      ["machineCount", 4, "human-machine"],
      ["difficulty", "length", "curriculum"],
      ["rounds", 3, "curriculum"],
    ] as const
  ).map(([key, value, owner]): [string, string, string] => [
    `generate: { demonstrations: { count: 4, ${key}: ${value} } }`,
    `generate.demonstrations.${key}`,
    `demonstrations: { name: ${owner}, count: 4, ${key}: ${value} }`,
  ]),
  [
    "generate: { sources: { strategy: chain, count: 3 } }",
    "generate.sources.strategy",
    "sources: { name: chain, count: 3 }",
  ],
  [
    "generate: { sources: { count: 3, least: 2 } }",
    "generate.sources.least",
    "sources: { name: chain, count: 3, least: 2 }",
  ],
  [
    "generate: { strategy: evolve, settings: { compare: false } }",
    "generate.settings",
    "strategy: { name: evolve, compare: false }",
  ],
  [
    "generate: { settings: { samples: 7 } }",
    "generate.settings",
    "strategies: [ { name: NAME, samples: 7 } ]",
  ],
  [
    "critique: { criteria: [format, faithful], settings: { faithful: { minShare: 0.5 } } }",
    "critique.settings",
    "criteria: [ format, { name: faithful, minShare: 0.5 } ]",
  ],
  [
    "critique: { settings: { consistent: { neighbours: 3 } } }",
    "critique.settings",
    "no-copy, novel, { name: consistent, neighbours: 3 } ]",
  ],
  [
    "steps: [{ id: a, prompt: x, output: text, strategy: verify, settings: { field: b } }]",
    "steps[0].settings",
    "strategy: { name: verify, field: b }",
  ],
  [
    "steps: [{ id: a, prompt: x, output: text, settings: { field: b } }]",
    "steps[0].settings",
    "strategy: { name: label-first, field: b }",
  ],
  [
    "knowledge: [{ id: desk, type: documents, path: docs }]",
    "knowledge[0].type",
    "{ name: documents, id: desk, path: docs }",
  ],
];

describe("old spellings", () => {
  it.each(rows)("%s", (text, path, instead) => {
    const task = `name: t\nkind: classification\ndescription: d\nlabels: [a, b]\ntarget: 4\n${text}\n`;
    expect(() => parseTaskSpec(task, { file: "task.yaml", format: "yaml" })).toThrow(
      expect.objectContaining({
        code: "SPEC_INVALID",
        message: expect.stringMatching(/^task\.yaml:6:\d+: /u),
        details: expect.objectContaining({ line: 6, path }),
      }),
    );
    expect(
      oldSpellings(parse(task))
        .map(({ message }) => message)
        .join("\n"),
    ).toContain(instead);
  });

  it("have a row each", () => {
    const field = (path: string): string => path.replace(/\[\d+\]/gu, ".*");
    expect(new Set(rows.map(([, path]) => field(path)))).toEqual(
      new Set(OLD_SPELLINGS.map((spelling) => spelling.field)),
    );
  });

  it("leave alone what is spelt as it should be", () => {
    for (const text of [
      "generate: { demonstrations: { name: mmr, lambda: 0.3 } }",
      "generate: { demonstrations: { count: 3 } }",
      "generate: { demonstrations: mmr }",
      "recipe: s3\ngenerate: { demonstrations: { lambda: 0.3 } }",
      "plan: { seeds: none, conditions: [spec] }",
      "knowledge: [{ text: A fact. }]",
      "plan: null\nsteps: 3",
    ])
      expect(oldSpellings(parse(text))).toEqual([]);
  });
});
