import { labelAnswer } from "../answers/label-answer.js";
import type { Benchmark, BenchmarkPart, BenchmarkRow } from "../contract.js";
import {
  benchmarkData,
  benchmarkRow,
  labelOf,
  namedLabels,
  partOfText,
  textValue,
} from "../folder/benchmark-row.js";

const LABELS = ["negative", "positive"];
const WRITTEN = { neg: "negative", pos: "positive", 0: "negative", 1: "positive" };
const FILES = ["aclImdb/{train,test}/{pos,neg}/*.txt", "IMDB Dataset.csv"];
const REVIEW = /(?:^|\/)(train|test)\/(pos|neg)\/[^/]+\.txt$/u;

/** Large Movie Review Dataset: a review is positive or negative. */
export const imdb: Benchmark = {
  title: "film reviews: positive or negative",
  paper: "Maas et al. 2011 (ACL)",
  source: "https://ai.stanford.edu/~amaas/data/sentiment/",
  licence: "none stated; cite the paper",
  kind: "classification",
  description: "Tell whether a film review is positive or negative.",
  textFields: ["text"],
  files: FILES,
  sizes: { train: 25_000, validation: null, test: 25_000 },
  protocol:
    "The published folders, line breaks of HTML taken out; accuracy. The file of one table has no " +
    "split: there a hash of the text puts half into test.",
  answers: labelAnswer({ shown: ["text"], things: "reviews" }),
  async load(folder) {
    const rows: { part: BenchmarkPart; row: BenchmarkRow }[] = [];
    const add = (
      said: unknown,
      label: unknown,
      at: { file: string; line: number; part: BenchmarkPart | null },
    ): void => {
      const text = textValue(said, "text", at, folder)
        .replaceAll(/<br\s*\/?>/giu, "\n")
        .replaceAll(/\n{2,}/gu, "\n");
      rows.push({
        part: at.part ?? partOfText(text, { test: 50, validation: 5 }),
        row: benchmarkRow({
          file: at.file,
          line: at.line,
          fields: { text },
          textFields: ["text"],
          label: labelOf(label, LABELS, { folder, at, written: WRITTEN }),
        }),
      });
    };
    const reviews = folder.single === null ? folder.files(REVIEW) : [];
    for (const file of reviews) {
      const [, part, label] = REVIEW.exec(file.replace(/\.gz$/u, ""))!;
      add(await folder.text(file), label, { file, line: 1, part: part as BenchmarkPart });
    }
    if (reviews.length > 0) return benchmarkData(rows, { labels: namedLabels(LABELS) });
    const file = folder.single ?? folder.file(/(?:^|\/)imdb[ _-]?dataset\.csv$/iu);
    if (file === null) throw folder.missing(FILES);
    for await (const { values, line } of folder.rows(file, { format: "csv" }))
      add(values["review"] ?? values["text"], values["sentiment"] ?? values["label"], {
        file,
        line,
        part: null,
      });
    return benchmarkData(rows, { labels: namedLabels(LABELS) });
  },
};
