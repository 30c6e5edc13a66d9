import { setImmediate as nextTurn } from "node:timers/promises";
import type { Order, Plan } from "../schema/plan.js";
import type { Row } from "../schema/sample.js";
import type { CompiledStatement, RunStore } from "./contract.js";
import { entry, entryKey, type Entry, type EntryKey } from "./entry-key.js";
import type { RunDatabase } from "./database/run-database.js";
import { entryStatements } from "./database/entry-statements.js";
import { packedJson } from "./database/packed-value.js";
import { parseRecord, parseStored } from "./database/parse-stored.js";
import { orderOfRecord, orderRecord } from "./database/stored-order.js";
import { statementTemplate } from "./database/statement-template.js";
import type { RunTables } from "./database/tables.js";

export type RowSet = "support" | "validation" | "held-out" | "inputs";
/**
 * Sets of the knowledge sources: passages with their texts apart, triples and labels of the graph,
 * and what searches found on the way; and what a curation is about to change.
 */
export type RecordSet = RowSet | "passages" | "passage-texts" | "triples" | "labels" | "curation";
/** Rows of one transaction: small enough to leave the event loop free. */
const SLICE = 200;

/** Plan, orders, data rows and small named values of one run in its database. */
export class DatabaseRunStore implements RunStore {
  readonly #database: RunDatabase;
  readonly #entries: ReturnType<typeof entryStatements>;
  readonly #setOrder: (row: RunTables["orders"]) => CompiledStatement;
  readonly #addRow: (row: RunTables["data_rows"]) => CompiledStatement;

  constructor(database: RunDatabase) {
    this.#database = database;
    const { query } = database;
    this.#entries = entryStatements(query);
    this.#setOrder = statementTemplate<RunTables["orders"]>((slot) =>
      query
        .insertInto("orders")
        .values({
          id: slot("id"),
          round: slot("round"),
          ordinal: slot("ordinal"),
          record: slot("record"),
        })
        .onConflict((conflict) =>
          conflict.column("id").doUpdateSet((row) => ({
            round: row.ref("excluded.round"),
            ordinal: row.ref("excluded.ordinal"),
            record: row.ref("excluded.record"),
          })),
        ),
    );
    this.#addRow = statementTemplate<RunTables["data_rows"]>((slot) =>
      query
        .insertInto("data_rows")
        .values({ set_name: slot("set_name"), position: slot("position"), record: slot("record") })
        .onConflict((conflict) =>
          conflict
            .columns(["set_name", "position"])
            .doUpdateSet((row) => ({ record: row.ref("excluded.record") })),
        ),
    );
  }

  /** Saves a revision of the plan and sets the entries, in one transaction. */
  async savePlan(plan: Plan, revision: number, entries: readonly Entry[] = []): Promise<void> {
    await this.#database.writeBatch([
      this.#database.query
        .insertInto("plans")
        .values({ revision, record: JSON.stringify(plan) })
        .onConflict((conflict) =>
          conflict
            .column("revision")
            .doUpdateSet((row) => ({ record: row.ref("excluded.record") })),
        )
        .compile(),
      ...this.#entries(entries),
    ]);
  }

  /** The plan of the highest revision. */
  async plan(): Promise<{ plan: Plan; revision: number } | null> {
    const [row] = await this.#database.read(
      this.#database.query.selectFrom("plans").selectAll().orderBy("revision", "desc").limit(1),
    );
    return row === undefined
      ? null
      : { plan: parseRecord<Plan>(row.record, this.#database.path), revision: row.revision };
  }

  /** Every revision of the plan, first to last: what was re-planned, and why. */
  async plans(): Promise<{ plan: Plan; revision: number }[]> {
    const rows = await this.#database.read(
      this.#database.query.selectFrom("plans").selectAll().orderBy("revision"),
    );
    return rows.map((row) => ({
      plan: parseRecord<Plan>(row.record, this.#database.path),
      revision: row.revision,
    }));
  }

  /** Replaces the orders of a round and sets the entries, in one transaction. */
  async saveOrders(
    round: number,
    orders: readonly Order[],
    entries: readonly Entry[] = [],
  ): Promise<void> {
    await this.#database.writeBatch([
      this.#database.query.deleteFrom("orders").where("round", "=", round).compile(),
      ...orders.map((order) =>
        this.#setOrder({
          id: order.id,
          round,
          ordinal: order.ordinal,
          record: orderRecord(order),
        }),
      ),
      ...this.#entries(entries),
    ]);
  }

  async orders(round: number): Promise<Order[]> {
    const rows = await this.#database.read(
      this.#database.query
        .selectFrom("orders")
        .selectAll()
        .where("round", "=", round)
        .orderBy("ordinal")
        .orderBy("id"),
    );
    return rows.map((row) =>
      orderOfRecord(parseRecord<Order>(row.record, this.#database.path), row),
    );
  }

  /**
   * Replaces a set slice by slice as the rows arrive. Until the last slice is written the set reads
   * as it was never saved: save it again.
   */
  async saveRows(set: RowSet, rows: Iterable<Row> | AsyncIterable<Row>): Promise<void> {
    await this.saveRecords([set], rows, (row) => [row]);
  }

  /**
   * `saveRows` for anything that is JSON, and for several sets at once: `parts` gives one record
   * for each of them.
   */
  async saveRecords<T>(
    sets: readonly RecordSet[],
    items: Iterable<T> | AsyncIterable<T>,
    parts: (item: T) => readonly unknown[],
  ): Promise<void> {
    const { query } = this.#database;
    await this.#database.writeBatch(
      sets.flatMap((set) => [
        query.deleteFrom("entries").where("name", "=", sizeOf(set).name).compile(),
        query.deleteFrom("data_rows").where("set_name", "=", set).compile(),
      ]),
    );
    let position = 0;
    let slice: CompiledStatement[] = [];
    for await (const item of items) {
      parts(item).forEach((record, index) =>
        slice.push(
          this.#addRow({ set_name: sets[index]!, position, record: JSON.stringify(record) }),
        ),
      );
      position += 1;
      if (slice.length < SLICE) continue;
      await this.#database.writeBatch(slice);
      slice = [];
      await nextTurn();
    }
    await this.#database.writeBatch([
      ...slice,
      ...this.#entries(sets.map((set) => entry(sizeOf(set), position))),
    ]);
  }

  async rows(set: RowSet): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const row of this.streamRows(set)) rows.push(row);
    return rows;
  }

  /** How many rows a set has, or null where it was never saved whole. */
  async countRows(set: RecordSet): Promise<number | null> {
    return await this.get(sizeOf(set));
  }

  streamRows(set: RowSet, pageSize = 500): AsyncIterable<Row> {
    return this.streamRecords<Row>(set, pageSize);
  }

  async *streamRecords<T>(set: RecordSet, pageSize = 500): AsyncIterable<T> {
    const size = (await this.countRows(set)) ?? 0;
    for (let from = 0; from < size; from += pageSize) {
      const page = await this.#database.read(
        this.#database.query
          .selectFrom("data_rows")
          .select("record")
          .where("set_name", "=", set)
          .where("position", ">=", from)
          .where("position", "<", Math.min(size, from + pageSize))
          .orderBy("position"),
      );
      for (const row of page) yield parseRecord<T>(row.record, this.#database.path);
    }
  }

  async get<Value>({ name }: EntryKey<Value>): Promise<Value | null> {
    const [row] = await this.#database.read(
      this.#database.query.selectFrom("entries").select("value").where("name", "=", name),
    );
    return row === undefined ? null : parseStored<Value>(row.value, this.#database.path);
  }

  /** Values of all entries whose names begin so, by name. */
  async *startingWith<Value>(beginning: string): AsyncIterable<Value> {
    const rows = await this.#database.read(
      this.#database.query
        .selectFrom("entries")
        .select("value")
        .where("name", ">=", beginning)
        .where("name", "<", `${beginning}\uffff`)
        .orderBy("name"),
    );
    for (const { value } of rows) yield parseStored<Value>(value, this.#database.path);
  }

  /** Sets an entry that is not set yet. @returns what it holds then: of several the first */
  async setFirst<Value>(key: EntryKey<Value>, value: NoInfer<Value>): Promise<Value> {
    await this.#database.writeBatch([
      this.#database.query
        .insertInto("entries")
        .values({ name: key.name, value: JSON.stringify(value) })
        .onConflict((conflict) => conflict.doNothing())
        .compile(),
    ]);
    return (await this.get(key)) ?? value;
  }

  async set<Value>({ name }: EntryKey<Value>, value: NoInfer<Value>): Promise<void> {
    const packed = await packedJson(JSON.stringify(value ?? null));
    await this.#database.writeBatch([
      this.#database.query
        .insertInto("entries")
        .values({ name, value: packed })
        .onConflict((conflict) =>
          conflict.column("name").doUpdateSet((row) => ({ value: row.ref("excluded.value") })),
        )
        .compile(),
    ]);
  }
}

/** How many rows a set has; there once it was saved whole. */
function sizeOf(set: RecordSet): EntryKey<number> {
  return entryKey(`rows:${set}`);
}
