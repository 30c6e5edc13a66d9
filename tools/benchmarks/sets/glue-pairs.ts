import { labelAnswer } from "../answers/label-answer.js";
import type { Benchmark, BenchmarkData, BenchmarkPart, BenchmarkRow } from "../contract.js";
import type { BenchmarkFolder } from "../folder/benchmark-folder.js";
import {
  badRow,
  benchmarkData,
  benchmarkRow,
  labelOf,
  namedLabels,
  partOfText,
  textValue,
} from "../folder/benchmark-row.js";

const LABELS = ["entailment", "not_entailment"];
const WRITTEN = { 0: "entailment", 1: "not_entailment" };
const FILES = ["train.tsv", "dev.tsv"];
const PROTOCOL =
  "The labels of GLUE's test file are not public, so its dev file is the test part here, and a " +
  "hash of the pair takes 10 % of the train file for validation. Accuracy.";
const shared = {
  paper: "Wang et al. 2019 (GLUE, ICLR)",
  source: "https://gluebenchmark.com/tasks",
  kind: "pair-classification",
  textFields: ["text1", "text2"],
  files: FILES,
  protocol: PROTOCOL,
} as const satisfies Partial<Benchmark>;

/** GLUE RTE: whether a text entails a hypothesis. */
export const glueRte: Benchmark = {
  ...shared,
  title: "does a text entail a hypothesis",
  licence: "that of the RTE challenges; none stated by GLUE",
  description: "Tell whether the first text entails the second.",
  sizes: { train: 2490, validation: null, test: 277 },
  answers: labelAnswer({ shown: ["text1", "text2"], things: "pairs of texts" }),
  load: (folder) =>
    loadPairs(folder, { first: ["sentence1", "premise"], second: ["sentence2", "hypothesis"] }),
};

/** GLUE QNLI: whether a sentence holds the answer to a question. */
export const glueQnli: Benchmark = {
  ...shared,
  title: "does a sentence answer a question",
  licence: "CC BY-SA 4.0 (SQuAD)",
  description:
    "Tell whether the first text, a sentence, holds the answer to the second, a question: " +
    "entailment where it does.",
  sizes: { train: 104_743, validation: null, test: 5463 },
  answers: labelAnswer({ shown: ["text1", "text2"], things: "pairs of texts" }),
  load: (folder) => loadPairs(folder, { first: ["sentence"], second: ["question"] }),
};

async function loadPairs(
  folder: BenchmarkFolder,
  columns: { readonly first: readonly string[]; readonly second: readonly string[] },
): Promise<BenchmarkData> {
  const files = folder.parts(
    {
      train: /(?:^|[/_])train(?:_gold)?\.(?:tsv|jsonl)$/iu,
      validation: /(?:^|[/_])(?:dev|val|validation)\.(?:tsv|jsonl)$/iu,
      test: /(?:^|[/_])test_gold\.jsonl$/iu,
    },
    FILES,
  );
  // GLUE's own test file has no labels: where nothing else is there, dev is what is tested on.
  const hasTest = files.some(({ part }) => part === "test");
  const rows: { part: BenchmarkPart; row: BenchmarkRow }[] = [];
  for (const { part, file } of files) {
    const format = /\.tsv(?:\.gz)?$/iu.test(file) ? "tsv" : "jsonl";
    for await (const { values, line } of folder.rows(file, { format })) {
      const at = { file, line };
      const column = (names: readonly string[], field: string): string =>
        textValue(
          names.map((name) => values[name]).find((value) => value !== undefined) ?? values[field],
          names[0]!,
          at,
          folder,
        );
      const fields = {
        text1: column(columns.first, "text1"),
        text2: column(columns.second, "text2"),
      };
      if (values["label"] === undefined)
        throw badRow(folder, at, {
          code: "DATA_FORMAT",
          field: "label",
          message: "is missing: GLUE's test file has no labels; give train.tsv and dev.tsv",
        });
      const label = labelOf(values["label"], LABELS, { folder, at, written: WRITTEN });
      const own = part === "validation" && !hasTest ? "test" : part;
      const held = partOfText(`${fields.text1}\n${fields.text2}`, { test: 0, validation: 10 });
      rows.push({
        part: own === "train" ? held : own,
        row: benchmarkRow({ ...at, fields, textFields: ["text1", "text2"], label }),
      });
    }
  }
  return benchmarkData(rows, { labels: namedLabels(LABELS) });
}
