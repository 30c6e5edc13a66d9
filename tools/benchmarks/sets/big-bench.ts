import { z } from "zod";
import { optionOrTextAnswer } from "../answers/choice-answers.js";
import { taskAnswer } from "../answers/text-answers.js";
import type { Benchmark, BenchmarkPart, BenchmarkRow } from "../contract.js";
import { badRow, benchmarkData, benchmarkRow, textValue } from "../folder/benchmark-row.js";

const BIG_BENCH_FILES = ["bigbench/benchmark_tasks/TASK/task.json"];
const BBH_FILES = ["bbh/TASK.json"];
const taskSchema = z.object({
  name: z.string().optional(),
  task_prefix: z.string().default(""),
  examples: z.array(
    z.object({
      input: z.string(),
      target: z.union([z.string(), z.array(z.string())]).optional(),
      target_scores: z.record(z.string(), z.number()).optional(),
    }),
  ),
});
const hardSchema = z.object({
  examples: z.array(z.object({ input: z.string(), target: z.string() })),
});
const shared = {
  kind: "reasoning",
  description: "Answer the question.",
  textFields: ["question"],
} as const satisfies Partial<Benchmark>;

/** BIG-bench: its tasks that are a JSON file. */
export const bigBench: Benchmark = {
  ...shared,
  title: "JSON tasks of BIG-bench",
  paper: "Srivastava et al. 2023 (TMLR)",
  source: "https://github.com/google/BIG-bench",
  licence: "Apache-2.0",
  files: BIG_BENCH_FILES,
  sizes: { train: null, validation: null, test: null },
  protocol:
    "Every example of every task.json, without examples shown. Where answers are to choose from, " +
    "the one with the highest score is right; else exact match with any target. The mean of the " +
    "tasks stands for it; it is no training data (canary).",
  answers: optionOrTextAnswer,
  async load(folder) {
    const files = folder.single === null ? folder.files(/(?:^|\/)task\.json$/u) : [folder.single];
    if (files.length === 0) throw folder.missing(BIG_BENCH_FILES);
    const rows: { part: BenchmarkPart; row: BenchmarkRow }[] = [];
    for (const file of files) {
      const known = await folder.json(file, taskSchema);
      const task = known.name ?? file.split("/").at(-2) ?? file;
      known.examples.forEach(({ input, target, target_scores: scores }, index) => {
        const at = { file, line: index + 1 };
        const most = Math.max(...Object.values(scores ?? {}));
        const choices = Object.entries(scores ?? {}).map(([text, score]) => ({
          text,
          right: score === most,
        }));
        const references = ([] as string[]).concat(target ?? []);
        if (choices.length === 0 && references.length === 0)
          throw badRow(folder, at, {
            code: "DATA_FORMAT",
            field: `examples[${index}]`,
            message: "has neither target nor target_scores",
          });
        const question = `${known.task_prefix}${input}`;
        rows.push({
          part: "test",
          row: benchmarkRow({
            ...at,
            fields: { task, question },
            textFields: ["question"],
            references,
            choices,
          }),
        });
      });
    }
    return benchmarkData(rows, { labels: [] });
  },
};

/** BIG-Bench Hard: the tasks on which models were below people. */
export const bbh: Benchmark = {
  ...shared,
  title: "the hard tasks of BIG-bench",
  paper: "Suzgun et al. 2023 (ACL Findings)",
  source: "https://github.com/suzgunmirac/BIG-Bench-Hard",
  licence: "MIT",
  files: BBH_FILES,
  sizes: { train: null, validation: null, test: 6511 },
  protocol:
    "All 27 task files, without examples shown, steps first. Exact match of what follows the last " +
    "`answer is`, an option by its letter; the mean of the tasks beside it. No training data (canary).",
  answers: taskAnswer,
  async load(folder) {
    const rows: { part: BenchmarkPart; row: BenchmarkRow }[] = [];
    const add = (
      at: { file: string; line: number },
      fields: { task: string; question: string },
      target: string,
    ): void => {
      rows.push({
        part: "test",
        row: benchmarkRow({ ...at, fields, textFields: ["question"], references: [target] }),
      });
    };
    const wanted =
      folder.single === null ? folder.files(/(?:^|\/)[^/]+\.jsonl?$/u) : [folder.single];
    if (wanted.length === 0) throw folder.missing(BBH_FILES);
    for (const file of wanted) {
      if (/\.jsonl(?:\.gz)?$/u.test(file)) {
        for await (const { values, line } of folder.rows(file)) {
          const at = { file, line };
          const text = (name: string): string => textValue(values[name], name, at, folder);
          add(at, { task: text("task"), question: text("input") }, text("target"));
        }
        continue;
      }
      const task = file.replace(/^.*\/|\.json(?:\.gz)?$/gu, "");
      (await folder.json(file, hardSchema)).examples.forEach(({ input, target }, index) =>
        add({ file, line: index + 1 }, { task, question: input }, target),
      );
    }
    return benchmarkData(rows, { labels: [] });
  },
};
