import { Kysely } from "../database/query-builder.js";
import { DatawrightError } from "../../base/errors.js";
import { postgresDialect } from "../database/dialect.js";
import { CACHE_MIGRATIONS } from "../database/migrations.js";
import type { CacheTables } from "../database/tables.js";
import { NOT_OWNER } from "./postgres-error.js";
import type { PostgresServer } from "./postgres-server.js";

/** Schema of what all runs of a database share: the list of runs, who works on each, the cache. */
export const SHARED_SCHEMA = "datawright";
/** Of the advisory lock under which schemas are made. */
export const MAKING_LOCK = 1_685_550_194;

/** One step each; a published one never changes. */
const STEPS: readonly (readonly string[])[] = [
  [
    `create table ${SHARED_SCHEMA}.runs (
       id text collate "C" primary key,
       schema_name text not null unique,
       version integer not null,
       created_at double precision not null,
       config text,
       report text
     )`,
    `create table ${SHARED_SCHEMA}.owners (id text collate "C" primary key, epoch bigint not null)`,
    `create function ${SHARED_SCHEMA}.require_owner(run text, own bigint) returns void
       language plpgsql as $$
     begin
       perform 1 from ${SHARED_SCHEMA}.owners where id = run and epoch = own for share;
       if not found then
         raise exception 'the run % has another owner', run using errcode = '${NOT_OWNER}';
       end if;
     end $$`,
    ...CACHE_MIGRATIONS[0]!(
      new Kysely<CacheTables>({ dialect: postgresDialect.kysely }).withSchema(SHARED_SCHEMA),
      postgresDialect,
    ).map(({ sql }) => sql),
  ],
];

/**
 * Makes what is shared, or brings it up to date; of processes that come together one does it.
 * @throws STORE_VERSION if it is newer than this package, STORE_REFUSED
 */
export async function openSharedSchema(server: PostgresServer): Promise<void> {
  await server.retrying(async () => {
    if ((await versionOf(server)) === STEPS.length) return;
    await server.transaction(async (send) => {
      await send("select pg_advisory_xact_lock($1)", [MAKING_LOCK]);
      await send(`create schema if not exists ${SHARED_SCHEMA}`);
      await send(`create table if not exists ${SHARED_SCHEMA}.version (steps integer not null)`);
      const { rows } = await send(`select steps from ${SHARED_SCHEMA}.version`);
      const done = Number(rows[0]?.steps ?? 0);
      requireKnown(done, server.place);
      for (const step of STEPS.slice(done)) for (const statement of step) await send(statement);
      await send(`delete from ${SHARED_SCHEMA}.version`);
      await send(`insert into ${SHARED_SCHEMA}.version values ($1)`, [STEPS.length]);
    });
  });
}

async function versionOf(server: PostgresServer): Promise<number> {
  const [there] = await server.read<{ there: string | null }>({
    sql: "select to_regclass($1) as there",
    parameters: [`${SHARED_SCHEMA}.version`],
  });
  if (there?.there == null) return 0;
  const [row] = await server.read<{ steps: number }>({
    sql: `select steps from ${SHARED_SCHEMA}.version`,
    parameters: [],
  });
  requireKnown(row?.steps ?? 0, server.place);
  return row?.steps ?? 0;
}

function requireKnown(version: number, place: string): void {
  requireVersionUpTo(STEPS.length, version, `${place}, schema ${SHARED_SCHEMA}`);
}

/** @throws STORE_VERSION */
export function requireVersionUpTo(known: number, version: number, place: string): void {
  if (version <= known) return;
  throw new DatawrightError({
    code: "STORE_VERSION",
    message: `${place} has version ${version}; this package reads up to ${known}.`,
    hint: "Open it with a newer datawright.",
    details: { path: place, version, known },
  });
}
