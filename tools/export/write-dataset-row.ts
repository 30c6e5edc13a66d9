import type { JsonObject, JsonValue } from "../../schema/json.js";
import { KIND_TABLE } from "../../schema/kind.js";
import { SOFT_LABEL_SCORE, type Sample } from "../../schema/sample.js";

/** Fields of the kinds in writing order; other fields follow, sorted by name. */
const RANK = new Map(
  [...new Set(Object.values(KIND_TABLE).flatMap((kind) => Object.keys(kind.fields)))].map(
    (name, index) => [name, index],
  ),
);

/**
 * The one-line form of an accepted sample, as dataset.jsonl and the exporters have it: id, fields,
 * label with its provenance, weight, conditions by name, and where the sample comes from. Names
 * stand in the same order for every sample.
 */
export function datasetRow(sample: Sample): JsonObject {
  return { id: sample.id, ...fieldsInOrder(sample), ...rowTail(sample) };
}

/**
 * The one-line form of a sample that is not in the dataset: its status and reason codes, what each
 * change said, and the row itself.
 */
export function rejectedRow(sample: Sample): JsonObject {
  const history = sample.history.map((change) => ({
    step: change.step,
    from: change.from,
    to: change.to,
    reason: change.reason,
    ...(change.failed === undefined ? {} : { failed: change.failed }),
    ...(change.note === undefined ? {} : { note: change.note }),
  }));
  return {
    id: sample.id,
    status: sample.status,
    reasons: [...sample.reasons],
    ...fieldsInOrder(sample),
    ...rowTail(sample),
    history,
  };
}

/** What stands after a sample's fields. */
export function rowTail(sample: Sample): JsonObject {
  const { current, given, source, confidence } = sample.label;
  const label: JsonObject =
    current === null
      ? {}
      : {
          label: plain(current),
          ...(given === null ? {} : { givenLabel: plain(given) }),
          labelSource: source,
          labelConfidence: confidence,
        };
  const soft = Object.entries(sample.scores)
    .filter(([name]) => name.startsWith(SOFT_LABEL_SCORE))
    .map(([name, value]) => [name.slice(SOFT_LABEL_SCORE.length), value]);
  return {
    ...label,
    ...(soft.length > 0 ? { softLabel: Object.fromEntries(soft) as JsonObject } : {}),
    weight: sample.weight,
    conditions: Object.fromEntries(
      sample.conditions.map((condition) => [condition.name, condition.value]),
    ),
    parents: [...sample.parents],
    cell: sample.cell,
    round: sample.round,
  };
}

function fieldsInOrder(sample: Sample): JsonObject {
  const place = (name: string): number => RANK.get(name) ?? RANK.size;
  const names = Object.keys(sample.fields).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  return Object.fromEntries(
    names
      .filter((name) => sample.fields[name] !== undefined)
      .map((name) => [name, plain(sample.fields[name])]),
  );
}

/**
 * The value as JSON has it, objects inside with their names sorted, so that equal values are equal
 * bytes.
 */
function plain(value: unknown): JsonValue {
  if (typeof value !== "object" || value === null)
    return typeof value === "string" ||
      typeof value === "boolean" ||
      value === null ||
      (typeof value === "number" && Number.isFinite(value))
      ? value
      : null;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, plain(member)]),
  );
}
