import { DatawrightError } from "../../base/errors.js";
import { Random } from "../../base/statistics/random.js";
import { append } from "../../base/values/append.js";
import type { Row, Sample } from "../../schema/sample.js";
import { labelKey, type LabelValue } from "../../schema/label.js";
import type { Condition } from "../../schema/task-file/condition.js";
import type { Task } from "../../schema/task.js";
import type { AnswerPair } from "../../tools/judging/judge-pairs.js";

/** A sample, or a given row, as one side of a pair. */
export interface PairedRow {
  readonly fields: Readonly<Record<string, unknown>>;
  /** What it was ordered for; null where the label is what was written. */
  readonly ordered: LabelValue;
  readonly label: LabelValue;
  readonly conditions: readonly Condition[];
}

/** One side of all pairs. */
export interface PairedSide {
  readonly name: string;
  readonly rows: readonly PairedRow[];
}

export function pairedSample({ fields, label, conditions }: Sample): PairedRow {
  return { fields, ordered: label.given, label: label.current, conditions };
}

/** A given row stands for what a sample of its label should be like. */
export function pairedReference({ fields, label }: Row): PairedRow {
  return { fields, ordered: label, label, conditions: [] };
}

/**
 * Draws pairs of rows that were made for the same thing: the same given fields, and the same label and
 * conditions, or where those never meet the same label. Every row stands in one pair at most, and every
 * label gets as many as the others where it can.
 *
 * @throws USAGE where nothing of the two sides was made for the same
 */
export function pairSamples(
  [first, second]: readonly [PairedSide, PairedSide],
  { task, most, seed }: { readonly task: Task; readonly most: number; readonly seed: number },
): AnswerPair[] {
  const random = new Random(seed).derive("pairs");
  const used = new Set<PairedRow>();
  const pairs: Omit<AnswerPair, "id">[] = [];
  for (const withConditions of [true, false]) {
    const keyOf = (row: PairedRow): string => keyOfRow(row, task, withConditions);
    const left = grouped(random.shuffle(first.rows), keyOf);
    const right = grouped(random.shuffle(second.rows), keyOf);
    const keys = random.shuffle([...left.keys()].filter((key) => right.has(key)).sort());
    const draw = (key: string): boolean => {
      const one = left.get(key)!.find((row) => !used.has(row));
      if (one === undefined) return false;
      const text = answerOf(one, task);
      const other = right.get(key)!.find((row) => !used.has(row) && answerOf(row, task) !== text);
      if (other === undefined) return false;
      used.add(one).add(other);
      pairs.push({
        instruction: instructionOf(one, task, withConditions),
        first: text,
        second: answerOf(other, task),
        models: [first.name, second.name],
      });
      return true;
    };
    for (let open = keys; open.length > 0 && pairs.length < most;)
      open = open.filter((key) => pairs.length < most && draw(key));
  }
  if (pairs.length === 0)
    throw new DatawrightError({
      code: "USAGE",
      message: `${first.name} and ${second.name} have no two samples for the same label or input`,
      hint: "Choose two runs of one task, or of tasks with the same labels or inputs.",
    });
  return random.shuffle(pairs).map((pair, at) => ({ id: String(at + 1), ...pair }));
}

function keyOfRow(row: PairedRow, { kind }: Task, withConditions: boolean): string {
  return JSON.stringify([
    kind.givenFields.map((name) => row.fields[name] ?? null),
    labelKey(row.ordered),
    withConditions ? row.conditions.map(({ name, value }) => [name, value]).sort() : [],
  ]);
}

function grouped(
  rows: readonly PairedRow[],
  keyOf: (row: PairedRow) => string,
): Map<string, PairedRow[]> {
  const groups = new Map<string, PairedRow[]>();
  for (const row of rows) append(groups, keyOf(row), row);
  return groups;
}

/** What both sides were to do, line by line. */
function instructionOf(row: PairedRow, { spec, kind }: Task, withConditions: boolean): string {
  return [
    spec.description,
    ...kind.givenFields.map((name) => `${name}: ${wordsOf(row.fields[name])}`),
    ...(row.ordered === null ? [] : [`label: ${wordsOf(row.ordered)}`]),
    ...(withConditions ? row.conditions.map(({ name, value }) => `${name}: ${value}`) : []),
  ].join("\n");
}

/** What was written: the fields, and the label where that was to be found. */
function answerOf({ fields, ordered, label }: PairedRow, { kind, fields: known }: Task): string {
  const written = Object.entries(fields).filter(
    ([name, value]) =>
      name in known && !kind.givenFields.includes(name) && value !== null && value !== undefined,
  );
  const parts = [
    ...written,
    ...(ordered === null && label !== null ? [["label", label] as [string, unknown]] : []),
  ];
  return parts.length === 1
    ? wordsOf(parts[0]![1])
    : parts.map(([name, value]) => `${name}: ${wordsOf(value)}`).join("\n\n");
}

function wordsOf(value: unknown): string {
  return typeof value === "string"
    ? value
    : Array.isArray(value) && value.every((one) => typeof one === "string")
      ? value.join(", ")
      : JSON.stringify(value ?? "");
}
