import { redactKeys } from "../../base/redact-secrets.js";
import { hash32 } from "../../base/statistics/hash.js";
import { ScratchDatabase } from "./scratch-database.js";

/** Values of one read. */
const BATCH = 2000;

/** Two values that belong together, by their numbers, and how much they share. */
export interface SpooledPair {
  readonly earlier: number;
  readonly later: number;
  readonly share: number;
}

/**
 * Values that do not fit the memory, by number, on disk in a file that is gone when it is closed:
 * read in their order or in parts that are drawn at random, with keys and pairs found among them.
 */
export class RowSpool<T> {
  readonly #scratch: ScratchDatabase;
  readonly #seed: number;
  #count = 0;

  /**
   * @param folder where the file is
   * @throws DISK_FULL, STORE_FAILED
   */
  constructor(folder: string, seed: number) {
    this.#seed = seed;
    this.#scratch = new ScratchDatabase(
      folder,
      "rows",
      "create table item (n integer primary key, part integer not null, value text not null);" +
        "create table seen (key text primary key, n integer not null) without rowid;" +
        "create table pair (later integer, earlier integer, share real, " +
        "primary key (later, earlier)) without rowid",
    );
  }

  get size(): number {
    return this.#count;
  }

  /** Adds the next value. */
  add(value: T): void {
    const n = this.#count++;
    this.#scratch.write("insert into item values (?, ?, ?)", [
      n,
      hash32(`${this.#seed}:${n}`),
      redactKeys(JSON.stringify(value)),
    ]);
  }

  /** Puts another value in the place of one. */
  set(n: number, value: T): void {
    this.#scratch.write("update item set value = ? where n = ?", [
      redactKeys(JSON.stringify(value)),
      n,
    ]);
  }

  get(n: number): T {
    const [row] = this.#scratch.read<{ value: string }>("select value from item where n = ?", [n]);
    return JSON.parse(row!.value) as T;
  }

  /** All values in their order; they may be changed meanwhile. */
  *all(): Generator<readonly [n: number, value: T]> {
    for (let last = -1; ;) {
      const rows = this.#scratch.read<{ n: number; value: string }>(
        "select n, value from item where n > ? order by n limit ?",
        [last, BATCH],
      );
      for (const { n, value } of rows) yield [n, JSON.parse(value) as T];
      if (rows.length === 0) return;
      last = rows.at(-1)!.n;
    }
  }

  /** One of so many parts of about equal size; the seed says which values are in it. */
  part(part: number, of: number): (readonly [n: number, value: T])[] {
    this.#scratch.change("create index if not exists by_part on item (part)");
    const edge = (at: number): number => Math.floor((at * 2 ** 32) / of);
    const items: (readonly [n: number, value: T])[] = [];
    for (const { n, value } of this.#scratch.each<{ n: number; value: string }>(
      "select n, value from item where part >= ? and part < ? order by n",
      [edge(part), edge(part + 1)],
    ))
      items.push([n, JSON.parse(value) as T]);
    return items;
  }

  /** The number that a key was first given with: this one where it is new. */
  firstWith(key: string, n: number): number {
    if (this.#scratch.write("insert or ignore into seen values (?, ?)", [key, n]) > 0) return n;
    return this.#scratch.read<{ n: number }>("select n from seen where key = ?", [key])[0]!.n;
  }

  addPair({ earlier, later, share }: SpooledPair): void {
    this.#scratch.write("insert or ignore into pair values (?, ?, ?)", [later, earlier, share]);
  }

  hasPair(earlier: number, later: number): boolean {
    const sql = "select 1 from pair where later = ? and earlier = ?";
    return this.#scratch.read(sql, [later, earlier]).length > 0;
  }

  /** Pairs, those of the same later one together, in ascending order. */
  *pairs(): Generator<SpooledPair> {
    for (let [later, earlier] = [-1, -1]; ;) {
      const rows = this.#scratch.read<SpooledPair>(
        "select later, earlier, share from pair where (later, earlier) > (?, ?) " +
          "order by later, earlier limit ?",
        [later, earlier, BATCH],
      );
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined) return;
      [later, earlier] = [last.later, last.earlier];
    }
  }

  /** Forgets keys and pairs, for another search. */
  forgetFound(): void {
    this.#scratch.change("delete from seen; delete from pair");
  }

  close(): void {
    this.#scratch.close();
  }
}
