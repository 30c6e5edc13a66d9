import { shortId } from "../../base/statistics/hash.js";
import { TimeSlices } from "../../base/workers/time-slices.js";
import type { KnowledgeLabel, KnowledgeTriple, RawTriple } from "./contract.js";
import { readableName } from "./graph/readable-name.js";

/** Characters of the hash in a triple's id: 48 bits, so that a million triples hardly ever meet. */
const ID_CHARACTERS = 12;
/** Blank nodes named after one another, at most. */
const DEEPEST = 4;

type Entry = KnowledgeTriple & { readonly order: number; readonly guessed: boolean };

/** The triples of all sources with their ids, each once, and the names of what they are about. */
export class TripleTable {
  readonly #entries = new Map<string, Entry>();
  readonly #labels = new Map<string, KnowledgeLabel>();
  /** Lowest order of the texts of each subject and relation. */
  readonly #best = new Map<string, number>();
  readonly #subjects = new Set<string>();

  /** @returns false where the same fact is there already */
  add(triple: RawTriple, source: string): boolean {
    const {
      subject,
      relation,
      object,
      literal = false,
      weight = 1,
      order = 0,
      guessed = false,
    } = triple;
    const hash = shortId(subject, relation, object, literal ? 1 : 0);
    let id = `${source}#${hash.slice(0, ID_CHARACTERS)}`;
    const known = this.#entries.get(id);
    if (known) {
      if (
        known.subject === subject &&
        known.relation === relation &&
        known.object === object &&
        known.literal === literal
      )
        return false;
      id = `${source}#${hash}`;
    }
    this.#entries.set(id, {
      id,
      subject,
      relation,
      object,
      literal,
      weight,
      source,
      order,
      guessed,
    });
    this.#subjects.add(subject);
    if (literal) {
      const key = `${subject}\u0001${relation}`;
      this.#best.set(key, Math.min(this.#best.get(key) ?? Infinity, order));
    }
    return true;
  }

  label(label: KnowledgeLabel): void {
    const known = this.#labels.get(label.of);
    if (label.text.trim() !== "" && (known === undefined || label.order < known.order))
      this.#labels.set(label.of, label);
  }

  get size(): number {
    return this.#entries.size;
  }

  /**
   * The triples in order of arrival, without texts for which there is one in a language that suits
   * better.
   */
  *triples(): Generator<KnowledgeTriple> {
    for (const { order, guessed, ...triple } of this.#entries.values()) {
      if (!this.#isForeign(triple, order))
        yield guessed && this.#subjects.has(triple.object) ? { ...triple, literal: false } : triple;
    }
  }

  /** How many texts are left out for their language. */
  async foreign(): Promise<number> {
    let count = 0;
    for await (const entry of inSlices(this.#entries.values()))
      if (this.#isForeign(entry, entry.order)) count++;
    return count;
  }

  /**
   * Labels of all entities and relations that are in a triple and have one; nodes without a name
   * are named after what leads to them.
   */
  async labels(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const unnamed = new Map<string, Entry>();
    for await (const entry of inSlices(this.#entries.values())) {
      for (const id of entry.literal
        ? [entry.subject, entry.relation]
        : [entry.subject, entry.relation, entry.object]) {
        const label = this.#labels.get(id);
        if (label) found.set(id, label.text.trim());
        else if (isBlank(id) && id === entry.object && !unnamed.has(id)) unnamed.set(id, entry);
      }
    }
    const nameOf = (id: string, depth: number): string => {
      const label = found.get(id);
      if (label !== undefined) return label;
      const leading = unnamed.get(id);
      if (!leading || depth === 0) return readableName(id);
      return `${nameOf(leading.relation, 0)} of ${nameOf(leading.subject, depth - 1)}`;
    };
    for (const id of unnamed.keys()) found.set(id, nameOf(id, DEEPEST));
    return found;
  }

  #isForeign(triple: KnowledgeTriple, order: number): boolean {
    return triple.literal && order > this.#best.get(`${triple.subject}\u0001${triple.relation}`)!;
  }
}

/** Hands items on, and lets the event loop turn between them. */
async function* inSlices<T>(items: Iterable<T>): AsyncGenerator<T> {
  const slices = new TimeSlices();
  for (const item of items) {
    if (slices.over) await slices.turn();
    yield item;
  }
}

function isBlank(id: string): boolean {
  return id.startsWith("_:");
}
