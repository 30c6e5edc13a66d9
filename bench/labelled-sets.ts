import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { Random } from "../base/statistics/random.js";
import type { LabelValue } from "../schema/label.js";

/** A row of a labelled set: one text or a pair, and its label. */
export interface LabelledText {
  readonly text: string;
  readonly pair?: readonly [string, string];
  readonly label: LabelValue;
}

/** A labelled set with the part that a benchmark learns from and the part that it is tested on. */
export interface LabelledSet {
  readonly name: string;
  readonly multiLabel: boolean;
  readonly train: readonly LabelledText[];
  readonly test: readonly LabelledText[];
}

/** Where the data lies: DATAWRIGHT_DATA, or a folder beside that of the repository. */
export const DATA_FOLDER =
  process.env["DATAWRIGHT_DATA"] ?? join(import.meta.dirname, "..", "..", "shared", "data");

function content(path: string): string {
  const bytes = readFileSync(join(DATA_FOLDER, path));
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

function jsonLines(path: string): Record<string, unknown>[] {
  return content(path)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function columns(path: string, options: { readonly delimiter?: string } = {}): string[][] {
  return parse(content(path), {
    relax_column_count: true,
    relax_quotes: true,
    ...(options.delimiter ? { ...options, quote: false } : {}),
  }) as string[][];
}

const single = (text: unknown, label: unknown): LabelledText => ({
  text: String(text),
  label: String(label),
});
const paired = (first: unknown, second: unknown, label: unknown): LabelledText => ({
  text: `${String(first)}\n${String(second)}`,
  pair: [String(first), String(second)],
  label: String(label),
});

/** Sets that have no test part: the last share of a fixed shuffle is it. */
function parted(rows: readonly LabelledText[], share: number): Parts {
  const order = new Random(20_261_122).shuffle([...rows.keys()]);
  const from = Math.round((1 - share) * rows.length);
  return {
    train: order.slice(0, from).map((at) => rows[at]!),
    test: order.slice(from).map((at) => rows[at]!),
  };
}

type Parts = Pick<LabelledSet, "train" | "test">;
const AG_CLASSES = ["World", "Sports", "Business", "Sci/Tech"];

const pairsOf = (rows: readonly Record<string, unknown>[]): LabelledText[] =>
  rows.map((row) => paired(row["text1"], row["text2"], row["label"]));
const sstTest = (): LabelledText[] =>
  columns("benchmarks/glue_dev_supergen/SST-2_test.tsv", { delimiter: "\t" })
    .slice(1)
    .map(([text, label]) => single(text, label));

/** Two requests in one text, with the intents of both. */
function joinedIntents(rows: readonly LabelledText[]): LabelledText[] {
  const order = new Random(7).shuffle([...rows.keys()]);
  const joined: LabelledText[] = [];
  for (let at = 0; at + 1 < order.length; at += 2) {
    const [one, other] = [rows[order[at]!]!, rows[order[at + 1]!]!];
    joined.push({
      text: `${one.text} and ${other.text}`,
      label: [...new Set([String(one.label), String(other.label)])].sort(),
    });
  }
  return joined;
}

/** CLINC150 without the rows that are out of scope; the first intents only where a number is given. */
function clinc(part: "train" | "test", intents = Infinity): LabelledText[] {
  const all = JSON.parse(content("benchmarks/clinc150/data_full.json.gz")) as Record<
    string,
    [string, string][]
  >;
  const names = new Set([...new Set(all["train"]!.map(([, label]) => label))].slice(0, intents));
  return all[part]!.filter(([, label]) => names.has(label)).map(([text, label]) =>
    single(text, label),
  );
}

interface SetSource {
  readonly file: string;
  readonly multiLabel?: true;
  readonly parts: () => Parts;
}

const SOURCES: Readonly<Record<string, SetSource>> = {
  "AG News": {
    file: "recorded/agnews_llm_annotated/annotation_results.jsonl.gz",
    parts: () => ({
      train: jsonLines("recorded/agnews_llm_annotated/annotation_results.jsonl.gz").map((row) =>
        single(row["text"], row["true_label"]),
      ),
      test: columns("benchmarks/ag_news/head_300.csv").map(([label, title, about]) =>
        single(`${title} ${about}`, AG_CLASSES[Number(label) - 1]),
      ),
    }),
  },
  BANKING77: {
    file: "benchmarks/banking77/train.csv.gz",
    parts: () => {
      const rows = (path: string): LabelledText[] =>
        columns(path)
          .slice(1)
          .map(([text, label]) => single(text, label));
      return {
        train: rows("benchmarks/banking77/train.csv.gz"),
        test: rows("benchmarks/banking77/test.csv"),
      };
    },
  },
  CLINC150: {
    file: "benchmarks/clinc150/data_full.json.gz",
    parts: () => ({ train: clinc("train"), test: clinc("test") }),
  },
  "SMS spam": {
    file: "benchmarks/sms_spam/sms.tsv.gz",
    parts: () =>
      parted(
        columns("benchmarks/sms_spam/sms.tsv.gz", { delimiter: "\t" }).map(([label, text]) =>
          single(text, label),
        ),
        0.25,
      ),
  },
  "MR reviews": {
    file: "recorded/freeal_mr/train.csv.gz",
    parts: () => {
      const rows = (path: string): LabelledText[] =>
        columns(path).map(([label, text]) => single(text, label));
      return {
        train: rows("recorded/freeal_mr/train.csv.gz"),
        test: rows("recorded/freeal_mr/dev.csv"),
      };
    },
  },
  "MR by ChatGPT": {
    file: "recorded/freeal_mr/train_chat_bt.csv.gz",
    parts: () => ({
      train: columns("recorded/freeal_mr/train_chat_bt.csv.gz")
        .filter(([label]) => label !== "-1")
        .map(([label, text]) => single(text, label)),
      test: columns("recorded/freeal_mr/dev.csv").map(([label, text]) => single(text, label)),
    }),
  },
  FewRel: {
    file: "benchmarks/fewrel/val_wiki.json.gz",
    parts: () =>
      parted(
        Object.entries(
          JSON.parse(content("benchmarks/fewrel/val_wiki.json.gz")) as Record<
            string,
            { tokens: string[] }[]
          >,
        ).flatMap(([label, rows]) => rows.map(({ tokens }) => single(tokens.join(" "), label))),
        0.25,
      ),
  },
  "SST-2 by SuperGen": {
    file: "recorded/supergen/SST-2_train.json.gz",
    parts: () => ({
      train: (
        JSON.parse(content("recorded/supergen/SST-2_train.json.gz")) as Record<string, unknown>[]
      ).map((row) => single(row["text"], row["label"])),
      test: sstTest(),
    }),
  },
  "SST-2 by FewGen": {
    file: "recorded/fewgen/SST-2_16-13_gen-train.json.gz",
    parts: () => ({
      train: (
        JSON.parse(content("recorded/fewgen/SST-2_16-13_gen-train.json.gz")) as Record<
          string,
          unknown
        >[]
      ).map((row) => single(row["text"], row["label"])),
      test: sstTest(),
    }),
  },
  RTE: {
    file: "benchmarks/glue_rte/rte_train_gold.jsonl.gz",
    parts: () => ({
      train: pairsOf(jsonLines("benchmarks/glue_rte/rte_train_gold.jsonl.gz")),
      test: pairsOf(jsonLines("benchmarks/glue_rte/rte_test_gold.jsonl")),
    }),
  },
  QNLI: {
    file: "benchmarks/glue_qnli/qnli_test_gold.jsonl.gz",
    parts: () => parted(pairsOf(jsonLines("benchmarks/glue_qnli/qnli_test_gold.jsonl.gz")), 0.25),
  },
  "CLINC150 joined": {
    file: "benchmarks/clinc150/data_full.json.gz",
    multiLabel: true,
    parts: () => ({
      train: joinedIntents(clinc("train", 20)),
      test: joinedIntents(clinc("test", 20)),
    }),
  },
  "GoEmotions head": {
    file: "benchmarks/goemotions/head_500.tsv",
    multiLabel: true,
    parts: () =>
      parted(
        columns("benchmarks/goemotions/head_500.tsv", { delimiter: "\t" }).map(
          ([text, labels]) => ({ text: text!, label: labels!.split(",") }),
        ),
        0.3,
      ),
  },
};

/** Names of the sets that a benchmark may ask for. */
export const LABELLED_SETS: readonly string[] = Object.keys(SOURCES);

/** Below the data folder, the file that a set needs. */
export function fileOf(name: string): string {
  return SOURCES[name]!.file;
}

/** A set, or null with the file that is missing. */
export function labelledSet(
  name: string,
): { readonly set: LabelledSet } | { readonly set: null; readonly missing: string } {
  const source = SOURCES[name]!;
  const missing = join(DATA_FOLDER, source.file);
  if (!existsSync(missing)) return { set: null, missing };
  return { set: { name, multiLabel: source.multiLabel ?? false, ...source.parts() } };
}
