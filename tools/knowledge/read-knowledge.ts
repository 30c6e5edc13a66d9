import { DatawrightError } from "../../base/errors.js";
import type { KnowledgePassage, KnowledgeSource, KnowledgeTriple } from "./contract.js";
import { readableName } from "./graph/readable-name.js";
import { TripleTable } from "./triple-table.js";

/** Problems of a source that are told in full; of more their number is told. */
const TOLD = 20;

/** What could not be used, source by source: told to people, never dropped in silence. */
class ProblemList {
  readonly #bySource = new Map<string, { readonly lines: string[]; count: number }>();

  add(source: string, message: string): void {
    const entry = this.#bySource.get(source) ?? { lines: [], count: 0 };
    this.#bySource.set(source, entry);
    entry.count++;
    if (entry.lines.length < TOLD) entry.lines.push(message);
  }

  /** The first problem of a source, or null. */
  first(source: string): string | null {
    return this.#bySource.get(source)?.lines[0] ?? null;
  }

  lines(): string[] {
    return [...this.#bySource].flatMap(([source, { lines, count }]) => [
      ...lines.map((line) => `knowledge ${JSON.stringify(source)}: ${line}`),
      ...(count > lines.length
        ? [
            `knowledge ${JSON.stringify(source)}: ${count - lines.length} more that could ` +
              "not be used",
          ]
        : []),
    ]);
  }
}

/**
 * Reads sources one after the other: passages are handed on as they come and not kept, triples are
 * kept, because the name of an entity may stand behind the facts about it.
 */
export class KnowledgeReading {
  readonly #sources: readonly KnowledgeSource[];
  readonly #problems = new ProblemList();
  readonly #table = new TripleTable();
  #labels: ReadonlyMap<string, string> = new Map();

  constructor(sources: readonly KnowledgeSource[]) {
    this.#sources = sources;
  }

  /**
   * Every passage once: those of the sources in their order, then every fact as a passage. Read it
   * to its end before anything else.
   *
   * @throws DATA_EMPTY for a source without anything that can be used, and what the sources throw
   */
  async *passages(): AsyncGenerator<KnowledgePassage> {
    const seen = new Set<string>();
    for (const source of this.#sources) {
      const counts = { passages: 0, triples: 0, repeated: 0 };
      for await (const item of source.read()) {
        if ("problem" in item) this.#problems.add(source.id, item.problem);
        else if ("label" in item) this.#table.label(item.label);
        else if ("triple" in item)
          counts[this.#table.add(item.triple, source.id) ? "triples" : "repeated"]++;
        else if (seen.has(item.passage.id)) counts.repeated++;
        else {
          seen.add(item.passage.id);
          counts.passages++;
          yield item.passage;
        }
      }
      if (counts.repeated > 0)
        this.#problems.add(
          source.id,
          `${counts.repeated} facts or passages are there more than once and are kept once`,
        );
      if (counts.passages + counts.triples === 0 && source.search === undefined)
        throw this.#empty(source.id);
    }
    const foreign = await this.#table.foreign();
    if (foreign > 0)
      this.#problems.add(
        "graph",
        `left out for their language: ${foreign} of the texts, as the same is said in one ` +
          "that suits better",
      );
    this.#labels = await this.#table.labels();
    const name = (id: string): string => this.#labels.get(id) ?? readableName(id);
    for (const { id, subject, relation, object, literal, source } of this.#table.triples()) {
      yield {
        id,
        text: `${name(subject)} — ${name(relation)} — ${literal ? object : name(object)}`,
        source,
      };
    }
  }

  triples(): Iterable<KnowledgeTriple> {
    return this.#table.triples();
  }

  get hasTriples(): boolean {
    return this.#table.size > 0;
  }

  /** Id of an entity or relation -> its label. */
  labels(): ReadonlyMap<string, string> {
    return this.#labels;
  }

  /** What could not be used, a line each. */
  problems(): string[] {
    return this.#problems.lines();
  }

  #empty(id: string): DatawrightError {
    const why = this.#problems.first(id);
    return new DatawrightError({
      code: "DATA_EMPTY",
      message:
        `the knowledge source ${JSON.stringify(id)} has nothing that can be ` +
        `used${why === null ? "" : `: ${why}`}`,
      hint: "Check its path or address and what it holds, or take it out of the task.",
    });
  }
}
