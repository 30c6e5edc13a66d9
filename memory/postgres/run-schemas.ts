import { DatawrightError } from "../../base/errors.js";
import { sha256Hex } from "../../base/statistics/hash.js";
import { slugOf } from "../../base/text/slug.js";
import { RUN_MIGRATIONS } from "../database/migrations.js";
import { postgresDialect } from "../database/dialect.js";
import type { RunTables } from "../database/tables.js";
import type { PostgresServer } from "./postgres-server.js";
import { PostgresTables } from "./postgres-tables.js";
import { MAKING_LOCK, requireVersionUpTo, SHARED_SCHEMA } from "./shared-schema.js";

/** A run as the list of runs has it. */
export interface StoredRun {
  readonly id: string;
  readonly schema_name: string;
  readonly version: number;
  /** Null while the run is made. */
  readonly config: string | null;
  readonly report: string | null;
}

/** Schema of a run: its id where that can stand in a name as it is; servers cut names at 63 bytes. */
export function schemaOf(id: string): string {
  if (/^[a-z0-9_-]{1,60}$/u.test(id)) return `dw_${id}`;
  const letters = slugOf(id, "run").replace(/[^a-z0-9-]/gu, "");
  return `dw_${letters}_${sha256Hex(id).slice(0, 12)}`;
}

/**
 * Makes the schema of a new run. One that was being made when its process was killed is made anew.
 * @throws USAGE where there is a run of that id
 */
export async function createRunSchema(server: PostgresServer, id: string): Promise<string> {
  const schema = schemaOf(id);
  await server.retrying(() =>
    server.transaction(async (send) => {
      await send("select pg_advisory_xact_lock($1)", [MAKING_LOCK]);
      const { rows } = await send(`select config from ${SHARED_SCHEMA}.runs where id = $1`, [id]);
      if (rows.length > 0 && rows[0].config !== null)
        throw new DatawrightError({
          code: "USAGE",
          message: `${server.place} holds a run ${id} already`,
          hint: `Go on with \`datawright resume ${id}\`, remove it with \`datawright rm\`, or choose another id.`,
        });
      await send(`drop schema if exists "${schema}" cascade`);
      await send(`create schema "${schema}"`);
      for (const { sql } of statementsFrom(server, { schema, version: 0 })) await send(sql);
      await send(
        `insert into ${SHARED_SCHEMA}.runs (id, schema_name, version, created_at)
         values ($1, $2, $3, $4) on conflict (id) do update set version = excluded.version`,
        [id, schema, RUN_MIGRATIONS.length, Date.now()],
      );
    }),
  );
  return schema;
}

/**
 * For a process that has not the run to itself, such as a worker: it changes no schema, and writes
 * none but its own.
 *
 * @throws STORE_VERSION
 */
export function requireRunSchema(
  server: PostgresServer,
  { schema_name: schema, version }: StoredRun,
  readonly: boolean,
): void {
  const place = `${server.place}, schema ${schema}`;
  const known = RUN_MIGRATIONS.length;
  requireVersionUpTo(known, version, place);
  if (readonly || version === known) return;
  throw new DatawrightError({
    code: "STORE_VERSION",
    message: `${place} has version ${version}; this package writes ${known}.`,
    hint: "Use the version of datawright that works on the run, or resume the run with this one.",
    details: { path: place, version, known },
  });
}

/**
 * Brings the schema of a run up to date.
 * @throws STORE_VERSION if it is newer than this package
 */
export async function upgradeRunSchema(server: PostgresServer, run: StoredRun): Promise<void> {
  requireRunSchema(server, run, true);
  if (run.version === RUN_MIGRATIONS.length) return;
  await server.retrying(() =>
    server.transaction(async (send) => {
      const { rows } = await send(
        `select version from ${SHARED_SCHEMA}.runs where id = $1 for update`,
        [run.id],
      );
      const version = Number(rows[0].version);
      for (const { sql } of statementsFrom(server, { schema: run.schema_name, version }))
        await send(sql);
      await send(`update ${SHARED_SCHEMA}.runs set version = $2 where id = $1`, [
        run.id,
        RUN_MIGRATIONS.length,
      ]);
    }),
  );
}

function statementsFrom(
  server: PostgresServer,
  { schema, version }: { readonly schema: string; readonly version: number },
) {
  const { query } = new PostgresTables<RunTables>(server, schema);
  return RUN_MIGRATIONS.slice(version).flatMap((migration) => migration(query, postgresDialect));
}
