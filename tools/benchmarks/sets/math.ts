import { z } from "zod";
import { mathAnswer } from "../answers/text-answers.js";
import type { Benchmark, BenchmarkPart, BenchmarkRow } from "../contract.js";
import {
  badRow,
  benchmarkData,
  benchmarkRow,
  textValue,
  type Place,
} from "../folder/benchmark-row.js";
import { finalMathAnswer } from "../metrics/math-answer.js";

const FILES = ["MATH/{train,test}/SUBJECT/*.json", "test.jsonl"];
const PROBLEM = /(?:^|\/)(train|test)\/[^/]+\/[^/]+\.json$/u;
const schema = z.object({
  problem: z.string().min(1),
  solution: z.string().min(1),
  level: z.string().optional(),
  type: z.string().optional(),
});

/** MATH: competition mathematics with a final answer. */
export const math: Benchmark = {
  title: "problems of competition mathematics",
  paper: "Hendrycks et al. 2021 (NeurIPS)",
  source: "https://github.com/hendrycks/math",
  licence: "MIT",
  kind: "reasoning",
  description: "Solve a problem of mathematics.",
  textFields: ["question"],
  files: FILES,
  sizes: { train: 7500, validation: null, test: 5000 },
  protocol:
    "The published folders, or a file of JSON lines (problem or question, solution or std_answer, " +
    "answer). The last \\boxed{} is compared with that of the solution: by value where it can be " +
    "computed (fractions, roots, intervals, matrices, lists), else by its words, units apart.",
  answers: mathAnswer,
  async load(folder) {
    const rows: { part: BenchmarkPart; row: BenchmarkRow }[] = [];
    const add = (
      part: BenchmarkPart,
      at: Place,
      problem: {
        question: string;
        solution: string;
        answer: string | null;
        type: unknown;
        level: unknown;
      },
    ): void => {
      const { question, solution, type, level } = problem;
      const answer = problem.answer ?? finalMathAnswer(solution);
      if (answer === null || answer === "")
        throw badRow(folder, at, {
          code: "DATA_FORMAT",
          field: "solution",
          message: "has no final answer in \\boxed{}",
        });
      rows.push({
        part,
        row: benchmarkRow({
          ...at,
          fields: { question, rationale: solution, type, level },
          textFields: ["question"],
          references: [answer],
        }),
      });
    };
    const problems = folder.single === null ? folder.files(PROBLEM) : [];
    for (const file of problems) {
      const { problem, solution, type, level } = await folder.json(file, schema);
      const part = PROBLEM.exec(file.replace(/\.gz$/u, ""))![1] as BenchmarkPart;
      add(part, { file, line: 1 }, { question: problem, solution, answer: null, type, level });
    }
    if (problems.length > 0) return benchmarkData(rows, { labels: [] });
    const files = folder.parts(
      { train: /(?:^|\/)train\.jsonl$/iu, test: /(?:^|\/)(?:test|math[^/]*)\.jsonl$/iu },
      FILES,
    );
    for (const { part, file } of files)
      for await (const { values, line } of folder.rows(file, { format: "jsonl" })) {
        const at = { file, line };
        const first = (...names: string[]): unknown =>
          names.map((name) => values[name]).find((value) => value !== undefined);
        const given = first("solution", "std_answer", "gt_cot");
        const answer = first("answer");
        add(part, at, {
          question: textValue(first("problem", "question"), "problem", at, folder),
          solution: given === undefined ? "" : textValue(given, "solution", at, folder),
          answer: answer === undefined ? null : textValue(answer, "answer", at, folder),
          type: first("type", "subject"),
          level: first("level"),
        });
      }
    return benchmarkData(rows, { labels: [] });
  },
};
