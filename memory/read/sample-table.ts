import { sql, type RawBuilder } from "../database/query-builder.js";
import { labelKey } from "../../schema/label.js";
import type { SampleStatus } from "../../schema/sample.js";
import { isRevised, REVISED_INDEX, timesRevised } from "../database/counted-indexes.js";
import type { RunDatabase } from "../database/run-database.js";
import { fileHasIndex } from "./index-counts.js";
import { tableSlices } from "./table-slices.js";

/** What samples are looked for by. */
export interface SampleFilter {
  readonly statuses?: readonly SampleStatus[] | undefined;
  readonly reason?: string | undefined;
  readonly label?: string | undefined;
  readonly cell?: string | undefined;
  readonly condition?: { readonly name: string; readonly value: string } | undefined;
  readonly minScore?: number | undefined;
  readonly maxScore?: number | undefined;
  readonly minWeight?: number | undefined;
  readonly minDisagreement?: number | undefined;
  /** Somewhere in the record, in small or capital letters. */
  readonly text?: string | undefined;
}

export type SampleOrder = "ordinal" | "accepted" | "score" | "disagreement" | "weight";

/** Ids of a page with where it ended. */
export interface SamplePage {
  readonly ids: string[];
  /** Asks for the rows behind; null where there are none. */
  readonly next: readonly (string | number)[] | null;
}

/** Samples of a run as a table that is filtered and ordered in its database. */
export class SampleTable {
  readonly #database: RunDatabase;

  constructor(database: RunDatabase) {
    this.#database = database;
  }

  /**
   * @param options.after `next` of the page before
   */
  async page(
    filter: SampleFilter,
    {
      order,
      limit,
      after,
    }: {
      readonly order: SampleOrder;
      readonly limit: number;
      readonly after: readonly (string | number)[] | null;
    },
  ): Promise<SamplePage> {
    if (order !== "ordinal" && order !== "accepted") {
      const offset = Number(after?.[0] ?? 0);
      const value = order === "score" ? this.#score() : this.#number(order);
      const rows = await this.#database.read(
        this.#filtered(filter)
          .select("samples.id")
          // No value sorts last in every dialect.
          .orderBy(sql`case when ${value} is null then 1 else 0 end`)
          .orderBy(value, order === "score" ? "asc" : "desc")
          .orderBy("samples.id")
          .limit(limit + 1)
          .offset(offset),
      );
      const ids = rows.slice(0, limit).map(({ id }) => id);
      return { ids, next: rows.length > limit ? [offset + limit] : null };
    }
    const columns = ["accepted_ordinal", "round", "ordinal", "id"] as const;
    const keys = order === "accepted" ? columns : columns.slice(1);
    let rows = this.#filtered(filter, { isOrdered: true })
      .select(columns.map((name) => `samples.${name}` as const))
      .limit(limit + 1);
    for (const key of keys) rows = rows.orderBy(`samples.${key}`);
    if (after !== null) {
      const names = sql.join(keys.map((key) => sql.ref(`samples.${key}`)));
      rows = rows.where(sql<boolean>`(${names}) > (${sql.join([...after])})`);
    }
    const found = await this.#database.read(rows);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      ids: page.map(({ id }) => id),
      next: found.length > limit && last ? keys.map((key) => last[key]) : null,
    };
  }

  async count(filter: SampleFilter): Promise<number> {
    const [row] = await this.#database.read(
      this.#filtered(filter).select(({ fn }) => fn.countAll<number>().as("count")),
    );
    return row?.count ?? 0;
  }

  /** Labels with how many samples have each, most first. */
  async labels(): Promise<{ label: string; count: number }[]> {
    return this.#database.read(
      this.#database.query
        .selectFrom("samples")
        .select(({ fn }) => ["label", fn.countAll<number>().as("count")])
        .groupBy("label")
        .orderBy("count", "desc")
        .orderBy("label")
        .limit(500),
    );
  }

  /** Samples that went back to the generator, and how often they did in all. */
  async revised(): Promise<{ readonly samples: number; readonly revisions: number }> {
    const { dialect, query } = this.#database;
    const times = timesRevised(dialect);
    const counted = query
      .selectFrom("samples")
      .select(({ fn }) => [
        fn.countAll<number>().as("samples"),
        sql<number | null>`sum(${times})`.as("revisions"),
      ])
      .where(isRevised(dialect))
      .where(times, ">", 0);
    const revised = { samples: 0, revisions: 0 };
    const slices = (await fileHasIndex(this.#database, REVISED_INDEX))
      ? [sql<boolean>`true`]
      : tableSlices(this.#database, "samples");
    for await (const slice of slices) {
      const [row] = await this.#database.read(counted.where(slice));
      revised.samples += row?.samples ?? 0;
      revised.revisions += Number(row?.revisions ?? 0);
    }
    return revised;
  }

  /** True for the id of a sample. */
  async has(id: string): Promise<boolean> {
    const rows = await this.#database.read(
      this.#database.query.selectFrom("samples").select("id").where("id", "=", id),
    );
    return rows.length > 0;
  }

  #filtered(filter: SampleFilter, { isOrdered = false }: { readonly isOrdered?: boolean } = {}) {
    const { query, dialect } = this.#database;
    let rows = query.selectFrom("samples");
    if (filter.statuses !== undefined)
      rows = rows.where(
        isOrdered ? sql<string>`samples.status || ''` : "samples.status",
        "in",
        dialect.list(filter.statuses),
      );
    if (filter.reason !== undefined)
      rows = rows.where(
        "samples.id",
        "in",
        query.selectFrom("sample_reasons").select("sample_id").where("reason", "=", filter.reason),
      );
    if (filter.label !== undefined) rows = rows.where("samples.label", "=", labelKey(filter.label));
    if (filter.cell !== undefined) rows = rows.where("samples.cell", "=", filter.cell);
    if (filter.condition !== undefined)
      rows = rows.where(this.#holds(JSON.stringify(filter.condition).slice(0, -1)));
    if (filter.text !== undefined)
      rows = rows.where(this.#speaksOf(JSON.stringify(filter.text).slice(1, -1)));
    if (filter.minScore !== undefined)
      rows = rows.where(sql<boolean>`${this.#score()} >= ${filter.minScore}`);
    if (filter.maxScore !== undefined)
      rows = rows.where(sql<boolean>`${this.#score()} <= ${filter.maxScore}`);
    if (filter.minWeight !== undefined)
      rows = rows.where(sql<boolean>`${this.#number("weight")} >= ${filter.minWeight}`);
    if (filter.minDisagreement !== undefined)
      rows = rows.where(sql<boolean>`${this.#number("disagreement")} >= ${filter.minDisagreement}`);
    return rows;
  }

  #number(what: "disagreement" | "weight"): RawBuilder<number | null> {
    const { dialect } = this.#database;
    return what === "weight"
      ? sql<number | null>`coalesce(${dialect.jsonNumber("samples.record", "weight")}, 1)`
      : sql<
          number | null
        >`(1 - ${dialect.jsonNumber("samples.record", "label", "student", "probabilityOfCurrent")})`;
  }

  /** Mean score of the last version. */
  #score(): RawBuilder<number | null> {
    const { dialect } = this.#database;
    const score = dialect.jsonNumber("judged.record", "score");
    const last = dialect.jsonNumber("samples.record", "revisions");
    const scores = this.#database.query
      .selectFrom("verdicts as judged")
      .select(sql<number | null>`avg(${score})`.as("score"))
      .where(sql<boolean>`judged.sample_id = samples.id`)
      .where(sql<boolean>`judged.revision = coalesce(${last}, 0)`);
    return sql<number | null>`${scores}`;
  }

  #holds(part: string): RawBuilder<boolean> {
    return sql<boolean>`${this.#database.dialect.position}(samples.record, ${part}) > 0`;
  }

  #speaksOf(part: string): RawBuilder<boolean> {
    const like = sql.raw(this.#database.dialect.name === "sqlite" ? "like" : "ilike");
    const pattern = `%${part.replaceAll(/[\\%_]/gu, (one) => `\\${one}`)}%`;
    return sql<boolean>`(samples.record ${like} ${pattern} escape '\\' or samples.id ${like} ${pattern} escape '\\')`;
  }
}
