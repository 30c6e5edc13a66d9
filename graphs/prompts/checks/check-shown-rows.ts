import type { LabelValue } from "../../../schema/label.js";
import type { Row } from "../../../schema/sample.js";
import {
  findingOf,
  recordsOf,
  type CheckedRequest,
  type PromptCheck,
  type PromptFinding,
} from "../prompt-finding.js";

type DataRecord = Readonly<Record<string, unknown>>;

/**
 * Demonstrations of one label in a question for another; a seed, or the row that is to be
 * rewritten or answered, among its own demonstrations.
 */
export const checkShownRows: PromptCheck = (requests, { rows = [] }) => {
  const labelOf = rowLabels(rows);
  return requests.flatMap((one) => [...foreign(one, labelOf), ...shownTwice(one, rows)]);
};

/**
 * Rows of all labels show what the labels are. Rows of one label are shown as what is wanted, and
 * must have the label that the sample is finally to have.
 */
function foreign(
  one: CheckedRequest,
  labelOf: (record: DataRecord) => LabelValue,
): PromptFinding[] {
  const shown = recordsOf(one, "demonstrations").map(labelOf);
  const [first = null] = shown;
  const isOfOne = shown.length > 1 && shown.every((label) => String(label) === String(first));
  if (one.role === "critic" || first === null || !isOfOne || one.labels.length === 0) return [];
  if ([first].flat().some((label) => one.labels.includes(label))) return [];
  return [
    findingOf(
      "foreign-demonstration",
      one,
      `all ${shown.length} demonstrations are ${String(first)}, and ${one.labels.join(", ")} is asked for`,
    ),
  ];
}

function shownTwice(one: CheckedRequest, rows: readonly Row[]): PromptFinding[] {
  const shown = recordsOf(one, "demonstrations");
  if (one.role === "critic" || shown.length === 0) return [];
  const among = (name: string): boolean =>
    recordsOf(one, "draft", [name])
      // what a model wrote before is given too, and may share a passage with what it wrote of it
      .filter((row) => name === "seeds" || rows.some(({ fields }) => sameRow(row, fields)))
      .some((row) => shown.some((other) => sameRow(row, other)));
  const start = (row: string): string =>
    `the ${row} stands among the ${shown.length} demonstrations`;
  return [
    ...(among("seeds") ? [findingOf("seed-shown-twice", one, start("seed"))] : []),
    ...(among("given") ? [findingOf("rewritten-row-shown", one, start("given row"))] : []),
  ];
}

/** Fewer characters than this are a label, a figure or a name, which different rows share. */
const SHORTEST = 20;

/** True for two records that have the same texts in the fields that both have, and one of them. */
function sameRow(left: DataRecord, right: DataRecord): boolean {
  const shared = Object.keys(left).filter((name) => name !== "label" && right[name] !== undefined);
  const text = (value: unknown): string =>
    typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return (
    shared.some((name) => text(left[name]).length >= SHORTEST) &&
    shared.every((name) => text(left[name]) === text(right[name]))
  );
}

/** The label of a record: its own, else that of the row that has its texts. */
function rowLabels(rows: readonly Row[]): (record: DataRecord) => LabelValue {
  const known = new Map<string, LabelValue>();
  for (const { fields, label } of rows)
    for (const value of Object.values(fields))
      if (typeof value === "string" && value.length >= SHORTEST) known.set(value, label);
  return (record) =>
    (record["label"] as LabelValue | undefined) ??
    Object.values(record)
      .map((value) => (typeof value === "string" ? known.get(value) : undefined))
      .find((label) => label !== undefined) ??
    null;
}
