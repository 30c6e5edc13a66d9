import type { ChunkPlace } from "./shared-counts.js";

/** An indexed text. */
export interface TextEntry {
  readonly id: string;
  readonly round: number;
  readonly tokens: Int32Array;
  readonly notation: string;
  readonly place: ChunkPlace;
}

/** The texts of an index by number, in the order in which they came. */
export interface TextEntries {
  /** Numbers that were given. */
  readonly count: number;
  /** Texts that were not removed. */
  readonly size: number;
  add(entry: TextEntry): void;
  /** The number of a text that was not removed. */
  numberOf(id: string): number | undefined;
  id(number: number): string;
  tokens(number: number): Int32Array;
  place(number: number): ChunkPlace;
  notation(number: number): string;
  /** Its round; Infinity for one that was removed. */
  round(number: number): number;
  remove(id: string): void;
  /** Entries of the same kind without any text. */
  empty(): TextEntries;
  close(): void;
}

/** Texts as they are, in memory: some 500 bytes each. */
export class EntriesInMemory implements TextEntries {
  readonly #entries: TextEntry[] = [];
  readonly #isRemoved = new Set<number>();
  readonly #numberOf = new Map<string, number>();

  get count(): number {
    return this.#entries.length;
  }
  get size(): number {
    return this.#numberOf.size;
  }
  add(entry: TextEntry): void {
    this.#numberOf.set(entry.id, this.#entries.length);
    this.#entries.push(entry);
  }
  numberOf(id: string): number | undefined {
    return this.#numberOf.get(id);
  }
  id(number: number): string {
    return (this.#entries[number] as TextEntry).id;
  }
  tokens(number: number): Int32Array {
    return (this.#entries[number] as TextEntry).tokens;
  }
  place(number: number): ChunkPlace {
    return (this.#entries[number] as TextEntry).place;
  }
  notation(number: number): string {
    return (this.#entries[number] as TextEntry).notation;
  }
  round(number: number): number {
    return this.#isRemoved.size > 0 && this.#isRemoved.has(number)
      ? Infinity
      : (this.#entries[number] as TextEntry).round;
  }
  remove(id: string): void {
    this.#isRemoved.add(this.#numberOf.get(id)!);
    this.#numberOf.delete(id);
  }
  empty(): TextEntries {
    return new EntriesInMemory();
  }
  close(): void {
    // Nothing is open.
  }
}
