import { hash32 } from "../statistics/hash.js";
import { NumberColumn } from "./number-column.js";

const BLOCK = 65_536;
/** Share of the table that is in use before it grows. */
const FULL = 0.75;
const FORGOTTEN = -1;
const HEAD = 4;
const HEX = /^(?:[0-9a-f]{2})+$/u;

/**
 * Ids by number and numbers by id, in about 25 bytes for an id of 20 hexadecimal digits: packed texts
 * and a table of their places in place of strings and a map.
 */
export class PackedIds {
  readonly #blocks: Buffer[] = [];
  #used = BLOCK;
  /** Where each id is: its block times BLOCK and its place in it. */
  readonly #places = new NumberColumn();
  /** Number + 1 by hash, 0 for none. */
  #table = new Int32Array(256);
  #taken = 0;

  /** Numbers that were given. */
  get count(): number {
    return this.#places.count;
  }

  /** Gives an id the next number, whether it had one or not. */
  add(id: string): number {
    const bytes = packed(id);
    if (this.#used + bytes.length > BLOCK) {
      this.#blocks.push(Buffer.alloc(Math.max(BLOCK, bytes.length)));
      this.#used = 0;
    }
    bytes.copy(this.#blocks.at(-1)!, this.#used);
    this.#places.push((this.#blocks.length - 1) * BLOCK + this.#used);
    this.#used += bytes.length;
    const number = this.#places.count - 1;
    if (this.#taken >= FULL * this.#table.length) this.#grow();
    this.#enter(id, number);
    return number;
  }

  /** The number of an id; undefined where it has none. */
  numberOf(id: string): number | undefined {
    const slot = this.#slotOf(id);
    return slot === null ? undefined : this.#table[slot]! - 1;
  }

  /** The id of a number. */
  at(number: number): string {
    const place = this.#places.at(number);
    const block = this.#blocks[Math.floor(place / BLOCK)]!;
    return unpacked(block, place % BLOCK);
  }

  /** An id has no number any more; its number keeps it. */
  forget(id: string): void {
    const slot = this.#slotOf(id);
    if (slot !== null) this.#table[slot] = FORGOTTEN;
  }

  #slotOf(id: string): number | null {
    const mask = this.#table.length - 1;
    for (let slot = hash32(id) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#table[slot]!;
      if (entry === 0) return null;
      if (entry !== FORGOTTEN && this.at(entry - 1) === id) return slot;
    }
  }

  #enter(id: string, number: number): void {
    const known = this.#slotOf(id);
    if (known !== null) {
      this.#table[known] = number + 1;
      return;
    }
    const mask = this.#table.length - 1;
    let slot = hash32(id) & mask;
    while (this.#table[slot]! !== 0) slot = (slot + 1) & mask;
    this.#table[slot] = number + 1;
    this.#taken += 1;
  }

  #grow(): void {
    const before = this.#table;
    this.#table = new Int32Array(before.length * 2);
    this.#taken = 0;
    for (const entry of before) if (entry > 0) this.#enter(this.at(entry - 1), entry - 1);
  }
}

/** Four bytes of length and form, then the id: two digits a byte where it is hexadecimal. */
function packed(id: string): Buffer {
  const isHex = HEX.test(id);
  const bytes = Buffer.from(id, isHex ? "hex" : "utf8");
  const head = Buffer.alloc(HEAD);
  head.writeUInt32LE(bytes.length * 2 + (isHex ? 1 : 0));
  return Buffer.concat([head, bytes]);
}

function unpacked(block: Buffer, place: number): string {
  const head = block.readUInt32LE(place);
  const from = place + HEAD;
  return block.toString((head & 1) === 1 ? "hex" : "utf8", from, from + (head >>> 1));
}
