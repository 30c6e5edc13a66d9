import { setImmediate as nextTurn } from "node:timers/promises";
import type { Order, Plan } from "../schema/plan.js";
import type { Row } from "../schema/sample.js";
import type { CompiledStatement, RunStore } from "./contract.js";
import type { RunDatabase } from "./database.js";
import { entryStatements } from "./entry-statements.js";
import { statementTemplate } from "./statement-template.js";
import type { RunTables } from "./tables.js";

export type RowSet = "support" | "held-out" | "inputs";
/** Rows of one transaction: small enough to leave the event loop free. */
const SLICE = 200;

/** Plan, orders, data rows and small named values of one run in its database. */
export class SqliteRunStore implements RunStore {
  readonly #database: RunDatabase;
  readonly #entries: ReturnType<typeof entryStatements>;
  readonly #setOrder: (row: RunTables["orders"]) => CompiledStatement;
  readonly #addRow: (row: RunTables["data_rows"]) => CompiledStatement;

  constructor(database: RunDatabase) {
    this.#database = database;
    const { query } = database;
    this.#entries = entryStatements(query);
    this.#setOrder = statementTemplate<RunTables["orders"]>((slot) => query.insertInto("orders")
      .values({ id: slot("id"), round: slot("round"), ordinal: slot("ordinal"), record: slot("record") })
      .onConflict((conflict) => conflict.column("id").doUpdateSet((row) => ({
        round: row.ref("excluded.round"), ordinal: row.ref("excluded.ordinal"), record: row.ref("excluded.record"),
      }))));
    this.#addRow = statementTemplate<RunTables["data_rows"]>((slot) => query.insertInto("data_rows")
      .values({ set_name: slot("set_name"), position: slot("position"), record: slot("record") })
      .onConflict((conflict) => conflict.columns(["set_name", "position"]).doUpdateSet((row) => ({ record: row.ref("excluded.record") }))));
  }

  async savePlan(plan: Plan, revision: number): Promise<void> {
    await this.#database.writeBatch([this.#database.query.insertInto("plans").values({ revision, record: JSON.stringify(plan) })
      .onConflict((conflict) => conflict.column("revision").doUpdateSet((row) => ({ record: row.ref("excluded.record") }))).compile()]);
  }

  /** The plan of the highest revision. */
  async plan(): Promise<{ plan: Plan; revision: number } | null> {
    const [row] = await this.#database.read(this.#database.query.selectFrom("plans").selectAll().orderBy("revision", "desc").limit(1));
    return row === undefined ? null : { plan: JSON.parse(row.record) as Plan, revision: row.revision };
  }

  /** Every revision of the plan, first to last: what was re-planned, and why. */
  async plans(): Promise<{ plan: Plan; revision: number }[]> {
    const rows = await this.#database.read(this.#database.query.selectFrom("plans").selectAll().orderBy("revision"));
    return rows.map((row) => ({ plan: JSON.parse(row.record) as Plan, revision: row.revision }));
  }

  /** Replaces the orders of a round and sets the entries, in one transaction. */
  async saveOrders(round: number, orders: readonly Order[], entries: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.#database.writeBatch([
      this.#database.query.deleteFrom("orders").where("round", "=", round).compile(),
      ...orders.map((order) => this.#setOrder({ id: order.id, round, ordinal: order.ordinal, record: JSON.stringify(order) })),
      ...this.#entries(entries),
    ]);
  }

  async orders(round: number): Promise<Order[]> {
    const rows = await this.#database.read(this.#database.query.selectFrom("orders").select("record").where("round", "=", round).orderBy("ordinal").orderBy("id"));
    return rows.map((row) => JSON.parse(row.record) as Order);
  }

  /** Replaces a set slice by slice as the rows arrive. Until the last slice is written the set reads as it was never saved: save it again. */
  async saveRows(set: RowSet, rows: Iterable<Row> | AsyncIterable<Row>): Promise<void> {
    const { query } = this.#database;
    await this.#database.writeBatch([
      query.deleteFrom("entries").where("name", "=", sizeName(set)).compile(),
      query.deleteFrom("data_rows").where("set_name", "=", set).compile(),
    ]);
    let position = 0;
    let slice: CompiledStatement[] = [];
    for await (const row of rows) {
      slice.push(this.#addRow({ set_name: set, position, record: JSON.stringify(row) }));
      position += 1;
      if (slice.length < SLICE) continue;
      await this.#database.writeBatch(slice);
      slice = [];
      await nextTurn();
    }
    await this.#database.writeBatch([...slice, ...this.#entries({ [sizeName(set)]: position })]);
  }

  async rows(set: RowSet): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const row of this.streamRows(set)) rows.push(row);
    return rows;
  }

  /** How many rows a set has, or null where it was never saved whole. */
  async countRows(set: RowSet): Promise<number | null> {
    return await this.get<number>(sizeName(set));
  }

  async *streamRows(set: RowSet, pageSize = 500): AsyncIterable<Row> {
    const size = await this.countRows(set) ?? 0;
    for (let from = 0; from < size; from += pageSize) {
      const page = await this.#database.read(this.#database.query.selectFrom("data_rows").select("record").where("set_name", "=", set)
        .where("position", ">=", from).where("position", "<", Math.min(size, from + pageSize)).orderBy("position"));
      for (const row of page) yield JSON.parse(row.record) as Row;
    }
  }

  async get<T>(key: string): Promise<T | null> {
    const [row] = await this.#database.read(this.#database.query.selectFrom("entries").select("value").where("name", "=", key));
    return row === undefined ? null : JSON.parse(row.value) as T;
  }

  async set(key: string, value: unknown): Promise<void> {
    await this.#database.writeBatch(this.#entries({ [key]: value }));
  }
}

function sizeName(set: RowSet): string {
  return `rows:${set}`;
}
