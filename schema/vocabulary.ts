/** What of a field says which values it takes. */
interface FieldValues {
  readonly type: string;
  readonly values?: readonly string[] | Readonly<Record<string, string>> | undefined;
}

/** A value of a closed vocabulary. */
export interface VocabularyEntry {
  readonly name: string;
  /** What it stands for. */
  readonly definition?: string | undefined;
}

/** Types of fields that a closed vocabulary is for, with the part of the field that it names. */
export const VOCABULARY_PARTS: Readonly<Partial<Record<string, string>>> = {
  text: "one of",
  list: "each entry one of",
  span: "label is one of",
  spans: "label is one of",
  triples: "relation is one of",
};

/** The closed vocabulary of a field; null where it takes any value. */
export function vocabularyOf({ type, values }: FieldValues): readonly VocabularyEntry[] | null {
  if (values === undefined || VOCABULARY_PARTS[type] === undefined) return null;
  return isList(values)
    ? values.map((name) => ({ name }))
    : Object.entries(values).map(([name, definition]) => ({
        name,
        definition: definition.trim() === "" ? undefined : definition,
      }));
}

/** The entries of a closed vocabulary that a field's value uses. */
export function usedEntries({ type }: FieldValues, value: unknown): string[] {
  const parts = [value].flat() as unknown[];
  const member =
    type === "triples" ? "relation" : type === "text" || type === "list" ? null : "label";
  return parts.flatMap((part) => {
    const entry =
      member === null ? part : (part as Readonly<Record<string, unknown>> | null)?.[member];
    return typeof entry === "string" ? [entry] : [];
  });
}

function isList(values: NonNullable<FieldValues["values"]>): values is readonly string[] {
  return Array.isArray(values);
}
