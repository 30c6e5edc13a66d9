import { DatawrightError } from "../../base/errors.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import { readRecords, recordError, type JsonRecord } from "../annotation/read-records.js";
import type { PairJudgment, Preferred } from "./pair-judgment.js";

/** Files of pairwise judgments that are read as they are distributed. */
const JUDGMENT_FORMATS = ["alpaca-eval", "vicuna", "mt-bench", "pandalm"] as const;
/** Name of such a format. */
export type JudgmentFormat = (typeof JUDGMENT_FORMATS)[number];

/** What a file does not say itself. */
export interface JudgmentImportOptions {
  /** Format of the file. */
  readonly format: JudgmentFormat;
  /** Models of the first and second answers, where the file has none (vicuna). */
  readonly models?: readonly [string, string];
}

const READERS: Readonly<
  Record<
    JudgmentFormat,
    (record: JsonRecord, number: number, models: readonly [string, string]) => PairJudgment[]
  >
> = { "alpaca-eval": alpacaEval, vicuna, "mt-bench": mtBench, pandalm: pandaLm };

/**
 * Reads recorded pairwise judgments: `annotations.json` of AlpacaEval, reviews of Vicuna, pair files
 * of MT-bench (model judge with both orders, inconsistent = tie; or people's), PandaLM's test set with
 * its three annotators, each a judgment.
 *
 * @param source the parsed list, or the file's text (JSON list or JSON lines)
 * @throws DATA_FORMAT with the number of the record; USAGE for an unknown format
 */
export function importJudgments(
  source: unknown,
  { format, models = ["first", "second"] }: JudgmentImportOptions,
): PairJudgment[] {
  const read = Object.hasOwn(READERS, format) ? READERS[format] : undefined;
  if (read === undefined)
    throw new DatawrightError({
      code: "USAGE",
      message: `there is no format of judgments ${JSON.stringify(format)}${didYouMean(String(format), JUDGMENT_FORMATS)}`,
      hint: `formats: ${JUDGMENT_FORMATS.join(", ")}`,
    });
  return readRecords(source, format).flatMap((record, index) => read(record, index + 1, models));
}

function alpacaEval(record: JsonRecord, number: number): PairJudgment[] {
  const value = record["preference"];
  if (!("preference" in record) || !("output_1" in record) || !("output_2" in record))
    throw recordError("alpaca-eval", number, "has no output_1, output_2 and preference");
  const isRead = typeof value === "number" && (value === 0 || (value >= 1 && value <= 2));
  if (!isRead && value !== null)
    throw recordError(
      "alpaca-eval",
      number,
      `its preference is ${JSON.stringify(value)}, not 0, 1 to 2, or null`,
    );
  const lean = isRead ? (value === 0 ? 0.5 : value - 1) : null;
  return [
    {
      item: String(number),
      first: name(record["generator_1"], "baseline"),
      second: name(record["generator_2"], "candidate"),
      preferred: lean === null ? null : lean === 0.5 ? "tie" : lean < 0.5 ? "first" : "second",
      lean,
      scores: null,
      lengths: [lengthOf(record["output_1"]), lengthOf(record["output_2"])],
      judge: name(record["annotator"], "judge"),
    },
  ];
}

const FIGURE = String.raw`(\d+(?:\.\d+)?)`;
/**
 * Where a review says its scores: two numbers on a line; or, where it solves the problem first, a
 * line for each assistant, or a tuple behind the word output.
 */
const SCORES = [
  new RegExp(String.raw`^[ \t]*${FIGURE}[, \t]+${FIGURE}[ \t]*\r?$`, "mu"),
  new RegExp(
    String.raw`^Assistant 1: ${FIGURE}\b(?![.]?\d).*\n+Assistant 2: ${FIGURE}\b(?![.]?\d)`,
    "mu",
  ),
  new RegExp(String.raw`output[^\n(]*\(${FIGURE}, ?${FIGURE}\)`, "iu"),
];

function vicuna(
  record: JsonRecord,
  number: number,
  [first, second]: readonly [string, string],
): PairJudgment[] {
  const text = record["text"];
  if (typeof text !== "string") throw recordError("vicuna", number, "has no review under `text`");
  const match = SCORES.map((pattern) => pattern.exec(text)).find((found) => found !== null);
  const scores = match ? ([Number(match[1]), Number(match[2])] as const) : null;
  return [
    {
      item: name(record["question_id"], String(number)),
      first,
      second,
      preferred: scores === null ? null : byScores(scores),
      lean: null,
      scores,
      lengths: null,
      judge: `reviewer ${name(record["reviewer_id"], "1")}`,
    },
  ];
}

function byScores([first, second]: readonly [number, number]): Preferred {
  return first === second ? "tie" : first > second ? "first" : "second";
}

function mtBench(record: JsonRecord, number: number): PairJudgment[] {
  const [first, second] = [
    record["model_1"] ?? record["model_a"],
    record["model_2"] ?? record["model_b"],
  ];
  if (typeof first !== "string" || typeof second !== "string")
    throw recordError(
      "mt-bench",
      number,
      "names no two models (model_1, model_2 or model_a, model_b)",
    );
  const shared = {
    item: `${name(record["question_id"], String(number))}${record["turn"] === undefined ? "" : `:${name(record["turn"], "")}`}`,
    first,
    second,
    lean: null,
    scores: null,
    lengths: null,
    judge: Array.isArray(record["judge"])
      ? name(record["judge"][0], "judge")
      : name(record["judge"], "judge"),
  };
  if (record["winner"] !== undefined)
    return [{ ...shared, preferred: mtWinner(record["winner"], number) }];
  const [one, other] = [record["g1_winner"], record["g2_winner"]].map((winner) =>
    mtWinner(winner, number),
  );
  const preferred = one === null || other === null ? null : one === other ? one! : "tie";
  return [{ ...shared, preferred }];
}

function mtWinner(winner: unknown, number: number): Preferred | null {
  switch (winner) {
    case "model_1":
    case "model_a":
      return "first";
    case "model_2":
    case "model_b":
      return "second";
    case "tie":
    case "tie (inconsistent)":
    case "tie (bothbad)":
      return "tie";
    case "error":
      return null;
    default:
      throw recordError("mt-bench", number, `its winner is ${JSON.stringify(winner)}`);
  }
}

function pandaLm(record: JsonRecord, number: number): PairJudgment[] {
  const answers = Object.entries(record).filter(([key]) =>
    /^(?:annotator\d+|\w+_result)$/u.test(key),
  );
  if (answers.length === 0)
    throw recordError("pandalm", number, "has no annotator1 and no …_result");
  const models = typeof record["cmp_key"] === "string" ? record["cmp_key"].split("_") : [];
  const hasTexts = typeof record["response1"] === "string";
  return answers.map(([judge, value]) => ({
    item: name(record["idx"], String(number)),
    first: models[0] ?? "first",
    second: models[1] ?? "second",
    preferred: pandaPreferred(value),
    lean: null,
    scores: null,
    lengths: hasTexts ? [lengthOf(record["response1"]), lengthOf(record["response2"])] : null,
    judge: judge.replace(/_result$/u, ""),
  }));
}

/** "garbage" and whatever else is no answer: not read. */
function pandaPreferred(value: unknown): Preferred | null {
  const word = String(value).trim().toLowerCase();
  return word === "1"
    ? "first"
    : word === "2"
      ? "second"
      : word === "tie" || word === "0"
        ? "tie"
        : null;
}

function lengthOf(value: unknown): number {
  return typeof value === "string" ? value.length : 0;
}

function name(value: unknown, otherwise: string): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : otherwise;
}
