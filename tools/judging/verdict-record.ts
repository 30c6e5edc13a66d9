import { DatawrightError } from "../../base/errors.js";
import { readRecords, recordError, type JsonRecord } from "../annotation/read-records.js";

/** What a person, or several, found of one text, and what judges did. */
export interface VerdictRecord {
  /** Number of the record, from 1. */
  readonly number: number;
  /** What was judged. */
  readonly text: string;
  /** What it may state nothing beyond, or what it answers; "" where there is none. */
  readonly context: string;
  /** The field that the context stood in. */
  readonly contextField: string | null;
  /** Whether people found it good; of several the majority, null where they are split. */
  readonly faithful: boolean | null;
  /** Mean of people's values: 0 and 1, or the numbers of their scale. */
  readonly human: number;
  /** Each person's value as a name. */
  readonly humans: readonly string[];
  /** The judge's score; null where the file has none. */
  readonly judge: number | null;
  /** Scores by criterion. */
  readonly scores: Readonly<Record<string, number>>;
  /** Who wrote the text; null where unknown. */
  readonly author: string | null;
  /** Who judged it; null where unknown. */
  readonly judgeModel: string | null;
}

const HUMAN = ["human", "humans", "faithful", "verdict", "annotation", "label"];
const JUDGE = ["judge", "score", "prediction", "probability"];
const TEXT = ["text", "response", "output", "answer", "completion", "claim"];
const CONTEXT = ["context", "source", "document", "passage", "question", "instruction", "input"];
const YES = [
  "true",
  "yes",
  "1",
  "pass",
  "accept",
  "accepted",
  "faithful",
  "supported",
  "correct",
  "good",
];
const NO = [
  "false",
  "no",
  "0",
  "fail",
  "reject",
  "rejected",
  "unfaithful",
  "contradicted",
  "incorrect",
  "bad",
];
const FORMAT = "verdicts";

/**
 * Reads a file of people's verdicts: JSON lines or a list of records with a text (`text`, `response`,
 * `output` …), people's verdict (`human`: yes or no, a number of a scale, or a list of several
 * people's), and where there are any `context`, `judge` (the judge's score), `scores` by criterion,
 * `author` and `judgeModel`.
 *
 * @throws DATA_FORMAT with the number of the record; DATA_EMPTY for none
 */
export function readVerdicts(source: unknown): VerdictRecord[] {
  const records = readRecords(source, FORMAT);
  if (records.length === 0)
    throw new DatawrightError({ code: "DATA_EMPTY", message: "the file holds no verdict" });
  const values = records.flatMap((record) => listOf(firstOf(record, HUMAN)?.value)).map(numberOf);
  // Numbers beyond 0 and 1 are a scale: its upper half is good.
  const finite = values.filter((value) => value !== null);
  const isScale = finite.some((value) => value !== 0 && value !== 1);
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  const middle = isScale ? (least + most) / 2 : 0.5;
  return records.map((record, index) => verdictOf(record, index + 1, middle));
}

function verdictOf(record: JsonRecord, number: number, middle: number): VerdictRecord {
  const text = firstOf(record, TEXT);
  if (typeof text?.value !== "string")
    throw recordError(FORMAT, number, `has no text under ${TEXT.join(", ")}`);
  const given = listOf(firstOf(record, HUMAN)?.value);
  const numbers = given.map((value) => {
    const read = numberOf(value);
    if (read === null)
      throw recordError(
        FORMAT,
        number,
        `people's verdict ${JSON.stringify(value)} is no yes, no or number`,
      );
    return read;
  });
  if (numbers.length === 0)
    throw recordError(FORMAT, number, `has no verdict of people under ${HUMAN.join(", ")}`);
  const yes = numbers.filter((value) => value > middle).length;
  const context = firstOf(
    record,
    CONTEXT.filter((name) => name !== text.name),
  );
  const said = firstOf(record, JUDGE);
  const judge = said === undefined ? null : numberOf(said.value);
  if (said !== undefined && said.value !== null && judge === null)
    throw recordError(
      FORMAT,
      number,
      `the judge's ${said.name} ${JSON.stringify(said.value)} is no score`,
    );
  return {
    number,
    text: text.value,
    context: typeof context?.value === "string" ? context.value : "",
    contextField: typeof context?.value === "string" ? context.name : null,
    faithful: 2 * yes === numbers.length ? null : 2 * yes > numbers.length,
    human: numbers.reduce((sum, value) => sum + value, 0) / numbers.length,
    humans: given.map(String),
    judge,
    scores: scoresOf(record["scores"], number),
    author: wordOf(record["author"] ?? record["model"]),
    judgeModel: wordOf(record["judgeModel"] ?? record["judge_model"]),
  };
}

function scoresOf(value: unknown, number: number): Record<string, number> {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value))
    throw recordError(FORMAT, number, "`scores` is no object of numbers by criterion");
  return Object.fromEntries(
    Object.entries(value).map(([name, score]) => {
      const read = numberOf(score);
      if (read === null)
        throw recordError(
          FORMAT,
          number,
          `the score ${name} is ${JSON.stringify(score)}, not a number`,
        );
      return [name, read];
    }),
  );
}

function firstOf(record: JsonRecord, names: readonly string[]) {
  const name = names.find((each) => Object.hasOwn(record, each) && record[each] !== null);
  return name === undefined ? undefined : { name, value: record[name] };
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

function numberOf(value: unknown): number | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string") return null;
  const word = value.trim().toLowerCase();
  if (YES.includes(word)) return 1;
  if (NO.includes(word)) return 0;
  return word !== "" && Number.isFinite(Number(word)) ? Number(word) : null;
}

function wordOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
