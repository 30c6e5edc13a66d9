import { labelAnswer } from "../answers/label-answer.js";
import type { Benchmark } from "../contract.js";
import {
  benchmarkData,
  benchmarkRow,
  labelOf,
  namedLabels,
  textValue,
} from "../folder/benchmark-row.js";

const LABELS = ["World", "Sports", "Business", "Sci/Tech"];
const WRITTEN = { 1: "World", 2: "Sports", 3: "Business", 4: "Sci/Tech" };
const FILES = ["train.csv", "test.csv"];

/** AG News: the topic of a news item. */
export const agNews: Benchmark = {
  title: "topic of a news item",
  paper: "Zhang, Zhao and LeCun 2015 (NeurIPS)",
  source: "https://github.com/mhjabreel/CharCnn_Keras/tree/master/data/ag_news_csv",
  licence: "none stated; the corpus is for non-commercial use (its author's page)",
  kind: "classification",
  description: "Tell the topic of a news item.",
  textFields: ["text"],
  files: FILES,
  sizes: { train: 120_000, validation: null, test: 7600 },
  protocol: "The published test file, title and description joined; accuracy.",
  answers: labelAnswer({ shown: ["text"], things: "news items" }),
  async load(folder) {
    const rows = [];
    const files = folder.parts(
      { train: /(?:^|\/)train\.csv$/iu, test: /(?:^|\/)test\.csv$/iu },
      FILES,
    );
    for (const { part, file } of files)
      for await (const { values, line } of folder.rows(file, { format: "csv", header: false })) {
        const at = { file, line };
        if (line === 1 && /^(?:class|label)/iu.test(String(values["0"]))) continue;
        const label = labelOf(values["0"], LABELS, { folder, at, written: WRITTEN });
        const text = [
          textValue(values["1"], "title", at, folder),
          textValue(values["2"], "description", at, folder),
        ]
          .map((words) => words.replaceAll("\\", " ").trim())
          .join("\n");
        rows.push({
          part,
          row: benchmarkRow({ ...at, fields: { text }, textFields: ["text"], label }),
        });
      }
    return benchmarkData(rows, { labels: namedLabels(LABELS) });
  },
};
