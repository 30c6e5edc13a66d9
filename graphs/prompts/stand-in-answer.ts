import type { JsonSchema } from "../../schema/json.js";
import { sectionText } from "../../tools/models/embedded/prompt-reader.js";
import { wordCount } from "./known-lengths.js";
import { mixed, sentences, shortText, type AnswerPlace } from "./stand-in-words.js";

type Node = Readonly<Record<string, unknown>>;

/** A value of at most so many words is a name, and is taken from what is shown. */
const NAME_WORDS = 3;
const DEEPEST = 5;
const LIST_LENGTH = 3;
const TURNS = 6;
const PROGRAM = /\b(?:query|program|code|sql)\b/iu;

/** One answer of a stand-in: values that fit a schema, from what the question shows. */
export class StandInAnswer {
  readonly #place: AnswerPlace;
  #root: Node = {};
  /** Values that stand in the same record already. */
  #siblings: readonly unknown[] = [];

  constructor(place: AnswerPlace) {
    this.#place = place;
  }

  /** A value that fits the schema. */
  value(schema: JsonSchema): unknown {
    this.#root = schema;
    return this.#fill(schema, "answer", 0);
  }

  /** Words for a field, as many as the task's rows have there. */
  text(name: string, description: string): string {
    const { random, known, demonstrations, record, language } = this.#place;
    const before = record?.[name];
    if (typeof before === "string" && !this.#isGiven(before)) return before;
    const shown = demonstrations
      .map((row) => row[name])
      .filter((value): value is string => typeof value === "string" && value !== "");
    const usual = known(name, description);
    const values = shown.length > 0 ? shown : usual.values;
    const words = shown.length > 0 ? meanWords(shown) : usual.words;
    if (words <= NAME_WORDS)
      return shortText(this.#place, { name, description, values, siblings: this.#siblings });
    if (values.length > 0 && PROGRAM.test(name)) return random.pick(values);
    return language.startsWith("en") || values.length === 0
      ? sentences(this.#place, words)
      : mixed(values, words, random);
  }

  #fill(node: Node, name: string, depth: number): unknown {
    const { random } = this.#place;
    if ("const" in node) return node["const"];
    if (Array.isArray(node["enum"])) return this.#choice(node["enum"]);
    const reference = node["$ref"];
    if (typeof reference === "string") return this.#fill(this.#target(reference), name, depth + 1);
    const branches = (node["anyOf"] ?? node["oneOf"]) as readonly Node[] | undefined;
    if (branches) {
      const real = branches.filter((branch) => branch["type"] !== "null");
      if (real.length < branches.length && depth > DEEPEST) return null;
      return this.#fill(random.pick(real), name, depth + 1);
    }
    // where a passage of another field is to be pointed at, leaving it out says less that is wrong
    if (isNullable(node) && (name === "label" || "start" in membersOf(node))) return null;
    const [type] = [node["type"]].flat().filter((one) => one !== "null");
    if (type === "object" || node["properties"] !== undefined) return this.#record(node, depth);
    if (type === "array") return this.#list(node, name, depth);
    if (type === "boolean")
      return !/\bdone\b|refus|contradict/iu.test(name) && !this.#place.findsFault;
    if (type === "number" || type === "integer") return this.#figure(node, type === "integer");
    if (type === "null") return null;
    return this.text(name, describedBy(node));
  }

  #record(node: Node, depth: number): Record<string, unknown> {
    const members = membersOf(node);
    const made: Record<string, unknown> = {};
    if ("start" in members && "end" in members && "text" in members) {
      const span = this.#span();
      for (const [name, member] of Object.entries(members))
        made[name] =
          name in span ? span[name as keyof typeof span] : this.#fill(member, name, depth + 1);
      return made;
    }
    const before = this.#siblings;
    for (const [name, member] of Object.entries(members)) {
      this.#siblings = depth === 0 || before.length === 0 ? Object.values(made) : before;
      made[name] = this.#fill(member, name, depth + 1);
    }
    this.#siblings = before;
    return made;
  }

  /** The first words of the longest text that there is to quote from. */
  #span(): { readonly text: string; readonly start: number; readonly end: number } {
    const { given, sources } = this.#place;
    const texts = [
      this.#siblings,
      given.flatMap((record) => Object.values(record)),
      sources.map(({ text }) => text),
    ]
      .map((values) => values.filter((value): value is string => typeof value === "string"))
      .find((values) => values.length > 0);
    const longest = [...(texts ?? ["text"])].sort((a, b) => b.length - a.length)[0]!;
    const text = /^\S+(?:\s+\S+){0,2}/u.exec(longest)?.[0] ?? longest;
    return { text, start: 0, end: text.length };
  }

  #target(reference: string): Node {
    if (reference === "#") return this.#root;
    const definitions = (this.#root["$defs"] ?? {}) as Readonly<Record<string, Node>>;
    return definitions[reference.slice("#/$defs/".length)] ?? {};
  }

  /** What the conditions or the label ask for, or what the given text was written for; else any. */
  #choice(values: readonly unknown[]): unknown {
    const { random, written, label, record, conditions, judges, findsFault } = this.#place;
    const real = values.filter((value) => value !== null);
    const ordered = conditions.map(({ value }) => value);
    const wanted = [written, label, ...ordered].find(
      (one) => typeof one === "string" && real.includes(one),
    );
    if (wanted !== undefined)
      return judges && findsFault ? (real.find((value) => value !== wanted) ?? wanted) : wanted;
    const before = Object.values(record ?? {}).find(
      (value) => typeof value === "string" && real.includes(value),
    );
    return before ?? random.pick(real);
  }

  #figure(node: Node, whole: boolean): number {
    const { random, judges, findsFault } = this.#place;
    const least = Number(node["minimum"] ?? node["exclusiveMinimum"] ?? 0);
    const most = Number(node["maximum"] ?? node["exclusiveMaximum"] ?? least + 10);
    if (judges) return findsFault ? least : most;
    const value = least + (most - least) * random.next();
    return whole ? Math.round(value) : Math.round(value * 100) / 100;
  }

  #list(node: Node, name: string, depth: number): unknown[] {
    const { conditions } = this.#place;
    const items = (node["items"] ?? { type: "string" }) as Node;
    const least = Number(node["minItems"] ?? 0);
    const most = Number(node["maxItems"] ?? Infinity);
    const wanted = Math.max(least, Math.min(most, this.#listLength(describedBy(node)), 24));
    if ("role" in membersOf(items)) return this.#turns(items, depth);
    const asked = conditions.filter((one) => one["name"] === "label").map(({ value }) => value);
    if ("label" in membersOf(items) && "values" in membersOf(items) && asked.length > 1)
      return asked.map((label) => ({ ...this.#record(items, depth + 1), label }));
    const offered = this.#offered(describedBy(node));
    if (offered.length > 0) return [...offered];
    const found: unknown[] = [];
    for (let tries = 0; found.length < wanted && tries < wanted * 4; tries++) {
      const value = this.#fill(items, name, depth + 1);
      const key = JSON.stringify(value);
      if (typeof value === "object" || found.every((one) => JSON.stringify(one) !== key))
        found.push(value);
    }
    for (let extra = 1; found.length < least; extra++) found.push(`${String(found[0])} ${extra}`);
    return found;
  }

  /** Some of the values in question, where the answer is those of them that fit. */
  #offered(description: string): readonly unknown[] {
    const { conditions, random } = this.#place;
    const values = conditions.filter(({ name }) => name !== "label").map(({ value }) => value);
    return /^those of\b/iu.test(description) && values.length > 0
      ? random.sample(values, Math.ceil(values.length / 3))
      : [];
  }

  /** A conversation in turns. */
  #turns(items: Node, depth: number): unknown[] {
    return Array.from({ length: TURNS }, (_, index) =>
      Object.fromEntries(
        Object.entries(membersOf(items)).map(([name, member]) => [
          name,
          name === "role"
            ? index % 2 === 0
              ? "user"
              : "assistant"
            : isNullable(member)
              ? null
              : this.#fill(member, name, depth + 1),
        ]),
      ),
    );
  }

  /** A figure in the words about the answer is how many entries it has. */
  #listLength(description: string): number {
    const { sections } = this.#place;
    for (const text of [description, sectionText(sections.output), sectionText(sections.task)]) {
      const found =
        /\b(\d{1,2}) (?:\w+ )?(?:entries|values|different|short|sub-tasks|texts|samples|steps)/u.exec(
          text,
        );
      if (found) return Number(found[1]);
    }
    return LIST_LENGTH;
  }

  #isGiven(text: string): boolean {
    return this.#place.given.some((record) => Object.values(record).includes(text));
  }
}

function membersOf(node: Node): Readonly<Record<string, Node>> {
  return (node["properties"] ?? {}) as Readonly<Record<string, Node>>;
}

function isNullable(node: Node): boolean {
  return Array.isArray(node["type"]) && node["type"].includes("null");
}

function describedBy(node: Node): string {
  return typeof node["description"] === "string" ? node["description"] : "";
}

function meanWords(values: readonly string[]): number {
  return Math.round(values.reduce((sum, value) => sum + wordCount(value), 0) / values.length);
}
