import { sql } from "./query-builder.js";
import { DatawrightError } from "../../base/errors.js";
import { entryKey } from "../entry-key.js";
import type { RunDatabase } from "./run-database.js";
import { DAMAGED_HINT, parseStored } from "./parse-stored.js";
import { NOT_ACCEPTED } from "./tables.js";

/** Says whose run a database is; written before anything else. */
export const RUN_MARK = entryKey<{ readonly id: string }>("run");
/** Entries of a round that are there for every round up to the last one, by the first of them. */
const CHAINS: readonly (readonly [name: string, first: number, what: string])[] = [
  ["sealed:", -1, "how it ended"],
  ["orders:", 0, "what was planned for it"],
];

export interface ExpectedStore {
  /** Null for a run of a version that wrote no mark. */
  readonly runId: string | null;
  /** Rows of each set, as the configuration counts them. */
  readonly rows: Readonly<Record<string, number | undefined>>;
}

/**
 * Looks whether a run's database still has all that was written into it: going on without a part of
 * it would make another dataset in silence.
 *
 * @throws STORE_CORRUPT, naming what is missing
 */
export async function checkRunDatabase(
  database: RunDatabase,
  expected: ExpectedStore,
): Promise<void> {
  const fail = (said: string): DatawrightError =>
    new DatawrightError({
      code: "STORE_CORRUPT",
      message: `${database.path} ${said}.`,
      hint: DAMAGED_HINT,
      details: { path: database.path },
    });
  // How each round ended is long: of that only the names.
  const rows = await database.read(
    database.query.selectFrom("entries").select(({ eb, or }) => [
      "name",
      eb
        .case()
        .when(
          or([
            eb("name", "like", "orders:%"),
            eb("name", "like", "rows:%"),
            eb("name", "=", RUN_MARK.name),
          ]),
        )
        .then(eb.ref("value"))
        .else("")
        .end()
        .as("value"),
    ]),
  );
  const entries = new Map(rows.map((row) => [row.name, row.value]));
  const value = <T>(name: string): T | null => {
    const text = entries.get(name);
    return text === undefined ? null : parseStored<T>(text, database.path);
  };
  const id = value<{ id?: unknown }>(RUN_MARK.name)?.id;
  if (expected.runId !== null && id !== expected.runId)
    throw fail(
      id === undefined
        ? "has lost what the run had stored"
        : `is the database of the run ${String(id)}, not of ${expected.runId}`,
    );
  await checkRows(database, { expected, value, fail });
  const orphans = await database.orphans();
  if (orphans.length > 0)
    throw fail(`has lost ${orphans[0]!.parent}: ${orphans.length} that records belong to are gone`);
  await checkRounds(database, { entries, value, fail });
  await checkVerdicts(database, fail);
}

/** Without its verdicts a draft that a critic refused would pass the gate. */
async function checkVerdicts(
  database: RunDatabase,
  fail: (said: string) => DatawrightError,
): Promise<void> {
  const { query } = database;
  const gaps = await database.read(
    query
      .selectFrom("verdicts")
      .select("sample_id")
      .groupBy("sample_id")
      .having(({ fn, eb }) => eb(fn.countAll<number>(), "!=", sql<number>`max(position) + 1`))
      .limit(1),
  );
  const unjudged = await database.read(
    query
      .selectFrom("samples")
      .select("id")
      .where("status", "=", "drafted")
      .where("record", "like", '%"scores":%')
      .where("record", "not like", '%"scores":{}%')
      .where("id", "not in", query.selectFrom("verdicts").select("sample_id"))
      .limit(1),
  );
  const lost = gaps[0]?.sample_id ?? unjudged[0]?.id;
  if (lost !== undefined) throw fail(`has lost verdicts of the sample ${lost}`);
}

interface Checking {
  readonly value: <T>(name: string) => T | null;
  readonly fail: (said: string) => DatawrightError;
}

async function checkRows(
  database: RunDatabase,
  { expected, value, fail }: Checking & { readonly expected: ExpectedStore },
): Promise<void> {
  const counted = new Map(
    (
      await database.read(
        database.query
          .selectFrom("data_rows")
          .select(({ fn }) => ["set_name", fn.countAll<number>().as("count")])
          .groupBy("set_name"),
      )
    ).map((row) => [row.set_name, row.count]),
  );
  const sets = new Set([...Object.keys(expected.rows), ...counted.keys()]);
  for (const set of sets) {
    const saved = value<number>(`rows:${set}`);
    const wanted = expected.rows[set] ?? saved ?? 0;
    const there = counted.get(set) ?? 0;
    if (there !== wanted || (saved ?? 0) !== wanted)
      throw fail(`has ${Math.min(there, saved ?? 0)} of ${wanted} rows of the set ${set}`);
  }
}

async function checkRounds(
  database: RunDatabase,
  { entries, value, fail }: Checking & { readonly entries: ReadonlyMap<string, string> },
): Promise<void> {
  const { query } = database;
  for (const [name, first, what] of CHAINS) {
    const rounds = [...entries.keys()]
      .filter((key) => key.startsWith(name))
      .map((key) => Number(key.slice(name.length)))
      .sort((a, b) => a - b);
    const gap = rounds.findIndex((round, index) => round !== first + index);
    if (gap >= 0) throw fail(`has lost of round ${first + gap} ${what}`);
  }
  const plans = await database.read(query.selectFrom("plans").select("revision"));
  if ((plans.length === 0) !== !entries.has("sealed:-1"))
    throw fail(plans.length === 0 ? "has lost the plan" : "has lost what the plan began with");
  const revisions = new Set(plans.map(({ revision }) => revision));
  for (let revision = 0; revision < revisions.size; revision++)
    if (!revisions.has(revision)) throw fail(`has lost revision ${revision} of the plan`);
  const orders = new Map(
    (
      await database.read(
        query
          .selectFrom("orders")
          .select(({ fn }) => ["round", fn.countAll<number>().as("count")])
          .groupBy("round"),
      )
    ).map((row) => [row.round, row.count]),
  );
  let last = -1;
  for (let round = 0; entries.has(`orders:${round}`); round++) {
    const { size = 0, planRevision = 0 } =
      value<{ size?: number; planRevision?: number }>(`orders:${round}`) ?? {};
    if ((orders.get(round) ?? 0) !== size)
      throw fail(`has ${orders.get(round) ?? 0} of ${size} orders of round ${round}`);
    if (!revisions.has(planRevision)) throw fail(`has lost revision ${planRevision} of the plan`);
    if (entries.has(`sealed:${round}`)) last = round;
  }
  await checkSamples(database, { fail, last });
}

async function checkSamples(
  database: RunDatabase,
  { fail, last }: Pick<Checking, "fail"> & { readonly last: number },
): Promise<void> {
  const { query } = database;
  const [counts] = await database.read(
    query
      .selectFrom("samples")
      .select(({ fn, eb }) => [
        fn
          .sum<number | null>(eb.case().when("status", "=", "accepted").then(1).else(0).end())
          .as("accepted"),
        fn
          .sum<number | null>(
            eb.case().when("status", "not in", ["planned", "drafted"]).then(1).else(0).end(),
          )
          .as("decided"),
        fn
          .sum<number | null>(
            eb.case().when("accepted_ordinal", "<", NOT_ACCEPTED).then(1).else(0).end(),
          )
          .as("ever"),
        fn
          .max<number | null>(
            eb
              .case()
              .when("accepted_ordinal", "<", NOT_ACCEPTED)
              .then(eb.ref("accepted_ordinal"))
              .else(-1)
              .end(),
          )
          .as("highest"),
      ]),
  );
  const { accepted, decided, ever, highest } = counts ?? {};
  const [row] = await database.read(
    query.selectFrom("entries").select("value").where("name", "=", `sealed:${last}`),
  );
  const sealed =
    last < 0 || row === undefined
      ? null
      : parseStored<{ accepted?: number }>(row.value, database.path);
  if ((accepted ?? 0) !== (sealed?.accepted ?? 0))
    throw fail(`has ${accepted ?? 0} accepted samples where ${sealed?.accepted ?? 0} were counted`);
  if ((ever ?? 0) !== (highest ?? -1) + 1)
    throw fail(`has lost ${(highest ?? -1) + 1 - (ever ?? 0)} samples that were accepted`);
  if (last < 0 && (decided ?? 0) > 0) throw fail("has lost how its rounds ended");
}
