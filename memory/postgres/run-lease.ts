import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { DatawrightError } from "../../base/errors.js";
import { sha256Hex } from "../../base/statistics/hash.js";
import type { CompiledStatement } from "../contract.js";
import { isPassing } from "./postgres-error.js";
import type { PostgresServer } from "./postgres-server.js";
import { SHARED_SCHEMA } from "./shared-schema.js";

const RETRY = 200;
/** So that a server learns within a minute that the machine of an owner is gone. */
const WATCHED =
  "set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3";

/**
 * A run taken for one process: a lock that the server drops with the connection which holds it, and
 * a number that grows with every owner. What an earlier owner still writes is refused by the number;
 * one whose connection was lost takes the lock again where nobody else did.
 */
export class RunLease {
  readonly #server: PostgresServer;
  readonly #id: string;
  readonly #epoch: number;
  #client: pg.Client | null;
  #isReleased = false;

  private constructor(server: PostgresServer, id: string, client: pg.Client, epoch: number) {
    this.#server = server;
    this.#id = id;
    this.#client = client;
    this.#epoch = epoch;
    this.#watch(client);
  }

  /** @throws RUN_LOCKED if a process, this one included, has the run; STORE_UNREACHABLE */
  static async take(server: PostgresServer, id: string): Promise<RunLease> {
    return server.retrying(async () => {
      const client = await lockedClient(server, id);
      if (client === null)
        throw new DatawrightError({
          code: "RUN_LOCKED",
          message: `The run ${id} in ${server.place} is being worked on already.`,
          hint: "Wait until that ends, or end it, then try again.",
          details: { run: id, path: server.place },
        });
      try {
        const { rows } = await client.query<{ epoch: number }>(
          `insert into ${SHARED_SCHEMA}.owners (id, epoch) values ($1, 1)
           on conflict (id) do update set epoch = owners.epoch + 1 returning epoch`,
          [id],
        );
        return new RunLease(server, id, client, Number(rows[0]!.epoch));
      } catch (error) {
        await client.end().catch(() => undefined);
        throw error;
      }
    });
  }

  /** True while a process holds the run. @throws STORE_UNREACHABLE */
  static async isTaken(server: PostgresServer, id: string): Promise<boolean> {
    const [row] = await server.read<{ held: boolean }>({
      // A lock of 64 bits is listed in two halves.
      sql: `select exists (
              select 1 from pg_locks
              where locktype = 'advisory' and granted and objsubid = 1
                and database = (select oid from pg_database where datname = current_database())
                and ((classid::bigint << 32) | objid::bigint) = $1::bigint
            ) as held`,
      parameters: [lockNumber(id)],
    });
    return row!.held;
  }

  /** Goes before every write of the owner, in the same transaction. */
  get guard(): CompiledStatement {
    return {
      sql: `select ${SHARED_SCHEMA}.require_owner($1, $2)`,
      parameters: [this.#id, this.#epoch],
    };
  }

  async release(): Promise<void> {
    this.#isReleased = true;
    await this.#client?.end().catch(() => undefined);
  }

  #watch(client: pg.Client): void {
    client.on("error", () => undefined);
    client.once("end", () => {
      if (this.#isReleased) return;
      this.#client = null;
      void this.#takeAgain();
    });
  }

  /** Until then nobody else keeps the run from being taken; what this process writes is guarded. */
  async #takeAgain(): Promise<void> {
    while (!this.#isReleased) {
      try {
        const client = await lockedClient(this.#server, this.#id);
        if (client !== null) {
          if (this.#isReleased) return await client.end();
          this.#client = client;
          this.#watch(client);
          return;
        }
      } catch (error) {
        if (!isPassing(error)) return;
      }
      await delay(RETRY, undefined, { ref: false });
    }
  }
}

/** A connection that holds the lock of a run; null where another one does. */
async function lockedClient(server: PostgresServer, id: string): Promise<pg.Client | null> {
  const client = new pg.Client(server.clientConfig());
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(WATCHED);
    const { rows } = await client.query<{ held: boolean }>(
      "select pg_try_advisory_lock($1::bigint) as held",
      [lockNumber(id)],
    );
    if (rows[0]!.held) return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  await client.end();
  return null;
}

function lockNumber(id: string): string {
  return String(BigInt.asIntN(64, BigInt(`0x${sha256Hex(`datawright:${id}`).slice(0, 16)}`)));
}
