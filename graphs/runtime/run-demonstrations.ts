import type { ContextEmbeddings } from "../../agents/contract.js";
import type { DatabaseRunStore } from "../../memory/run-store.js";
import type { Row } from "../../schema/sample.js";
import { runEntries } from "./run-entries.js";

/** The rows that prompts may show, with their vectors in the same order. */
export interface Demonstrations {
  readonly demonstrations: readonly Row[];
  readonly demonstrationVectors: readonly Float32Array[];
}

/**
 * Support rows, then the rows that people decided. The same list as long as the rows are the same:
 * what selectors compute from it, they compute once.
 */
export class RunDemonstrations {
  readonly #store: DatabaseRunStore;
  readonly #support: readonly Row[];
  readonly #embeddings: ContextEmbeddings;
  #latest: Demonstrations | null = null;

  constructor(parts: {
    readonly store: DatabaseRunStore;
    readonly support: readonly Row[];
    readonly embeddings: ContextEmbeddings;
  }) {
    this.#store = parts.store;
    this.#support = parts.support;
    this.#embeddings = parts.embeddings;
  }

  async read(): Promise<Demonstrations> {
    const gold = (await this.#store.get(runEntries.gold)) ?? [];
    const demonstrations = [...this.#support, ...gold];
    if (!this.#latest || !areSame(this.#latest.demonstrations, demonstrations))
      this.#latest = {
        demonstrations,
        demonstrationVectors: await this.#embeddings.embed(demonstrations.map((row) => row.text)),
      };
    return this.#latest;
  }
}

/** Rows that people decided are read from the store each time. */
function areSame(rows: readonly Row[], others: readonly Row[]): boolean {
  return (
    rows.length === others.length &&
    rows.every((row, index) => {
      const other = others[index]!;
      return row === other || JSON.stringify(row) === JSON.stringify(other);
    })
  );
}
