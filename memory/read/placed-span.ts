/** A step where it stands in the tree and in time, and what it is alike by. */
export interface PlacedSpan {
  readonly id: string;
  /** Empty at the top; null of a step of an earlier version. */
  readonly parent: string | null;
  readonly name: string | null;
  readonly operation: string;
  readonly agent: string;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly status: string;
}

/** The columns that it is read from, under its names: of large traces no row is made twice. */
export const PLACE = [
  "id",
  "parent_id as parent",
  "name",
  "operation",
  "agent",
  "started_at as startedAt",
  "duration_ms as durationMs",
  "status",
] as const;

/** The same columns where rows come as JSON arrays. */
export const PLACE_COLUMNS = PLACE.map((column) => column.split(" ")[0]!);

/** Steps that came as a JSON array of arrays. */
export function placedFromJson(rows: string | null): PlacedSpan[] {
  type Row = [
    id: string,
    parent: string | null,
    name: string | null,
    operation: string,
    agent: string,
    startedAt: number,
    durationMs: number,
    status: string,
  ];
  return (JSON.parse(rows ?? "[]") as Row[]).map(
    ([id, parent, name, operation, agent, startedAt, durationMs, status]) => ({
      id,
      parent,
      name,
      operation,
      agent,
      startedAt,
      durationMs,
      status,
    }),
  );
}
