import { z } from "zod";
import type { JsonValue } from "../../../schema/json.js";
import { trajectoryAnswer } from "../answers/trajectory-answer.js";
import type { Benchmark, BenchmarkPart, BenchmarkRow } from "../contract.js";
import { badRow, benchmarkData, benchmarkRow } from "../folder/benchmark-row.js";
import { callsOfTree, FINISH, toolName, treeNode, type Callable } from "../metrics/trajectory.js";

const FILES = ["instruction/G*_query.json", "answer/G*_answer/*.json"];
const parameters = z.array(z.object({ name: z.string() })).default([]);
const queries = z.array(
  z.object({
    query: z.union([z.string().min(1), z.array(z.string()).min(1)]),
    query_id: z.union([z.number(), z.string()]).optional(),
    api_list: z.array(
      z.object({
        tool_name: z.string(),
        api_name: z.string(),
        api_description: z.string().default(""),
        required_parameters: parameters,
        optional_parameters: parameters,
      }),
    ),
    "relevant APIs": z.array(z.tuple([z.string(), z.string()])).default([]),
  }),
);
const recorded = z.object({
  tree: z.object({ tree: treeNode }),
  answer_generation: z.object({
    valid_data: z.boolean(),
    query: z.string().min(1),
    finish_type: z.string(),
    final_answer: z.string().default(""),
    function: z.array(
      z.object({
        name: z.string(),
        description: z.string().default(""),
        parameters: z.object({
          properties: z.record(z.string(), z.unknown()).default({}),
          required: z.array(z.string()).default([]),
        }),
      }),
    ),
  }),
});

/** ToolBench: which interfaces of the web a request needs, and recorded ways through them. */
export const toolBench: Benchmark = {
  title: "requests that need calls of web interfaces",
  paper: "Qin et al. 2024 (ToolLLM, ICLR)",
  source: "https://github.com/OpenBMB/ToolBench",
  licence: "Apache-2.0",
  kind: "tool-use",
  description: "Fulfil a request by calling interfaces.",
  textFields: ["query"],
  files: FILES,
  sizes: { train: null, validation: null, test: null },
  protocol:
    "Recorded solution trees are scored as they are: valid where each call on the way names an " +
    "interface that was offered and has its required arguments; passed where the way ends in an " +
    "answer, not in giving up. A model is asked for all calls at once, since the services are not " +
    "called: it has no pass rate, but the share of the relevant interfaces that it calls.",
  answers: trajectoryAnswer,
  async load(folder) {
    const rows: { part: BenchmarkPart; row: BenchmarkRow }[] = [];
    const answers = new Map<string, JsonValue>();
    const all = folder.single === null ? folder.files(/\.jsonl?$/u) : [folder.single];
    const add = (
      at: { file: string; line: number },
      fields: { query: string; tools: readonly Callable[] },
      references: readonly string[],
    ): BenchmarkRow => {
      const row = benchmarkRow({ ...at, fields, textFields: ["query"], references });
      rows.push({ part: "test", row });
      return row;
    };
    const addTree = (at: { file: string; line: number }, tree: z.output<typeof recorded>): void => {
      const { query, function: offered, ...end } = tree.answer_generation;
      const tools = offered
        .filter(({ name }) => name !== FINISH)
        .map(({ name, description, parameters: { properties, required } }) => ({
          name,
          description,
          required,
          optional: Object.keys(properties).filter((key) => !required.includes(key)),
        }));
      const row = add(at, { query, tools }, []);
      answers.set(row.id, {
        calls: callsOfTree(tree.tree.tree).map((call) => ({ ...call })),
        passed: end.valid_data && end.finish_type === "give_answer" && end.final_answer !== "",
      });
    };
    for (const file of all) {
      if (/_query\.json(?:\.gz)?$/u.test(file)) {
        (await folder.json(file, queries)).forEach((each, index) => {
          const tools = each.api_list.map((api) => ({
            name: toolName(api.api_name, api.tool_name),
            description: api.api_description.trim(),
            required: api.required_parameters.map(({ name }) => name),
            optional: api.optional_parameters.map(({ name }) => name),
          }));
          const query = ([] as string[]).concat(each.query).join(" ");
          const wanted = each["relevant APIs"].map(([tool, api]) => toolName(api, tool));
          add({ file, line: index + 1 }, { query, tools }, [...new Set(wanted)]);
        });
      } else if (/\.jsonl(?:\.gz)?$/u.test(file)) {
        for await (const { values, line } of folder.rows(file, { format: "jsonl" })) {
          const at = { file, line };
          const parsed = recorded.safeParse(values["data"] ?? values);
          if (!parsed.success)
            throw badRow(folder, at, {
              code: "DATA_FORMAT",
              field: parsed.error.issues[0]!.path.join("."),
              message: parsed.error.issues[0]!.message,
            });
          addTree(at, parsed.data);
        }
      } else if (folder.single !== null || /(?:^|\/)\w+_answer\/[^/]+\.json(?:\.gz)?$/u.test(file))
        addTree({ file, line: 1 }, await folder.json(file, recorded));
    }
    if (rows.length === 0) throw folder.missing(FILES);
    return { ...benchmarkData(rows, { labels: [] }), answers };
  },
};
