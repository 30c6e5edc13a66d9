import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { KindName } from "../../schema/kind.js";
import type { ColumnProfile } from "../rows/column-profile.js";
import { RESERVED_COLUMNS } from "../rows/reserved-columns.js";

/** A column with its name; "" where the file has no header. */
export interface NamedColumn {
  readonly profile: ColumnProfile;
  readonly name: string;
}

/** What the columns of a file look like as a task. */
export interface KindGuess {
  readonly kind: KindName;
  /** Field or `label` -> its column. */
  readonly columns: Readonly<Record<string, ColumnProfile>>;
  readonly labels?: string[];
  readonly multiLabel?: boolean;
  readonly fields?: TaskSpecInput["fields"];
  /** The column to tell the language from. */
  readonly text?: ColumnProfile;
}

const MOST_LABELS = 200;
/** Names that a column of labels has. */
export const LABEL_NAMES =
  /^(?:labels?|class(?:es)?|categor(?:y|ies)|intents?|sentiment|tags?|topics?|target|type|gold|y|emotions?)$/iu;
/** The name of a column that is one of labels even where all rows have the same. */
const LABEL_COLUMN = /^labels?$/iu;
const TEXT_NAMES =
  /^(?:text|message|sentence|review|comment|utterance|query|question|content|body|document|title|tweet|sms|input)$/iu;
const PAIRS: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:text_?1|sentence_?1|question_?1|premise)$/iu,
    /^(?:text_?2|sentence_?2|question_?2|hypothesis)$/iu,
  ],
];
/** Kinds that show in the names of their columns, most telling first. */
const BY_NAMES: readonly (readonly [KindName, Readonly<Record<string, RegExp>>])[] = [
  ["preference", { prompt: /^prompt$/iu, chosen: /^chosen$/iu, rejected: /^rejected$/iu }],
  [
    "reasoning",
    {
      question: /^(?:question|problem)$/iu,
      rationale: /^(?:rationale|solution|cot|reasoning)$/iu,
      answer: /^answer$/iu,
    },
  ],
  ["question-answering", { question: /^question$/iu, answer: /^answers?$/iu }],
  ["instruction", { instruction: /^instruction$/iu, output: /^(?:output|response)$/iu }],
  ["dialogue", { messages: /^messages$/iu }],
];
/** Further fields of a kind that rows may have or not. */
const BESIDE: Partial<Record<KindName, Readonly<Record<string, RegExp>>>> = {
  "question-answering": { context: /^(?:context|passage)$/iu },
  instruction: { input: /^input$/iu },
};

/** Guesses kind, fields and labels from names and cells of the columns. */
export function inferKind(columns: readonly NamedColumn[], rows: number): KindGuess {
  for (const [kind, names] of BY_NAMES) {
    const found = matched(columns, names);
    if (Object.keys(found).length === Object.keys(names).length) {
      const all = { ...found, ...matched(columns, BESIDE[kind] ?? {}) };
      return { kind, columns: all, text: Object.values(found)[0] };
    }
  }
  const label = labelColumn(columns, rows);
  const texts = columns.filter(
    (column) =>
      column !== label &&
      column.profile.count > 0 &&
      column.profile.numericShare < 0.5 &&
      !column.profile.hasRecords,
  );
  if (label) {
    for (const [first, second] of PAIRS) {
      const pair = matched(texts, { text1: first, text2: second });
      if (pair["text1"] && pair["text2"])
        return {
          kind: "pair-classification",
          columns: { ...pair, label: label.profile },
          ...label.labels,
          text: pair["text1"],
        };
    }
    const text = best(
      texts,
      (column) => (TEXT_NAMES.test(column.name) ? 1_000_000 : 0) + column.profile.averageLength,
    );
    if (text)
      return {
        kind: "classification",
        columns: { text: text.profile, label: label.profile },
        ...label.labels,
        text: text.profile,
      };
  }
  return customKind(columns, rows);
}

/** Every column a field of its own, under a name that a field can have. */
function customKind(columns: readonly NamedColumn[], rows: number): KindGuess {
  const fields: NonNullable<TaskSpecInput["fields"]> = {};
  const mapped: Record<string, ColumnProfile> = {};
  for (const { profile, name } of columns) {
    const base =
      name === "" || RESERVED_COLUMNS.includes(name) ? `field${profile.index + 1}` : name;
    const field = base in fields ? `${base}-${profile.index + 1}` : base;
    fields[field] = {
      type: profile.hasRecords
        ? "json"
        : profile.count > 0 && profile.numericShare === 1
          ? "number"
          : "text",
      optional: profile.count < rows,
    };
    mapped[field] = profile;
  }
  const text = best(columns, (column) =>
    column.profile.hasRecords ? 0 : column.profile.averageLength,
  );
  return { kind: "custom", columns: mapped, fields, text: text ? text.profile : undefined };
}

function labelColumn(
  columns: readonly NamedColumn[],
  rows: number,
): (NamedColumn & { labels: Pick<KindGuess, "labels" | "multiLabel"> }) | null {
  const candidates = columns.flatMap((column) => {
    const labels = labelsIn(column.profile, rows, column.name);
    return labels === null ? [] : [{ ...column, labels }];
  });
  const found = best(
    candidates,
    (column) =>
      (LABEL_NAMES.test(column.name) ? 1_000_000 : 0) -
      (column.labels.labels?.length === 1 ? 2_000_000 : 0) -
      (column.labels.labels?.length ?? 0) -
      column.profile.averageLength,
  );
  return found ? { ...found, profile: found.profile } : null;
}

/**
 * The labels of a column whose few short values come again and again; parts of them where most hold
 * a separator, the names in them where they are lists.
 */
function labelsIn(
  profile: ColumnProfile,
  rows: number,
  name: string,
): Pick<KindGuess, "labels" | "multiLabel"> | null {
  const values = profile.values;
  const listed = profile.listedNames;
  const fits = (names: readonly string[]): boolean =>
    names.length >= (LABEL_COLUMN.test(name) ? 1 : 2) &&
    names.length <= MOST_LABELS &&
    names.every((name) => name.length <= 60) &&
    (LABEL_NAMES.test(name) || names.length * 2 <= rows);
  if (listed !== null && profile.count >= rows * 0.5)
    return fits(listed) ? { labels: [...listed].sort(compare), multiLabel: true } : null;
  if (values === null || profile.hasRecords || profile.count < rows * 0.5) return null;
  const whole = [...values.keys()].map((value) => value.trim()).filter((value) => value !== "");
  const separated = whole.filter((value) => /[|,]/u.test(value));
  const parts = [
    ...new Set(
      whole.flatMap((value) =>
        value
          .split(/[|,]/u)
          .map((part) => part.trim())
          .filter((part) => part !== ""),
      ),
    ),
  ];
  if (separated.length > 0 && parts.length < whole.length && fits(parts))
    return { labels: parts.sort(compare), multiLabel: true };
  return fits([...new Set(whole)]) && profile.longest <= 80
    ? { labels: [...new Set(whole)].sort(compare) }
    : null;
}

function matched(
  columns: readonly NamedColumn[],
  names: Readonly<Record<string, RegExp>>,
): Record<string, ColumnProfile> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([field, pattern]) => {
      const column = columns.find((candidate) => pattern.test(candidate.name));
      return column ? [[field, column.profile]] : [];
    }),
  );
}

function best<T>(items: readonly T[], score: (item: T) => number): T | null {
  let found: T | null = null;
  for (const item of items) if (found === null || score(item) > score(found)) found = item;
  return found;
}

function compare(a: string, b: string): number {
  return Number.isFinite(Number(a)) && Number.isFinite(Number(b))
    ? Number(a) - Number(b)
    : a < b
      ? -1
      : a > b
        ? 1
        : 0;
}
