import type { Knowledge, Passage } from "../../agents/contract.js";
import type { EntryKey } from "../../memory/entry-key.js";
import type { DatabaseRunStore } from "../../memory/run-store.js";
import { TextFile } from "../../memory/text-file.js";
import type {
  KnowledgeSource,
  KnowledgeTriple,
  SearchMethod,
} from "../../tools/knowledge/contract.js";
import { KnowledgeGraph } from "../../tools/knowledge/graph/knowledge-graph.js";
import type { KnowledgeReading } from "../../tools/knowledge/read-knowledge.js";
import { fuseRanks } from "../../tools/knowledge/search/fuse-ranks.js";
import { PassageSearch } from "../../tools/knowledge/search/passage-search.js";
import { shortId } from "../../base/statistics/hash.js";
import { FOUND, runEntries } from "./run-entries.js";

/**
 * Streams what the sources say into the run's database: resuming reads it there, whatever became of
 * the sources.
 */
export async function saveKnowledge(
  store: DatabaseRunStore,
  reading: KnowledgeReading,
): Promise<void> {
  await store.saveRecords(
    ["passages", "passage-texts"],
    reading.passages(),
    ({ id, source, text }) => [{ id, source }, text],
  );
  await store.saveRecords(["triples"], reading.triples(), (triple) => [triple]);
  await store.saveRecords(["labels"], reading.labels(), (label) => [label]);
}

export interface RunKnowledgeOptions {
  readonly store: DatabaseRunStore;
  readonly embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>;
  /** Sources that can be asked while the run works. */
  readonly finders: readonly KnowledgeSource[];
  /** Where the vectors of the passages are kept. */
  readonly vectorFile: string;
  /** Where their texts are read from, one at a time. */
  readonly textFile: string;
  readonly signal: AbortSignal;
}

/**
 * The knowledge of a run from its database: ids in memory, texts read when they are wanted, so that
 * a large document does not fill it.
 */
export class RunKnowledge implements Knowledge {
  readonly passages: readonly Passage[];
  readonly graph: KnowledgeGraph | null;
  readonly #options: RunKnowledgeOptions;
  readonly #byId: ReadonlyMap<string, Passage>;
  /**
   * Passages that searches of the sources' own found: they can be cited, but are no part of
   * `passages`, which stays as it is.
   */
  readonly #found = new Map<string, Passage>();
  readonly #asked = new Map<string, Promise<readonly Passage[]>>();
  readonly #search: PassageSearch;

  private constructor(
    options: RunKnowledgeOptions,
    parts: {
      passages: readonly Passage[];
      graph: KnowledgeGraph | null;
    },
  ) {
    this.#options = options;
    this.passages = parts.passages;
    this.graph = parts.graph;
    this.#byId = new Map(parts.passages.map((passage) => [passage.id, passage]));
    const { store, embed, vectorFile, signal } = options;
    this.#search = new PassageSearch({
      count: this.passages.length,
      texts: () => store.streamRecords<string>("passage-texts"),
      embed,
      file: vectorFile,
      signal,
    });
  }

  static async open(options: RunKnowledgeOptions): Promise<RunKnowledge> {
    const { store } = options;
    const passages: Passage[] = [];
    const texts = (await store.countRows("passages"))
      ? await TextFile.write(options.textFile, store.streamRecords<string>("passage-texts"))
      : null;
    for await (const { id, source } of store.streamRecords<{ id: string; source: string }>(
      "passages",
    ))
      passages.push(storedPassage(texts, { id, source, position: passages.length }));
    const labels = new Map<string, string>();
    for await (const [id, label] of store.streamRecords<[string, string]>("labels"))
      labels.set(id, label);
    const graph = (await store.countRows("triples"))
      ? await KnowledgeGraph.of(store.streamRecords<KnowledgeTriple>("triples"), labels)
      : null;
    const knowledge = new RunKnowledge(options, { passages, graph });
    await knowledge.refresh();
    return knowledge;
  }

  /** Reads what was found for other processes of the run. */
  async refresh(): Promise<void> {
    if (this.#options.finders.length === 0) return;
    for await (const found of this.#options.store.startingWith<readonly Passage[]>(FOUND))
      for (const passage of found) this.#found.set(passage.id, passage);
  }

  get(ids: readonly string[]): readonly Passage[] {
    return ids.flatMap((id) => this.#byId.get(id) ?? this.#found.get(id) ?? []);
  }

  async search(
    query: string,
    k: number,
    { by = "both" }: { readonly by?: SearchMethod } = {},
  ): Promise<readonly Passage[]> {
    if (query.trim() === "" || k <= 0) return [];
    const own = (await this.#search.positions(query, k, by)).map(
      (position) => this.passages[position]!.id,
    );
    const others: string[][] = [];
    for (const finder of this.#options.finders)
      others.push((await this.#ask(finder, query, k)).map((passage) => passage.id));
    return this.get(fuseRanks([own, ...others], k));
  }

  /**
   * Asks a source once for each query of the run; the answer is in the database before anyone sees
   * it.
   */
  #ask(finder: KnowledgeSource, query: string, k: number): Promise<readonly Passage[]> {
    const id = shortId(finder.id, query, k);
    let asked = this.#asked.get(id);
    if (asked) return asked;
    asked = this.#remembered(runEntries.foundPassages(id), () => finder.search?.(query, k));
    // A failed request must be made again, not remembered.
    asked.catch(() => this.#asked.delete(id));
    this.#asked.set(id, asked);
    return asked;
  }

  async #remembered(
    key: EntryKey<readonly Passage[]>,
    search: () => Promise<readonly Passage[]> | undefined,
  ): Promise<readonly Passage[]> {
    const { store } = this.#options;
    // Of several processes that ask for the same, all see what the first one was told.
    const found = (await store.get(key)) ?? (await store.setFirst(key, (await search()) ?? []));
    for (const passage of found)
      if (!this.#byId.has(passage.id)) this.#found.set(passage.id, passage);
    return found;
  }
}

/** A passage whose text stays in a file. */
function storedPassage(
  texts: TextFile | null,
  {
    id,
    source,
    position,
  }: { readonly id: string; readonly source: string; readonly position: number },
): Passage {
  return {
    id,
    source,
    get text(): string {
      return texts?.at(position) ?? "";
    },
  };
}
