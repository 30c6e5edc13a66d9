import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { append } from "../../base/values/append.js";
import { sha256Hex } from "../../base/statistics/hash.js";
import { embeddedEmbeddings } from "../../tools/embeddings/embedded-embeddings.js";
import { ticketText } from "../../test/helpers/ticket-run.js";

interface StoredSealed {
  round: number;
  accepted: number;
  drafted: number;
  learnedRound: number;
  coverage: { sealedRounds: number; cells: Record<string, number>[] };
}

/** A row of a table, as it is. */
type Stored = Record<string, string | number | Buffer | null>;

/** Counts of a cell that grow with the copies. */
const GROWING = ["ordered", "accepted"] as const;

/**
 * Makes a finished run of so many samples from a small one: its rounds again and again, with other ids,
 * other texts of the same kind with their vectors, their orders, verdicts and steps. What a run would have
 * written in that time, without its calls.
 *
 * @param folder folder of the finished run of `base` samples, to be changed
 */
export async function multiplyRun(
  folder: string,
  { base, target }: { readonly base: number; readonly target: number },
): Promise<void> {
  const database = new Database(join(folder, "run.db"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = OFF");
  database.pragma("foreign_keys = OFF");
  try {
    await new Copies(database, base).make(target / base);
  } finally {
    database.close();
  }
  const config = join(folder, "config.json");
  const read = JSON.parse(readFileSync(config, "utf8")) as { spec: { target: number } };
  writeFileSync(config, JSON.stringify({ ...read, spec: { ...read.spec, target } }));
}

/** Copies a run's workspace. */
export function copyWorkspace(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
}

class Copies {
  readonly #database: Database.Database;
  readonly #base: number;
  readonly #embeddings = embeddedEmbeddings();

  constructor(database: Database.Database, base: number) {
    this.#database = database;
    this.#base = base;
  }

  async make(factor: number): Promise<void> {
    const samples = this.#all(
      "select * from samples where status = 'accepted' order by accepted_ordinal",
    );
    const orders = new Map(this.#all("select * from orders").map((row) => [row["id"], row]));
    const verdicts = this.#bySample("verdicts");
    const rounds = this.#rounds();
    for (let copy = 1; copy < factor; copy++) {
      const texts = samples.map((row) =>
        ticketText(String(row["label"]), `copy ${copy} ${String(row["id"])}`),
      );
      const vectors = await this.#embeddings.embed(texts);
      this.#database.transaction(() => {
        for (const [at, sample] of samples.entries()) {
          const id = other(sample["id"]!, copy, 20);
          const round = Number(sample["round"]) + copy * rounds;
          const record = JSON.parse(String(sample["record"])) as { fields: object };
          const own = { ...record, id, round, fields: { ...record.fields, text: texts[at]! } };
          this.#insert("samples", {
            ...sample,
            id,
            round,
            accepted_ordinal: Number(sample["accepted_ordinal"]) + copy * this.#base,
            record: JSON.stringify(own),
          });
          const { buffer, byteOffset, byteLength } = vectors[at]!;
          this.#insert("sample_vectors", {
            sample_id: id,
            data: Buffer.from(buffer, byteOffset, byteLength),
          });
          this.#insert("sample_reasons", { sample_id: id, reason: "accepted" });
          const order = orders.get(sample["id"]!)!;
          const ordered = { ...(JSON.parse(String(order["record"])) as object), id, round };
          this.#insert("orders", { ...order, id, round, record: JSON.stringify(ordered) });
          for (const verdict of verdicts.get(sample["id"]!) ?? [])
            this.#insert("verdicts", { ...verdict, sample_id: id });
        }
        this.#copyRounds(copy, rounds);
      })();
    }
    const last = factor * rounds - 1;
    this.#set("finished", { stop: "target", stopDetail: "multiplied", sealed: last });
    this.#set("quotas-for", factor * this.#base);
    for (let round = last - 3; round <= last; round++) {
      const sealed = this.#get<StoredSealed>(`sealed:${round}`);
      for (const cell of sealed.coverage.cells) cell["quota"]! *= factor;
      this.#set(`sealed:${round}`, sealed);
    }
    this.#database.pragma("wal_checkpoint(TRUNCATE)");
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
        accepted: sealed.accepted + copy * this.#base,
        drafted: sealed.drafted + copy * this.#base,
        coverage: { ...sealed.coverage, sealedRounds: to + 1 },
      });
      this.#set(`orders:${to}`, this.#get(`orders:${round}`));
    }
  }

  #all(sql: string): Stored[] {
    return this.#database.prepare(sql).all() as Stored[];
  }

  #bySample(table: string): Map<Stored[string], Stored[]> {
    const found = new Map<Stored[string], Stored[]>();
    for (const row of this.#all(`select * from ${table}`)) append(found, row["sample_id"]!, row);
    return found;
  }

  #find(name: string): string | null {
    const row = this.#database.prepare("select value from entries where name = ?").get(name);
    return row === undefined ? null : (row as { value: string }).value;
  }

  #get<T>(name: string): T {
    return JSON.parse(this.#find(name)!) as T;
  }

  #set(name: string, value: unknown): void {
    this.#database
      .prepare("insert or replace into entries (name, value) values (?, ?)")
      .run(name, JSON.stringify(value));
  }

  readonly #inserts = new Map<string, Database.Statement>();
  #insert(table: string, row: Stored): void {
    let statement = this.#inserts.get(table);
    if (statement === undefined) {
      const names = Object.keys(row);
      statement = this.#database.prepare(
        `insert into ${table} (${names.join(", ")}) values (${names.map(() => "?").join(", ")})`,
      );
      this.#inserts.set(table, statement);
    }
    statement.run(Object.values(row));
  }
}

/** The id of a copy. */
function other(id: Stored[string], copy: number, length: number): string {
  return sha256Hex(`${copy} ${String(id)}`).slice(0, length);
}
