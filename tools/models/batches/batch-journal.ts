import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from "node:fs";
import { z } from "zod";

const entrySchema = z.union([
  z.object({ name: z.string(), model: z.string(), ids: z.array(z.string()) }),
  z.object({ name: z.string(), batch: z.string() }),
]);

/** A batch that an earlier process began, or was about to begin. */
export interface KnownBatch {
  readonly name: string;
  /** Its id at the provider; null where that was not heard. */
  batch: string | null;
}

/**
 * Which requests were sent in which batch, as lines of a file: after a kill the answers of a batch
 * that was paid for are fetched, not asked again. Holds hashes of requests and no word of them.
 */
export class BatchJournal {
  readonly #path: string | null;
  readonly #model: string;
  readonly #byRequest = new Map<string, KnownBatch>();

  /**
   * @param path null: nothing is kept
   * @param model fingerprint of the model whose batches these are; others may share the file
   */
  constructor(path: string | null, model: string) {
    this.#path = path;
    this.#model = model;
    if (path === null || !existsSync(path)) return;
    const named = new Map<string, KnownBatch>();
    for (const line of readFileSync(path, "utf8").split("\n")) {
      const entry = parsedEntry(line);
      if (entry === null) continue;
      if ("batch" in entry) {
        const known = named.get(entry.name);
        if (known) known.batch = entry.batch;
      } else if (entry.model === model) {
        const known: KnownBatch = { name: entry.name, batch: null };
        named.set(entry.name, known);
        for (const id of entry.ids) this.#byRequest.set(id, known);
      }
    }
  }

  /** The batch that an earlier process sent a request in; it is told once. */
  take(id: string): KnownBatch | null {
    const known = this.#byRequest.get(id) ?? null;
    this.#byRequest.delete(id);
    return known;
  }

  /** Before a batch is begun: a kill from now on leaves word of it. */
  beginning(name: string, ids: readonly string[]): void {
    this.#write({ name, model: this.#model, ids });
  }

  begun(name: string, batch: string): void {
    this.#write({ name, batch });
  }

  #write(entry: object): void {
    if (this.#path === null) return;
    const file = openSync(this.#path, "a", 0o600);
    try {
      appendFileSync(file, `${JSON.stringify(entry)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}

/** Null for a line that a kill cut off. */
function parsedEntry(line: string): z.infer<typeof entrySchema> | null {
  if (line.trim() === "") return null;
  try {
    return entrySchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
