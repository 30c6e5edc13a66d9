/** How requests are collected into batches. */
export interface BatchSettings {
  /** Most requests of one batch; OpenAI takes 50,000. */
  readonly maxRequests: number;
  /** Seconds without a new request after which a batch is sent. */
  readonly waitSeconds: number;
  /** Longest pause between two looks at a batch, in seconds. */
  readonly pollSeconds: number;
}

/** Seconds within which a provider answers a batch, and an hour to fetch it. */
export const BATCH_TIMEOUT_SECONDS = 25 * 3600;
/** Requests in flight of a run whose models answer by batches, where the run says nothing else. */
export const BATCH_CONCURRENCY = 1024;
/** Share of the list price that OpenAI takes for a request in a batch. */
export const BATCH_PRICE = 0.5;
