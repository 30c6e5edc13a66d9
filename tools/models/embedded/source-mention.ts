import { extractFacts } from "../../text/facts.js";
import { textOfValue } from "./field-texts.js";
import type { Place, Question } from "./question.js";

/** Fields that name something. */
const NAMING = /subject|object|head|tail|entity|entities|mention|bridge|answer|name|place|person/iu;

/** Fields that name what a text is about: the name that it begins with. */
const SUBJECT = /subject|head/iu;

/**
 * A name that the sources hold, for a field that names something and that no demonstration has: one that most of the sources share, and
 * that is not said already; for a subject the first one. Null where the field names nothing or the sources hold no such name.
 */
export function sourceMention({ sources, draft, random }: Question, place: Place): string | null {
  if (sources.length === 0 || !NAMING.test(place.name)) return null;
  const texts = sources.map((source) => textOfValue(source["text"]));
  const said = [
    ...Object.values(place.siblings),
    ...Object.values(draft ?? {}).flatMap(plainTexts),
  ].filter((value): value is string => typeof value === "string");
  const names = texts.flatMap((text) =>
    extractFacts(text)
      .filter((fact) => fact.kind === "name")
      .map((fact) => text.slice(fact.start, fact.end)),
  );
  const unsaid = [...new Set(names)].filter((name) => !said.includes(name));
  const open = unsaid.filter(
    (name) => !unsaid.some((other) => other !== name && other.includes(name)),
  );
  if (SUBJECT.test(place.name)) return open[0] ?? null;
  const shared = open.map((name) => texts.filter((text) => text.includes(name)).length);
  const most = Math.max(0, ...shared);
  const best = open.filter((_, at) => shared[at] === most);
  return best.length === 0 ? null : random.derive("mention", ...place.path).pick(best);
}

/** What is said so far: texts of their own and in records; a plain list offers names to choose from. */
function plainTexts(value: unknown): unknown[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value)
    ? value.flatMap((item: unknown) =>
        typeof item === "object" && item !== null ? Object.values(item) : [],
      )
    : [];
}
