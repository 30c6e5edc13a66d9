import { z } from "zod";
import { labelAnswer } from "../answers/label-answer.js";
import type { Benchmark, BenchmarkPart, BenchmarkRow } from "../contract.js";
import {
  benchmarkData,
  benchmarkRow,
  labelOf,
  namedLabels,
  textValue,
} from "../folder/benchmark-row.js";

const FILES = ["train.csv", "test.csv", "categories.json"];

/** BANKING77: the intent of a question to a bank. */
export const banking77: Benchmark = {
  title: "intent of a question to a bank",
  paper: "Casanueva et al. 2020 (NLP4ConvAI)",
  source: "https://github.com/PolyAI-LDN/task-specific-datasets/tree/master/banking_data",
  licence: "CC BY 4.0",
  kind: "classification",
  description: "Tell what a customer of a bank asks about.",
  textFields: ["text"],
  files: FILES,
  sizes: { train: 10_003, validation: null, test: 3080 },
  protocol: "The published test file, 77 intents; accuracy.",
  answers: labelAnswer({ shown: ["text"], things: "questions" }),
  async load(folder) {
    const listed = folder.single === null ? folder.file(/(?:^|\/)categories\.json$/iu) : null;
    const names = listed === null ? null : await folder.json(listed, z.array(z.string().min(1)));
    const found = new Set<string>();
    const rows: { part: BenchmarkPart; row: BenchmarkRow }[] = [];
    const files = folder.parts(
      { train: /(?:^|\/)train\.csv$/iu, test: /(?:^|\/)test\.csv$/iu },
      FILES,
    );
    for (const { part, file } of files)
      for await (const { values, line } of folder.rows(file, { format: "csv" })) {
        const at = { file, line };
        const text = textValue(values["text"], "text", at, folder);
        const said = textValue(values["category"], "category", at, folder);
        const label = names === null ? said : labelOf(said, names, { folder, at });
        found.add(label);
        rows.push({
          part,
          row: benchmarkRow({ ...at, fields: { text }, textFields: ["text"], label }),
        });
      }
    return benchmarkData(rows, { labels: namedLabels(names ?? [...found].sort()) });
  },
};
