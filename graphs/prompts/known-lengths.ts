import type { Row } from "../../schema/sample.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";

/** Values of a field as real rows have them, and how long a new one is to be. */
export interface KnownField {
  /** Texts of the field; empty where no row has any. */
  readonly values: readonly string[];
  /** Words of a usual value. */
  readonly words: number;
}

/** Words of a value of which no row says anything, by what its name or description calls it. */
const USUAL: readonly (readonly [RegExp, number])[] = [
  [
    /noun phrase|one noun|a name|few words|as the passage names|\bentit|\bvalues\b|\bsubtasks\b/iu,
    2,
  ],
  [/paragraph|section|story|stories|passage|essay|context/iu, 90],
  [/reason|because|problem|one sentence|question|instruction|statement|prompt|goal/iu, 16],
  [/answer|output|solution|explanation|message|response|program|query/iu, 32],
];
const USUAL_TEXT = 24;

/** Words of a text, as white space parts it. */
export function wordCount(text: string): number {
  return text.split(/\s+/u).filter((word) => word !== "").length;
}

/** What rows and the limits of a task say about the length of each field. */
export function knownFields(
  rows: readonly Pick<Row, "fields">[],
  { constraints }: Pick<TaskSpec, "constraints">,
): (name: string, description: string) => KnownField {
  const values = new Map<string, string[]>();
  for (const { fields } of rows)
    for (const [name, value] of Object.entries(fields))
      if (typeof value === "string" && value.trim() !== "")
        values.set(name, [...(values.get(name) ?? []), value.trim()]);
  const { minWords, maxWords } = constraints;
  return (name, description) => {
    const own = values.get(name) ?? [];
    if (own.length > 0) return { values: own, words: middle(own.map(wordCount)) };
    const usual =
      USUAL.find(([pattern]) => pattern.test(name))?.[1] ??
      USUAL.find(([pattern]) => pattern.test(description))?.[1] ??
      USUAL_TEXT;
    const isText = usual >= USUAL_TEXT;
    return {
      values: [],
      words: isText
        ? Math.max(
            (minWords ?? 0) + (minWords === undefined ? 0 : 2),
            Math.min(usual, maxWords ?? usual),
          )
        : usual,
    };
  };
}

function middle(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
