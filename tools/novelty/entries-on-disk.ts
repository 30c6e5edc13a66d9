import { NumberColumn } from "../../base/values/number-column.js";
import { PackedIds } from "../../base/values/packed-ids.js";
import { ScratchBytes } from "../../memory/spool/scratch-bytes.js";
import type { ChunkPlace, UnitChunk } from "./shared-counts.js";
import type { TextEntries, TextEntry } from "./text-entries.js";

const BYTES = 4;
const REMOVED = -(2 ** 31);

/**
 * Texts whose tokens are in a temporary file, read back where a query must look at one; ids are packed:
 * some 60 bytes of memory each.
 */
export class EntriesOnDisk implements TextEntries {
  readonly #ids = new PackedIds();
  readonly #tokens = new ScratchBytes("texts");
  readonly #starts = new NumberColumn();
  readonly #rounds = new NumberColumn();
  readonly #chunks: UnitChunk[] = [];
  readonly #chunkNumbers = new Map<UnitChunk, number>();
  readonly #chunkOf = new NumberColumn();
  readonly #placeIn = new NumberColumn();
  /** By number; empty where no text has any. */
  readonly #notations = new Map<number, string>();
  #size = 0;

  get count(): number {
    return this.#ids.count;
  }
  get size(): number {
    return this.#size;
  }

  add({ id, round, tokens, notation, place }: TextEntry): void {
    const number = this.#ids.add(id);
    if (notation !== "") this.#notations.set(number, notation);
    const { buffer, byteOffset, byteLength } = tokens;
    this.#starts.push(this.#tokens.append(new Uint8Array(buffer, byteOffset, byteLength)) / BYTES);
    this.#rounds.push(round);
    let chunk = this.#chunkNumbers.get(place.chunk);
    if (chunk === undefined) {
      chunk = this.#chunks.push(place.chunk) - 1;
      this.#chunkNumbers.set(place.chunk, chunk);
    }
    this.#chunkOf.push(chunk);
    this.#placeIn.push(place.at);
    this.#size += 1;
  }

  numberOf(id: string): number | undefined {
    return this.#ids.numberOf(id);
  }
  id(number: number): string {
    return this.#ids.at(number);
  }
  tokens(number: number): Int32Array {
    const [start, end] = [
      this.#starts.at(number),
      number + 1 < this.count ? this.#starts.at(number + 1) : this.#tokens.length / BYTES,
    ];
    const tokens = new Int32Array(end - start);
    this.#tokens.read(start * BYTES, new Uint8Array(tokens.buffer));
    return tokens;
  }
  place(number: number): ChunkPlace {
    return { chunk: this.#chunks[this.#chunkOf.at(number)]!, at: this.#placeIn.at(number) };
  }
  notation(number: number): string {
    return this.#notations.get(number) ?? "";
  }
  round(number: number): number {
    const round = this.#rounds.at(number);
    return round === REMOVED ? Infinity : round;
  }
  remove(id: string): void {
    this.#rounds.set(this.#ids.numberOf(id)!, REMOVED);
    this.#ids.forget(id);
    this.#size -= 1;
  }
  empty(): TextEntries {
    return new EntriesOnDisk();
  }
  close(): void {
    this.#tokens.close();
  }
}
