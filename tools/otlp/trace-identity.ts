import { sha256Hex } from "../../base/statistics/hash.js";

/** What tells the trace of a run from every other one. */
export interface TracedRun {
  readonly runId: string;
  /** When it was begun: ids that people choose come again. */
  readonly createdAt: string;
}

const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/u;

/** The 16 bytes of a run's trace in hexadecimal: the same whenever and wherever it goes on. */
export function traceIdOf({ runId, createdAt }: TracedRun): string {
  return sha256Hex(`datawright\n${runId}\n${createdAt}`).slice(0, 32);
}

/** The 8 bytes of a span in hexadecimal: its own id where that is of this form. */
export function spanIdOf(id: string): string {
  return SPAN_ID.test(id) ? id : sha256Hex(`datawright\n${id}`).slice(0, 16);
}
