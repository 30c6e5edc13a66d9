/**
 * Columns that every dataset row has beside the sample's own fields; a task cannot name a field
 * like one of them.
 */
export const RESERVED_COLUMNS: readonly string[] = [
  "id",
  "label",
  "weight",
  "conditions",
  "labelSource",
  "labelConfidence",
  "givenLabel",
  "softLabel",
  "parents",
  "cell",
  "round",
  "status",
  "reasons",
  "history",
];
