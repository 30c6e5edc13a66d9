import { sql } from "./database/query-builder.js";
import { pagedItems } from "../base/values/paged-items.js";
import { labelKey } from "../schema/label.js";
import type { Sample, SampleStatus } from "../schema/sample.js";
import type {
  DraftRecord,
  SampleQuery,
  SampleStore,
  SampleUpdate,
  StoredVerdict,
} from "./contract.js";
import type { Entry } from "./entry-key.js";
import type { RunDatabase } from "./database/run-database.js";
import { entryStatements } from "./database/entry-statements.js";
import { parseRecord } from "./database/parse-stored.js";
import { packVector, unpackVector } from "./database/packed-vector.js";
import { sampleStatements } from "./database/sample-statements.js";
import { sampleOfRecord, verdictOfRecord, type SamplePlace } from "./database/stored-sample.js";
import { NOT_ACCEPTED } from "./database/tables.js";
import { VerdictKinds } from "./database/verdict-kinds.js";

/** Rows that are read in one go: a few milliseconds of the event loop. */
const PAGE_SIZE = 200;
type Position = readonly [accepted: number, round: number, ordinal: number, id: string];

/** Samples, verdicts and vectors of one run in its database. Nothing here deletes a sample. */
export class DatabaseSampleStore implements SampleStore {
  readonly #database: RunDatabase;
  readonly #statements: ReturnType<typeof sampleStatements>;
  readonly #entries: ReturnType<typeof entryStatements>;
  readonly #kinds = new VerdictKinds();

  constructor(database: RunDatabase) {
    this.#database = database;
    this.#statements = sampleStatements(database.query);
    this.#entries = entryStatements(database.query);
  }

  /**
   * Writes drafts in one transaction; one that a gate has decided already stays as it is, with its
   * verdicts and vector.
   */
  async saveDrafts(drafts: readonly DraftRecord[]): Promise<void> {
    const kinds = this.#kinds.batch();
    const statements = drafts.flatMap((draft) => this.#statements.draft(draft, kinds));
    await this.#database.writeBatch([...this.#entries(kinds.entries()), ...statements]);
    kinds.stored();
  }

  async applyUpdates(
    updates: readonly SampleUpdate[],
    entries: readonly Entry[] = [],
  ): Promise<void> {
    await this.#database.writeBatch([
      ...updates.flatMap((update) => this.#statements.update(update)),
      ...this.#entries(entries),
    ]);
  }

  async samples(query: SampleQuery = {}): Promise<Sample[]> {
    const offset = await this.#offset(query);
    return (await this.#page(query, query.limit, offset)).map((row) => this.#sample(row));
  }

  stream(query: SampleQuery = {}, pageSize = PAGE_SIZE): AsyncIterable<Sample> {
    return pagedItems(this.#pages(query, pageSize), (row) => this.#sample(row));
  }

  async *#pages(query: SampleQuery, pageSize: number) {
    const offset = await this.#offset(query);
    let left = query.limit ?? Number.MAX_SAFE_INTEGER;
    let after: Position | undefined;
    while (left > 0) {
      const wanted = Math.min(left, pageSize);
      const page = await this.#page(query, wanted, after === undefined ? offset : undefined, after);
      yield page;
      const last = page.at(-1);
      if (last === undefined || page.length < wanted) return;
      left -= page.length;
      after = [last.accepted_ordinal, last.round, last.ordinal, last.id];
    }
  }

  /** Rows to pass over. */
  async #offset(query: SampleQuery): Promise<number | undefined> {
    const { latest = false, limit } = query;
    if (!latest || limit === undefined) return query.offset;
    return Math.max(0, (await this.count(query)) - limit);
  }

  async count(query: SampleQuery = {}): Promise<number> {
    const [row] = await this.#database.read(
      this.#filtered(query).select(({ fn }) => fn.countAll<number>().as("count")),
    );
    return row?.count ?? 0;
  }

  /** Samples that the gate accepted once, told by the last of their positions: nothing is counted. */
  async everAccepted(): Promise<number> {
    const [last] = await this.#database.read(
      this.#database.query
        .selectFrom("samples")
        .select("accepted_ordinal")
        .where("accepted_ordinal", "<", NOT_ACCEPTED)
        .orderBy("accepted_ordinal", "desc")
        .limit(1),
    );
    return last === undefined ? 0 : Number(last.accepted_ordinal) + 1;
  }

  /** Every sample once, by its status and the reason of its last change. */
  async countByReason(): Promise<{ status: SampleStatus; reason: string; count: number }[]> {
    return await this.#database.read(
      this.#database.query
        .selectFrom("samples")
        .select(({ fn, ref }) => [
          ref("status").$castTo<SampleStatus>().as("status"),
          "reason",
          fn.countAll<number>().as("count"),
        ])
        .groupBy(["status", "reason"])
        .orderBy("status")
        .orderBy("reason"),
    );
  }

  /**
   * Verdicts of one sample, of several, or of all, by sample and then in the order in which they
   * were given.
   */
  async verdicts(
    sampleIds?: string | readonly string[],
    page: { limit?: number; offset?: number } = {},
  ): Promise<StoredVerdict[]> {
    let query = this.#database.query
      .selectFrom("verdicts")
      .select(["sample_id", "revision", "record"])
      .orderBy("sample_id")
      .orderBy("position")
      .limit(page.limit ?? Number.MAX_SAFE_INTEGER)
      .offset(page.offset ?? 0);
    if (typeof sampleIds === "string") query = query.where("sample_id", "=", sampleIds);
    else if (sampleIds !== undefined)
      query = query.where("sample_id", "in", this.#database.dialect.list(sampleIds));
    const rows = (await this.#database.read(query)).map((row) => ({
      row,
      record: parseRecord<Parameters<typeof verdictOfRecord>[0]>(row.record, this.#database.path),
    }));
    const named = new Set(rows.flatMap(({ record: { kind } }) => kind ?? []));
    const kinds = await this.#kinds.read(this.#database, named);
    return rows.map(({ row, record }) =>
      verdictOfRecord(record, row, kinds.get(record.kind ?? "")),
    );
  }

  async vectors(ids: readonly string[]): Promise<Map<string, Float32Array>> {
    const rows = await this.#database.read(
      this.#database.query
        .selectFrom("sample_vectors")
        .selectAll()
        .where("sample_id", "in", this.#database.dialect.list(ids)),
    );
    return new Map(rows.map((row) => [row.sample_id, unpackVector(row.data)]));
  }

  /** Sets vectors of samples that are there. */
  async setVectors(
    vectors: readonly (readonly [id: string, vector: Float32Array])[],
  ): Promise<void> {
    await this.#database.writeBatch(
      vectors.map(([id, vector]) =>
        this.#database.query
          .insertInto("sample_vectors")
          .values({ sample_id: id, data: packVector(vector) })
          .onConflict((conflict) =>
            conflict.column("sample_id").doUpdateSet((row) => ({ data: row.ref("excluded.data") })),
          )
          .compile(),
      ),
    );
  }

  async drafted(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.#database.read(
      this.#database.query
        .selectFrom("samples")
        .select("id")
        .where("id", "in", this.#database.dialect.list(ids))
        .where("status", "!=", "planned"),
    );
    return new Set(rows.map((row) => row.id));
  }

  #sample({ record, ...place }: SamplePlace & { readonly record: string }): Sample {
    return sampleOfRecord(parseRecord<Sample>(record, this.#database.path), place);
  }

  async #page(query: SampleQuery, limit = Number.MAX_SAFE_INTEGER, offset = 0, after?: Position) {
    let page = this.#filtered(query, { isOrdered: true })
      .select([
        "samples.accepted_ordinal",
        "samples.round",
        "samples.ordinal",
        "samples.id",
        "samples.cell",
        "samples.status",
        "samples.record",
      ])
      .limit(limit)
      .offset(offset);
    if (query.order === "accepted") page = page.orderBy("samples.accepted_ordinal");
    page = page.orderBy("samples.round").orderBy("samples.ordinal").orderBy("samples.id");
    // Pages go on from the last row seen, so that reading a whole run does not grow with the square
    // of its size.
    if (after !== undefined) {
      const [accepted, round, ordinal, id] = after;
      page = page.where(
        query.order === "accepted"
          ? sql<boolean>`(samples.accepted_ordinal, samples.round, samples.ordinal, samples.id) > (${accepted}, ${round}, ${ordinal}, ${id})`
          : sql<boolean>`(samples.round, samples.ordinal, samples.id) > (${round}, ${ordinal}, ${id})`,
      );
    }
    return await this.#database.read(page);
  }

  /**
   * @param options.isOrdered true for pages in an order that has an index: one by status would have
   * every page sort all rows of the status
   */
  #filtered(query: SampleQuery, { isOrdered = false }: { readonly isOrdered?: boolean } = {}) {
    const { dialect, query: builder } = this.#database;
    let rows = builder.selectFrom("samples");
    if (query.status !== undefined)
      rows = rows.where(
        isOrdered ? sql<SampleStatus>`samples.status || ''` : "samples.status",
        "in",
        Array.isArray(query.status) ? query.status : [query.status],
      );
    if (query.reason !== undefined) {
      rows = rows.where(
        "samples.id",
        "in",
        builder.selectFrom("sample_reasons").select("sample_id").where("reason", "=", query.reason),
      );
    }
    if (query.round !== undefined) rows = rows.where("samples.round", "=", query.round);
    if (query.maxRound !== undefined) rows = rows.where("samples.round", "<=", query.maxRound);
    if (query.label !== undefined) rows = rows.where("samples.label", "=", labelKey(query.label));
    if (query.cell !== undefined) rows = rows.where("samples.cell", "=", query.cell);
    if (query.everAccepted === true)
      rows = rows.where("samples.accepted_ordinal", "<", NOT_ACCEPTED);
    if (query.ids !== undefined) rows = rows.where("samples.id", "in", dialect.list(query.ids));
    return rows;
  }
}
