import type { RunDatabase } from "../../../memory/database/run-database.js";
import { parseStored } from "../../../memory/database/parse-stored.js";
import type { PlannedRound } from "../../../graphs/runtime/planned-coverage.js";
import type { SealedRound } from "../../../graphs/runtime/sealed-round.js";
import type { Cell } from "../../../schema/coverage.js";
import type { RunDetail } from "../../api/runs.js";

/** The last sealed round of a run, with the coverage that it left; null before the first plan. */
export async function lastSealed(database: RunDatabase): Promise<SealedRound | null> {
  const rounds = await roundsOf(database, "sealed:");
  const last = rounds.at(-1);
  if (last === undefined) return null;
  const [row] = await database.read(
    database.query.selectFrom("entries").select("value").where("name", "=", `sealed:${last}`),
  );
  return row === undefined ? null : parseStored<SealedRound>(row.value, database.path);
}

/** Every planned round: its orders, what came of it, and how quotas moved for it. */
export async function roundRows(
  database: RunDatabase,
  cells: readonly Cell[],
): Promise<RunDetail["rounds"]> {
  const nameOf = new Map(cells.map((cell) => [cell.id, cellName(cell)]));
  const { query, dialect } = database;
  const sealed = new Map(
    (
      await database.read(
        query
          .selectFrom("entries")
          .select([
            "name",
            dialect.jsonNumber("value", "accepted").as("accepted"),
            dialect.jsonNumber("value", "drafted").as("drafted"),
          ])
          .where("name", ">=", "sealed:")
          .where("name", "<", "sealed;"),
      )
    ).map(({ name, ...totals }) => [Number(name.slice("sealed:".length)), totals]),
  );
  const planned = await database.read(
    query
      .selectFrom("entries")
      .select(["name", "value"])
      .where("name", ">=", "orders:")
      .where("name", "<", "orders;"),
  );
  return planned
    .map(({ name, value }) => {
      const round = Number(name.slice("orders:".length));
      const { size, moves } = parseStored<PlannedRound>(value, database.path);
      const own = sealed.get(round);
      const before = sealed.get(round - 1);
      return {
        round,
        orders: size,
        accepted: own === undefined ? null : (own.accepted ?? 0) - (before?.accepted ?? 0),
        drafted: own === undefined ? null : (own.drafted ?? 0) - (before?.drafted ?? 0),
        total: own?.accepted ?? null,
        moves: moves.map(({ cell, from, to, why }) => ({
          cell,
          name: nameOf.get(cell) ?? cell,
          from,
          to,
          why,
        })),
      };
    })
    .sort((a, b) => a.round - b.round);
}

/** What a cell is called. */
function cellName({ path, label, conditions, id }: Omit<Cell, "quota">): string {
  const words = [
    ...path,
    ...(path.length > 0 || label === null ? [] : [label].flat()),
    ...conditions.filter(({ value }) => !path.includes(value)).map(({ value }) => value),
  ];
  return words.join(" / ") || id;
}

async function roundsOf(database: RunDatabase, prefix: string): Promise<number[]> {
  const rows = await database.read(
    database.query
      .selectFrom("entries")
      .select("name")
      .where("name", ">=", prefix)
      .where("name", "<", `${prefix.slice(0, -1)};`),
  );
  return rows.map(({ name }) => Number(name.slice(prefix.length))).sort((a, b) => a - b);
}
