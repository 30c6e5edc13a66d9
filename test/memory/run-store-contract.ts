import type { RunDatabase } from "../../memory/database/run-database.js";
import { entry, entryKey } from "../../memory/entry-key.js";
import { DatabaseRunStore } from "../../memory/run-store.js";
import type { Order, Plan } from "../../schema/plan.js";
import type { Row } from "../../schema/sample.js";
import { orderOf } from "../helpers/plain-parts.js";

const PLANNED = entryKey<number>("planned");
const plan = (notes: string[]): Plan => ({
  subTasks: [],
  attributes: [],
  tree: { id: "root", name: "root", source: "spec", children: [] },
  roundSize: 32,
  notes,
});
const order = (id: string, round: number, ordinal: number): Order =>
  orderOf({ id, round, ordinal });
const rowsOf = (size: number): Row[] =>
  Array.from({ length: size }, (_, line) => ({
    id: `r${line}`,
    fields: { text: `row ${line}` },
    text: `row ${line}`,
    label: null,
    line,
  }));

/** What plans, orders, rows and entries are held to in every kind of database. */
export function describeRunStore(open: () => Promise<RunDatabase>): void {
  let database: RunDatabase;
  let store: DatabaseRunStore;
  beforeEach(async () => {
    database = await open();
    store = new DatabaseRunStore(database);
  });
  afterEach(() => database.close());

  it("gives back the plan of the highest revision, and every revision", async () => {
    expect(await store.plan()).toBeNull();
    await store.savePlan(plan(["first"]), 0);
    await store.savePlan(plan(["second"]), 1);
    await store.savePlan(plan(["first again"]), 0);
    expect(await store.plan()).toEqual({ plan: plan(["second"]), revision: 1 });
    expect((await store.plans()).map((stored) => stored.plan.notes[0])).toEqual([
      "first again",
      "second",
    ]);
  });

  it("holds the last saved orders of each round, in order, with the entries of the same step", async () => {
    await store.saveOrders(0, [order("a", 0, 1), order("b", 0, 0)], [entry(PLANNED, 1)]);
    await store.saveOrders(1, [order("c", 1, 0)]);
    await store.saveOrders(0, [order("a", 0, 1), order("b", 0, 0)], [entry(PLANNED, 1)]);
    expect((await store.orders(0)).map((stored) => stored.id)).toEqual(["b", "a"]);
    await store.saveOrders(0, [order("d", 0, 0)]);
    expect((await store.orders(0)).map((stored) => stored.id)).toEqual(["d"]);
    expect((await store.orders(1)).map((stored) => stored.id)).toEqual(["c"]);
    expect(await store.get(PLANNED)).toBe(1);
  });

  it("stores streamed rows of each set apart and replaces a set as a whole", async () => {
    async function* stream(): AsyncGenerator<Row> {
      yield* rowsOf(1203);
    }
    await store.saveRows("support", stream());
    await store.saveRows("held-out", rowsOf(3));
    expect(await store.rows("support")).toEqual(rowsOf(1203));
    expect(await store.rows("held-out")).toEqual(rowsOf(3));
    expect(await store.rows("inputs")).toEqual([]);
    await store.saveRows("support", rowsOf(2));
    expect(await store.rows("support")).toEqual(rowsOf(2));
    expect(await store.countRows("inputs")).toBeNull();
  });

  it("shows nothing of a set whose rows ended in an error", async () => {
    async function* broken(): AsyncGenerator<Row> {
      yield* rowsOf(450);
      throw new RangeError("line 451");
    }
    await store.saveRows("inputs", rowsOf(5));
    await expect(store.saveRows("inputs", broken())).rejects.toMatchObject({ name: "RangeError" });
    expect(await store.rows("inputs")).toEqual([]);
    expect(await store.countRows("inputs")).toBeNull();
  });

  it("keeps small values by name", async () => {
    const state = entryKey<{ round: number; open: string[] }>("state");
    const nothing = entryKey<undefined>("nothing");
    await store.set(state, { round: 3, open: ["a"] });
    await store.set(nothing, undefined);
    expect(await store.get(state)).toEqual({ round: 3, open: ["a"] });
    expect(await store.get(nothing)).toBeNull();
    expect(await store.get(entryKey("unknown"))).toBeNull();
  });
}
