/**
 * Tables of one run, as the query layer sees them. Records are JSON text; the other columns exist
 * to be searched, joined or summed.
 */
export interface RunTables {
  samples: SampleRow;
  sample_reasons: { sample_id: string; reason: string };
  sample_vectors: { sample_id: string; data: Uint8Array };
  verdicts: { sample_id: string; position: number; revision: number; record: string };
  spans: SpanRow;
  span_samples: { sample_id: string; span_id: string };
  /** The body is JSON in runs of version 1, `@block.line` in later ones. */
  bodies: { hash: string; body: string };
  /** Records of spans and bodies, a line of JSON each, compressed together. */
  trace_blocks: { id: string; data: Uint8Array };
  plans: { revision: number; record: string };
  orders: { id: string; round: number; ordinal: number; record: string };
  data_rows: { set_name: string; position: number; record: string };
  entries: { name: string; value: string };
}

export interface SampleRow {
  id: string;
  round: number;
  ordinal: number;
  cell: string;
  status: string;
  /** Reason of the last change: what the funnel counts, once for each sample. */
  reason: string;
  label: string;
  /**
   * Position in the dataset; NOT_ACCEPTED where it never had one, so that it sorts last in every
   * dialect.
   */
  accepted_ordinal: number;
  record: string;
}

export const NOT_ACCEPTED = Number.MAX_SAFE_INTEGER;

export interface SpanRow {
  id: string;
  operation: string;
  agent: string;
  started_at: number;
  duration_ms: number;
  status: string;
  model: string;
  input_tokens: number | null;
  output_tokens: number | null;
  cached: number;
  cost_usd: number | null;
  /** Step around it, "" at the top; null where an earlier version wrote it. */
  parent_id: string | null;
  /** Null where an earlier version wrote it. */
  name: string | null;
  /**
   * The span as JSON in runs of version 1; in later ones where it stands: `{"block", "line"}`, or
   * `[block, line]`.
   */
  record: string;
}

/** Tables of the workspace's cache of model answers. */
export interface CacheTables {
  answers: { key: string; record: string; bytes: number; created_at: number };
}
