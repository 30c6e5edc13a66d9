import { redactKeys } from "../../base/redact-secrets.js";
import { ScratchDatabase } from "./scratch-database.js";

/** Values of one read. */
const PAGE = 500;

/**
 * A map from names to values that do not fit the memory: JSON, on disk in a file that is gone when it is
 * closed. As in a `Map`, a name keeps its place when it is given another value.
 */
export class KeyedSpool<T> {
  readonly #scratch: ScratchDatabase;

  /**
   * @param folder where the file is
   * @throws DISK_FULL, STORE_FAILED
   */
  constructor(folder: string) {
    this.#scratch = new ScratchDatabase(
      folder,
      "keyed",
      "create table item (n integer primary key, key text not null unique, value text not null)",
    );
  }

  set(key: string, value: T): void {
    this.#scratch.write(
      "insert into item (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
      [key, redactKeys(JSON.stringify(value))],
    );
  }

  get(key: string): T | undefined {
    const [row] = this.#scratch.read<{ value: string }>("select value from item where key = ?", [
      key,
    ]);
    return row === undefined ? undefined : (JSON.parse(row.value) as T);
  }

  /** All values in pages, in the order in which their names came. */
  *pages(): Generator<T[]> {
    for (let last = 0; ;) {
      const rows = this.#scratch.read<{ n: number; value: string }>(
        "select n, value from item where n > ? order by n limit ?",
        [last, PAGE],
      );
      if (rows.length === 0) return;
      yield rows.map(({ value }) => JSON.parse(value) as T);
      last = rows.at(-1)!.n;
    }
  }

  close(): void {
    this.#scratch.close();
  }
}
