/** What steps of a trace are looked for by. */
export interface TraceFilter {
  readonly agent?: string | undefined;
  readonly operation?: string | undefined;
  readonly model?: string | undefined;
  readonly status?: "ok" | "error" | undefined;
  /** Milliseconds. */
  readonly slowerThan?: number | undefined;
  readonly sample?: string | undefined;
}
