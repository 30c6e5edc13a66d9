import { appendFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type Database from "better-sqlite3";
import { append } from "../../base/values/append.js";
import { sha256Hex } from "../../base/statistics/hash.js";
import { embeddedEmbeddings } from "../../tools/embeddings/embedded-embeddings.js";
import { packVector } from "../../memory/database/packed-vector.js";
import { unpackedJson } from "../../memory/database/packed-value.js";
import { openRunDatabase, type SqliteRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { ticketText } from "../../test/helpers/ticket-run.js";
import { CopiedTrace, type CopiedSample } from "./copied-trace.js";

interface StoredSealed {
  round: number;
  accepted: number;
  drafted: number;
  learnedRound: number;
  coverage: { sealedRounds: number; cells: Record<string, number>[] };
}

/** A row of a table, as it is. */
type Stored = Record<string, string | number | Buffer | null>;

type Statement = Database.Statement<unknown[]>;

/** Counts of a cell that grow with the copies. */
const GROWING = ["ordered", "accepted"] as const;
const MEMORY = -4_000_000;

/** What is made of a small run. */
export interface Multiplied {
  /** Samples of the small run. */
  readonly base: number;
  readonly target: number;
  /** `critique.index` of the large one. */
  readonly index: "memory" | "compact";
  /** Called after each copy, with the samples that are there. */
  readonly progress?: (samples: number) => void;
}

/**
 * Makes a finished run of so many samples from a small one: its rounds again and again, with other ids,
 * other texts of the same kind with their vectors, their orders, verdicts, steps with requests and
 * answers, and spending. What a run would have written in that time, without its calls.
 *
 * @param folder folder of the finished run of `base` samples, to be changed
 */
export async function multiplyRun(folder: string, multiplied: Multiplied): Promise<void> {
  const database = openRunDatabase(join(folder, "run.db"), { existing: true });
  database.raw.pragma("synchronous = OFF");
  database.raw.pragma("foreign_keys = OFF");
  // Ids come in no order: all inner pages of the indexes, and most leaves, are needed all the time.
  database.raw.pragma(`cache_size = ${MEMORY}`);
  try {
    await new Copies(database, multiplied).make(join(folder, "spending.log"));
  } finally {
    database.close();
  }
  const config = join(folder, "config.json");
  const read = JSON.parse(readFileSync(config, "utf8")) as { spec: { critique: object } };
  const { target, index } = multiplied;
  const spec = { ...read.spec, target, critique: { ...read.spec.critique, index } };
  writeFileSync(config, JSON.stringify({ ...read, spec }));
}

/** Copies a run's workspace. */
export function copyWorkspace(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
}

class Copies {
  readonly #database: SqliteRunDatabase;
  readonly #multiplied: Multiplied;
  readonly #embeddings = embeddedEmbeddings();
  readonly #inserts = new Map<string, string>();
  readonly #statements = new Map<string, Statement>();

  constructor(database: SqliteRunDatabase, multiplied: Multiplied) {
    this.#database = database;
    this.#multiplied = multiplied;
  }

  async make(journal: string): Promise<void> {
    const { base, target, progress } = this.#multiplied;
    const factor = target / base;
    const samples = this.#all(
      "select * from samples where status = 'accepted' order by accepted_ordinal",
    );
    const orders = new Map(this.#all("select * from orders").map((row) => [row["id"], row]));
    const verdicts = this.#bySample("verdicts");
    const rounds = this.#rounds();
    const trace = await CopiedTrace.read(this.#database);
    const spending = readFileSync(journal, "utf8").replace(/^=.*\n/u, "");
    for (let copy = 1; copy < factor; copy++) {
      const copied = samples.map((row): CopiedSample => {
        const { fields } = JSON.parse(String(row["record"])) as { fields: { text: string } };
        const text = ticketText(String(row["label"]), `copy ${copy} ${String(row["id"])}`);
        return {
          from: String(row["id"]),
          id: other(row["id"]!, copy, 20),
          before: fields.text,
          text,
        };
      });
      const vectors = await this.#embeddings.embed(copied.map(({ text }) => text));
      const steps = await trace.copied(copy, copied);
      this.#database.raw.transaction(() => {
        for (const [at, sample] of samples.entries()) {
          const { id, text } = copied[at]!;
          const round = Number(sample["round"]) + copy * rounds;
          const record = JSON.parse(String(sample["record"])) as { fields: object };
          this.#insert("samples", {
            ...sample,
            id,
            round,
            accepted_ordinal: Number(sample["accepted_ordinal"]) + copy * base,
            record: JSON.stringify({ ...record, fields: { ...record.fields, text } }),
          });
          this.#insert("sample_vectors", {
            sample_id: id,
            data: Buffer.from(packVector(vectors[at]!)),
          });
          this.#insert("sample_reasons", { sample_id: id, reason: "accepted" });
          this.#insert("orders", { ...orders.get(sample["id"]!)!, id, round });
          for (const verdict of verdicts.get(sample["id"]!) ?? [])
            this.#insert("verdicts", { ...verdict, sample_id: id });
        }
        for (const { sql, parameters } of steps) this.#prepared(sql).run(parameters as unknown[]);
      })();
      this.#copyRounds(copy, rounds);
      appendFileSync(journal, spending);
      progress?.((copy + 1) * base);
    }
    await this.#database.writeBatch(await trace.rest());
    // As long as all of it: what began behind the end of its process would be taken for lost.
    this.#database.raw.exec(
      "update spans set duration_ms = (select max(started_at + duration_ms) from spans) - started_at where parent_id = ''",
    );
    const last = factor * rounds - 1;
    this.#set("finished", { stop: "target", stopDetail: "multiplied", sealed: last });
    this.#set("quotas-for", target);
    for (let round = last - 3; round <= last; round++) {
      const sealed = this.#get<StoredSealed>(`sealed:${round}`);
      for (const cell of sealed.coverage.cells) cell["quota"]! *= factor;
      this.#set(`sealed:${round}`, sealed);
    }
    this.#database.raw.pragma("wal_checkpoint(TRUNCATE)");
  }

  /** Rounds of the run, those that were cancelled behind its last among them. */
  #rounds(): number {
    let round = 0;
    while (this.#find(`sealed:${round}`) !== null) round += 1;
    return round;
  }

  #copyRounds(copy: number, rounds: number): void {
    const end = this.#get<StoredSealed>(`sealed:${rounds - 1}`);
    for (let round = 0; round < rounds; round++) {
      const to = round + copy * rounds;
      const sealed = this.#get<StoredSealed>(`sealed:${round}`);
      for (const [at, cell] of sealed.coverage.cells.entries())
        for (const name of GROWING) cell[name]! += copy * end.coverage.cells[at]![name]!;
      this.#set(`sealed:${to}`, {
        ...sealed,
        round: to,
        learnedRound: end.learnedRound,
        accepted: sealed.accepted + copy * this.#multiplied.base,
        drafted: sealed.drafted + copy * this.#multiplied.base,
        coverage: { ...sealed.coverage, sealedRounds: to + 1 },
      });
      const planned = this.#find(`orders:${round}`);
      if (planned !== null) this.#set(`orders:${to}`, JSON.parse(planned));
    }
  }

  #all(sql: string): Stored[] {
    return this.#database.raw.prepare(sql).all() as Stored[];
  }

  #bySample(table: string): Map<Stored[string], Stored[]> {
    const found = new Map<Stored[string], Stored[]>();
    for (const row of this.#all(`select * from ${table}`)) append(found, row["sample_id"]!, row);
    return found;
  }

  #find(name: string): string | null {
    const row = this.#database.raw.prepare("select value from entries where name = ?").get(name);
    return row === undefined ? null : unpackedJson((row as { value: string }).value);
  }

  #get<T>(name: string): T {
    return JSON.parse(this.#find(name)!) as T;
  }

  #set(name: string, value: unknown): void {
    this.#prepared("insert or replace into entries (name, value) values (?, ?)").run([
      name,
      JSON.stringify(value),
    ]);
  }

  #insert(table: string, row: Stored): void {
    let sql = this.#inserts.get(table);
    if (sql === undefined) {
      const names = Object.keys(row);
      sql = `insert into ${table} (${names.join(", ")}) values (${names.map(() => "?").join(", ")})`;
      this.#inserts.set(table, sql);
    }
    this.#prepared(sql).run(Object.values(row));
  }

  #prepared(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.raw.prepare<unknown[]>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** The id of a copy. */
function other(id: Stored[string], copy: number, length: number): string {
  return sha256Hex(`${copy} ${String(id)}`).slice(0, length);
}
