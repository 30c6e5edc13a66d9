import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { Random } from "../../base/statistics/random.js";
import type { LabelInput, TextInput } from "../../tools/learning/contract.js";
import { DATA_FOLDER, fileOf, labelledSet, type LabelledText } from "../labelled-sets.js";
import { drawnLabels } from "./drawn-labels.js";

/** Texts or pairs of texts with their labels. */
export type Rows = readonly (readonly [TextInput, LabelInput])[];

export interface LabelledSet {
  readonly name: string;
  /** Below the data folder; the set is skipped where it is absent. */
  readonly path: string;
  readonly load: (data: string) => { readonly train: Rows; readonly test: Rows };
}

function text(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** JSON, or one JSON value a line. */
function records<T>(path: string): T[] {
  const content = text(path);
  try {
    return JSON.parse(content) as T[];
  } catch {
    return content
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => JSON.parse(line) as T);
  }
}

function banking(data: string, name: string): [string, string][] {
  return (
    parse(text(join(data, "benchmarks/banking77", name)), { columns: true }) as {
      text: string;
      category: string;
    }[]
  ).map((row) => [row.text, row.category]);
}

function split(rows: Rows, share: number): { train: Rows; test: Rows } {
  const shuffled = new Random(1).shuffle([...rows]);
  const cut = Math.floor(share * rows.length);
  return { train: shuffled.slice(0, cut), test: shuffled.slice(cut) };
}

/** One or two messages in one text, with the intents of both: a problem of several labels. */
function joined(rows: readonly (readonly [string, string])[], count: number, seed: number): Rows {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const parts = Array.from(
      { length: random.next() < 0.6 ? 1 : 2 },
      () => rows[Math.floor(random.next() * rows.length)]!,
    );
    return [parts.map(([part]) => part).join(" "), [...new Set(parts.map(([, label]) => label))]];
  });
}

function emotions(data: string, name: string): Rows {
  const folder = join(data, "benchmarks/goemotions");
  const names = text(join(folder, "labels.txt")).trim().split(/\r?\n/u);
  return text(join(folder, name))
    .split("\n")
    .filter((line) => line.includes("\t"))
    .map((line) => line.split("\t"))
    .map(([words, ids]) => [words!, ids!.split(",").map((id) => names[Number(id)]!)]);
}

const reviews = (path: string): [string, string][] =>
  (parse(text(path), { relax_column_count: true }) as string[][]).map((row) => [row[1]!, row[0]!]);

/** 36,000 texts to learn from and 4,000 to test on, of four training files, with drawn labels. */
function manyDrawn(data: string, several: boolean): { train: Rows; test: Rows } {
  const clinc = JSON.parse(text(join(data, "benchmarks/clinc150/data_full.json.gz"))) as {
    train: [string, string][];
  };
  const texts = [
    ...banking(data, "train.csv.gz"),
    ...clinc.train,
    ...reviews(join(data, "recorded/freeal_mr/train.csv.gz")),
    ...records<{ text: string; label: string }>(
      join(data, "recorded/supergen/SST-2_train.json.gz"),
    ).map((row) => [row.text, row.label] as const),
  ].map(([words]) => words);
  const drawn = new Random(3).shuffle([...new Set(texts)]).slice(0, 40_000);
  return split(drawnLabels(drawn, { several }), 0.9);
}

/** A set that the benchmark of curation has, too. */
function shared(name: string): LabelledSet {
  const rowOf = ({ text, pair, label }: LabelledText): Rows[number] => [pair ?? text, label ?? []];
  return {
    name,
    path: fileOf(name),
    load: () => {
      const { train, test } = labelledSet(name).set!;
      return { train: train.map(rowOf), test: test.map(rowOf) };
    },
  };
}

/** The labelled sets that a classifier is measured on. */
export const LABELLED_SETS: readonly LabelledSet[] = [
  {
    name: "BANKING77",
    path: "benchmarks/banking77/train.csv.gz",
    load: (data) => ({ train: banking(data, "train.csv.gz"), test: banking(data, "test.csv") }),
  },
  {
    name: "CLINC150",
    path: "benchmarks/clinc150/data_full.json.gz",
    load: (data) =>
      JSON.parse(text(join(data, "benchmarks/clinc150/data_full.json.gz"))) as {
        train: Rows;
        test: Rows;
      },
  },
  {
    name: "SMS spam",
    path: "benchmarks/sms_spam/sms.tsv.gz",
    load: (data) =>
      split(
        text(join(data, "benchmarks/sms_spam/sms.tsv.gz"))
          .split(/\r?\n/u)
          .filter((line) => line.includes("\t"))
          .map((line) => [line.slice(line.indexOf("\t") + 1), line.slice(0, line.indexOf("\t"))]),
        0.72,
      ),
  },
  {
    name: "AG News 463",
    path: "recorded/agnews_llm_annotated/annotation_results.jsonl.gz",
    load: (data) =>
      split(
        records<{ text: string; true_label: string }>(
          join(data, "recorded/agnews_llm_annotated/annotation_results.jsonl.gz"),
        ).map((row) => [row.text, String(row.true_label)]),
        0.7,
      ),
  },
  {
    name: "MR",
    path: "recorded/freeal_mr/train.csv.gz",
    load: (data) => ({
      train: reviews(join(data, "recorded/freeal_mr/train.csv.gz")),
      test: reviews(join(data, "recorded/freeal_mr/dev.csv")),
    }),
  },
  {
    name: "FewRel",
    path: "benchmarks/fewrel/val_wiki.json.gz",
    load: (data) =>
      split(
        Object.entries(
          JSON.parse(text(join(data, "benchmarks/fewrel/val_wiki.json.gz"))) as Record<
            string,
            { tokens: string[] }[]
          >,
        ).flatMap(([relation, rows]) =>
          rows.map(({ tokens }) => [tokens.join(" "), relation] as const),
        ),
        0.75,
      ),
  },
  {
    name: "SST-2 from SuperGen",
    path: "recorded/supergen/SST-2_train.json.gz",
    load: (data) => ({
      train: records<{ text: string; label: string }>(
        join(data, "recorded/supergen/SST-2_train.json.gz"),
      ).map((row) => [row.text, String(row.label)]),
      test: text(join(data, "benchmarks/glue_dev_supergen/SST-2_test.tsv"))
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.split("\t"))
        .map(([words, label]) => [words!, label!.trim()]),
    }),
  },
  {
    name: "BANKING77 joined",
    path: "benchmarks/banking77/train.csv.gz",
    load: (data) => ({
      train: joined(banking(data, "train.csv.gz"), 10_000, 1),
      test: joined(banking(data, "test.csv"), 3_000, 2),
    }),
  },
  {
    name: "GoEmotions",
    path: "benchmarks/goemotions/train.tsv",
    load: (data) => ({ train: emotions(data, "train.tsv"), test: emotions(data, "test.tsv") }),
  },
  ...["MR by ChatGPT", "SST-2 by FewGen", "RTE", "QNLI", "CLINC150 joined", "GoEmotions head"].map(
    shared,
  ),
  {
    name: "28 drawn classes",
    path: "benchmarks/clinc150/data_full.json.gz",
    load: (data) => manyDrawn(data, false),
  },
  {
    name: "several of 28 drawn",
    path: "benchmarks/clinc150/data_full.json.gz",
    load: (data) => manyDrawn(data, true),
  },
];

export function isThere({ path }: LabelledSet): boolean {
  return existsSync(join(DATA_FOLDER, path));
}
