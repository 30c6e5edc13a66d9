import { z } from "zod";
import { spanAnswer } from "../answers/text-answers.js";
import type { Benchmark, BenchmarkPart, BenchmarkRow } from "../contract.js";
import { benchmarkData, benchmarkRow, textValue } from "../folder/benchmark-row.js";

const FILES = ["combined/train.json", "combined/dev.json"];
const schema = z.object({
  data: z.array(
    z.object({
      paragraphs: z.array(
        z.object({
          context: z.string(),
          qas: z.array(
            z.object({
              id: z.union([z.string(), z.number()]),
              question: z.string(),
              answers: z.array(z.object({ text: z.string() })).min(1),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** AdversarialQA: questions that people wrote so that models fail on them. */
export const adversarialQa: Benchmark = {
  title: "questions to a passage, written to be hard",
  paper: "Bartolo et al. 2020 (TACL)",
  source: "https://adversarialqa.github.io",
  licence: "CC BY-SA 3.0",
  kind: "question-answering",
  description: "Answer the question from the passage.",
  textFields: ["question"],
  files: FILES,
  sizes: { train: 30_000, validation: null, test: 3000 },
  protocol:
    "The answers of the test file are not public, so the published dev file is the test part. " +
    "Token F1 and exact match as SQuAD computes them; a file test_gold.jsonl is read too.",
  answers: spanAnswer,
  async load(folder) {
    const rows: { part: BenchmarkPart; row: BenchmarkRow }[] = [];
    const files = folder.parts(
      {
        train: /(?:^|\/)train\.jsonl?$/iu,
        validation: /(?:^|\/)(?:dev|validation)\.jsonl?$/iu,
        test: /(?:^|[/_])test_gold\.jsonl$/iu,
      },
      FILES,
    );
    const hasTest = files.some(({ part }) => part === "test");
    const add = (
      said: BenchmarkPart,
      at: { file: string; line: number; nth?: number | string },
      fields: { context: string; question: string; references: string[] },
    ): void => {
      const { references, ...rest } = fields;
      rows.push({
        part: said === "validation" && !hasTest ? "test" : said,
        row: benchmarkRow({ ...at, fields: rest, textFields: ["question"], references }),
      });
    };
    for (const { part, file } of files) {
      if (/\.jsonl(?:\.gz)?$/iu.test(file)) {
        for await (const { values, line } of folder.rows(file)) {
          const at = { file, line };
          const text = (name: string): string => textValue(values[name], name, at, folder);
          add(part, at, {
            context: text("context"),
            question: text("question"),
            references: [text("answer")],
          });
        }
        continue;
      }
      let line = 0;
      for (const { paragraphs } of (await folder.json(file, schema)).data)
        for (const { context, qas } of paragraphs)
          for (const { id, question, answers } of qas)
            add(
              part,
              { file, line: ++line, nth: id },
              { context, question, references: [...new Set(answers.map(({ text }) => text))] },
            );
    }
    return benchmarkData(rows, { labels: [] });
  },
};
