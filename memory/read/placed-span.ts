/** A step where it stands in the tree and in time, and what it is alike by. */
export interface PlacedSpan {
  readonly id: string;
  /** Empty at the top. */
  readonly parent: string;
  readonly name: string;
  readonly operation: string;
  readonly agent: string;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly failed: boolean;
}

/** The columns that it is read from. */
export const PLACE = [
  "id",
  "parent_id",
  "name",
  "operation",
  "agent",
  "started_at",
  "duration_ms",
  "status",
] as const;

export function placed(row: {
  readonly id: string;
  readonly parent_id: string | null;
  readonly name: string | null;
  readonly operation: string;
  readonly agent: string;
  readonly started_at: number;
  readonly duration_ms: number;
  readonly status: string;
}): PlacedSpan {
  return {
    id: row.id,
    parent: row.parent_id ?? "",
    name: row.name ?? "",
    operation: row.operation,
    agent: row.agent,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    failed: row.status === "error",
  };
}
