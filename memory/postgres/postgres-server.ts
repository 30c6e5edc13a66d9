import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { DatawrightError } from "../../base/errors.js";
import { redactKeys } from "../../base/redact-secrets.js";
import { sha256Hex } from "../../base/statistics/hash.js";
import type { CompiledStatement } from "../contract.js";
import { isPassing, postgresError, unreachable, wordsOf } from "./postgres-error.js";
import { storeAddress, type StoreAddress } from "./store-address.js";

const OLDEST_VERSION = 120_000;
/** Seconds for which a server that was there may be gone. */
const PATIENCE = 60;
/** Seconds for which one that was never there is waited for. */
const FIRST_PATIENCE = 5;
const FIRST_WAIT = 50;
/** Milliseconds in which a server takes a connection. */
const CONNECT_TIMEOUT = 5000;
/** Seconds after which people hear of it. */
const TOLD_AFTER = 2;
/** Milliseconds after which a connection that says nothing is taken for cut. */
const LONGEST_ANSWER = 150_000;
const LONGEST_WAIT = 2000;
/** Statements that the server keeps prepared for a connection. */
const MOST_PREPARED = 200;
/** int8 and numeric: counts and sums, which fit a number. */
const NUMBERS = new Set([20, 1700]);

export interface ServerOptions {
  /** Connections at most, beside one for each run that is locked. Default: 4. */
  readonly connections?: number;
  /** Seconds for which a server that does not answer is tried again. Default: 60. */
  readonly patience?: number;
}

/** Statements are sent without waiting for the answers to those before. */
class PipeliningClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({
      ...config,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      pipeline: true,
    });
  }
}

/**
 * A PostgreSQL database and the connections to it. What fails because a connection is lost, a server
 * starts anew or two transactions quarrel is done again, up to a stated time: every write is one
 * that may be done twice.
 */
export class PostgresServer {
  readonly address: StoreAddress;
  readonly pool: pg.Pool;
  readonly #patience: number;
  readonly #names = new Map<string, string>();
  /** Since it was not reached for so long that waiting again makes no sense. */
  #goneSince: number | null = null;
  #isClosed = false;
  #isToldOf = false;
  /** Told once of each time that the server is waited for. */
  onTrouble: (message: string) => void = () => undefined;

  private constructor(address: StoreAddress, { connections = 4, patience }: ServerOptions) {
    this.address = address;
    this.#patience = patience ?? PATIENCE;
    this.pool = new pg.Pool({
      ...this.clientConfig(),
      max: connections,
      // Whoever waits for one of them waits as long as the others work.
      connectionTimeoutMillis: 0,
      Client: PipeliningClient,
    });
    // What becomes of a connection is found out by who uses it; an error that nobody listens to
    // ends the process.
    this.pool.on("error", () => undefined);
    this.pool.on("connect", (client) => client.on("error", () => undefined));
  }

  /** @throws USAGE, STORE_REFUSED, STORE_UNREACHABLE */
  static async connect(url: string, options: ServerOptions = {}): Promise<PostgresServer> {
    const server = new PostgresServer(storeAddress(url), options);
    try {
      const [row] = await server.#trying(
        () => server.#rows<{ v: string }>({ sql: "show server_version_num", parameters: [] }),
        Math.min(FIRST_PATIENCE, server.#patience),
      );
      requireVersion(Number(Object.values(row ?? {})[0]), server.place);
      return server;
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  get place(): string {
    return this.address.place;
  }

  /** Settings of a connection of one's own. */
  clientConfig(): pg.ClientConfig {
    return {
      connectionString: this.address.url,
      application_name: "datawright",
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      query_timeout: LONGEST_ANSWER,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      types: {
        getTypeParser: ((oid: number, format: "text") =>
          NUMBERS.has(oid) ? Number : pg.types.getTypeParser(oid, format)) as never,
      },
    };
  }

  /** Rows of a compiled query. */
  async read<Row>(statement: CompiledStatement): Promise<Row[]> {
    return this.retrying(() => this.#rows<Row>(statement));
  }

  /**
   * All statements or none: sent together, in one transaction and one round trip.
   * @throws DISK_FULL, RUN_LOCKED, STORE_UNREACHABLE, STORE_CORRUPT, STORE_FAILED
   */
  async write(statements: readonly CompiledStatement[]): Promise<void> {
    if (statements.length === 0) return;
    await this.retrying(() =>
      this.transaction(async (send) => {
        const settled = await Promise.allSettled(
          // Whatever is kept passes here, and no key does.
          statements.map(({ sql, parameters }) => send(sql, redactKeys(parameters))),
        );
        const failed = settled.find((one) => one.status === "rejected");
        if (failed) throw failed.reason;
        // What is written hangs on what is there: all statements look at the same moment, and one
        // that another transaction changed since is begun again.
      }, "begin isolation level repeatable read"),
    );
  }

  /** Does the work in one transaction of a connection of its own; not tried again by itself. */
  async transaction<T>(
    work: (
      send: (sql: string, parameters?: readonly unknown[]) => Promise<pg.QueryResult>,
    ) => Promise<T>,
    begin = "begin",
  ): Promise<T> {
    const client = await this.pool.connect();
    let isBroken = false;
    try {
      const begun = client.query(begin);
      begun.catch(() => undefined);
      const result = await work((sql, parameters = []) =>
        client.query({
          text: sql,
          values: parameters.map(sendable),
          ...(parameters.length > 0 ? { name: this.#nameOf(sql) } : {}),
        }),
      );
      await begun;
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback").catch(() => (isBroken = true));
      throw error;
    } finally {
      client.release(isBroken);
    }
  }

  /** @throws STORE_UNREACHABLE once the time is up, else the coded error of what was refused */
  async retrying<T>(work: () => Promise<T>): Promise<T> {
    return this.#trying(work, this.#patience);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.pool.end();
  }

  async #trying<T>(work: () => Promise<T>, patience: number): Promise<T> {
    let since: number | null = null;
    for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      try {
        const result = await work();
        this.#goneSince = null;
        this.#isToldOf = false;
        return result;
      } catch (error) {
        if (!isPassing(error)) throw postgresError(error, this.place);
        since ??= this.#goneSince ?? performance.now();
        const seconds = (performance.now() - since) / 1000;
        if (this.#isClosed || seconds + wait / 1000 > patience) {
          this.#goneSince = since;
          throw unreachable(error, this.place, seconds);
        }
        if (seconds > TOLD_AFTER) this.#tell(error, patience);
        await delay(wait);
      }
    }
  }

  #tell(error: unknown, patience: number): void {
    if (this.#isToldOf) return;
    this.#isToldOf = true;
    this.onTrouble(
      `${this.place} does not answer (${wordsOf(error)}): it is asked again for ${patience} seconds`,
    );
  }

  async #rows<Row>({ sql, parameters }: CompiledStatement): Promise<Row[]> {
    const { rows } = await this.pool.query(sql, parameters.map(sendable));
    return rows as Row[];
  }

  #nameOf(sql: string): string | undefined {
    let name = this.#names.get(sql);
    if (name === undefined && this.#names.size < MOST_PREPARED)
      this.#names.set(sql, (name = `dw_${sha256Hex(sql).slice(0, 24)}`));
    return name;
  }
}

/** Texts of a server cannot hold the character 0; records are JSON and never have it as it is. */
function sendable(value: unknown): unknown {
  if (typeof value === "string")
    return value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
  return Array.isArray(value) ? value.map(sendable) : value;
}

/** @throws STORE_REFUSED for a server that is too old */
export function requireVersion(version: number, place: string): void {
  if (version >= OLDEST_VERSION) return;
  throw new DatawrightError({
    code: "STORE_REFUSED",
    message: `${place} is PostgreSQL ${Math.floor(version / 10_000)}; ${OLDEST_VERSION / 10_000} is the oldest that can be used.`,
    hint: "Use a newer server.",
    details: { path: place, version },
  });
}
