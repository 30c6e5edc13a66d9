import { LABEL_FIELD, textOfValue } from "../field-texts.js";
import type { DataRecord } from "../prompt-reader.js";
import type { Question } from "../question.js";

/**
 * From this share of the demonstrations on a field counts as one whose values their text states.
 */
const MOSTLY = 0.6;
/** Members that say of which kind an entry is: entries of one kind take each other's place. */
const KINDS = ["relation", "label", "type", "role"];
const LONGEST = 80;

interface Leaf {
  readonly slot: string;
  readonly text: string;
}

/**
 * The given fields whose values the demonstrations' main text states: triples, mentions, an answer.
 */
export function statedFields(
  { fit, draft }: Question,
  main: string,
  asked: readonly string[],
): string[] {
  if (draft === null) return [];
  return Object.keys(draft).filter((name) => {
    if (
      name === main ||
      name === LABEL_FIELD ||
      asked.includes(name) ||
      leavesOf(draft, [name]).length === 0
    )
      return false;
    const rows = fit.demonstrations.filter(
      (record) => typeof record[main] === "string" && record[name] !== undefined,
    );
    return (
      rows.length > 0 &&
      rows.filter((record) => states(record, name, main)).length >= MOSTLY * rows.length
    );
  });
}

/**
 * What must be exchanged in a demonstration so that it states the given values: each for one that
 * stands in the same slot of the demonstration.
 *
 * @returns null where the demonstration has no room for all of them, or says more than they do
 */
export function givenExchanges(
  base: DataRecord,
  draft: DataRecord,
  { main, stated }: { readonly main: string; readonly stated: readonly string[] },
): Map<string, string> | null {
  const text = base[main];
  if (typeof text !== "string") return null;
  const free = leavesOf(base, stated);
  const wanted = leavesOf(draft, stated);
  if (free.length !== wanted.length || !free.every((leaf) => text.includes(leaf.text))) return null;
  const exchanges = new Map<string, string>();
  for (const leaf of wanted) {
    const at = free.findIndex(
      (candidate) =>
        candidate.slot === leaf.slot && (exchanges.get(candidate.text) ?? leaf.text) === leaf.text,
    );
    if (at < 0) return null;
    exchanges.set(free[at]!.text, leaf.text);
    free.splice(at, 1);
  }
  return exchanges;
}

/** Whether a text holds every given value. */
export function statesAll(text: string, draft: DataRecord, stated: readonly string[]): boolean {
  return leavesOf(draft, stated).every((leaf) => text.includes(leaf.text));
}

function states(record: DataRecord, name: string, main: string): boolean {
  const leaves = leavesOf(record, [name]);
  return leaves.length > 0 && statesAll(record[main] as string, record, [name]);
}

/**
 * The short texts in the named fields, each with the slot that it fills: its field, the kind of its
 * entry, its member.
 */
function leavesOf(record: DataRecord, names: readonly string[]): Leaf[] {
  const leaves: Leaf[] = [];
  for (const name of names) {
    const value = record[name];
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item === "string") leaves.push({ slot: name, text: item });
      if (typeof item !== "object" || item === null) continue;
      const entry = item as Record<string, unknown>;
      const kind = KINDS.map((member) => textOfValue(entry[member])).join(" ");
      for (const [member, text] of Object.entries(entry))
        if (typeof text === "string" && !KINDS.includes(member))
          leaves.push({ slot: `${name} ${kind} ${member}`, text });
    }
  }
  return leaves.some((leaf) => leaf.text === "" || leaf.text.length > LONGEST) ? [] : leaves;
}
