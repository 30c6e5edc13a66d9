import type { Random } from "../../../../base/statistics/random.js";
import type { DataRecord } from "../prompt-reader.js";
import { surfaceTokens } from "../surface-tokens.js";

/** How often an entity is exchanged where another of its kind is known. */
const RATE = 0.8;

interface Entity {
  readonly kind: string;
  readonly text: string;
}

/**
 * Exchanges for the entities of a record: short texts, spans, and subjects and objects of triples
 * that stand in its main text, each for another of the same kind (span label, or relation and side;
 * without those the field and the word before it, so that a place does not become a person).
 */
export function entityExchanges(
  base: DataRecord,
  records: readonly DataRecord[],
  names: readonly string[],
  main: string,
  random: Random,
): Map<string, string> {
  const exchanges = new Map<string, string>();
  const text = base[main];
  if (typeof text !== "string") return exchanges;
  const known = new Map<string, Set<string>>();
  for (const record of records) {
    for (const { kind, text: entity } of entitiesOf(record, names, main)) {
      const entities = known.get(kind);
      if (entities === undefined) known.set(kind, new Set([entity]));
      else entities.add(entity);
    }
  }
  for (const entity of entitiesOf(base, names, main)) {
    if (exchanges.has(entity.text) || random.next() >= RATE) continue;
    const others = [...(known.get(entity.kind) ?? [])].filter(
      (other) => !text.includes(other) && ![...exchanges.values()].includes(other),
    );
    if (others.length > 0) exchanges.set(entity.text, random.pick(others));
  }
  return exchanges;
}

function entitiesOf(record: DataRecord, names: readonly string[], main: string): Entity[] {
  const text = record[main];
  if (typeof text !== "string") return [];
  const found: Entity[] = [];
  const take = (kind: string, value: unknown) => {
    if (
      typeof value === "string" &&
      value !== "" &&
      value.length <= text.length / 2 &&
      text.includes(value)
    )
      found.push({ kind, text: value });
  };
  for (const name of names) {
    if (name === main) continue;
    const value = record[name];
    // A figure is mostly reckoned from others: exchanging it alone would make it wrong.
    if (typeof value === "string" && /\p{L}/u.test(value)) take(slotOf(name, value, text), value);
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item !== "object" || item === null) continue;
      const member = item as Record<string, unknown>;
      if (typeof member["start"] === "number" && typeof member["text"] === "string")
        take(
          typeof member["label"] === "string"
            ? `${name} ${member["label"]}`
            : slotOf(name, member["text"], text),
          member["text"],
        );
      for (const side of ["subject", "object"])
        take(`${name} ${String(member["relation"] ?? "")} ${side}`, member[side]);
    }
  }
  return found;
}

/** A field with the word that stands before its value in the text. */
function slotOf(name: string, value: string, text: string): string {
  const at = text.indexOf(value);
  return (
    `${name} after ` +
    `${at <= 0 ? "" : (surfaceTokens(text.slice(Math.max(0, at - 40), at).trimEnd()).at(-1)?.folded ?? "")}`
  );
}
