import type { BatchQueue } from "./batch-queue.js";

/**
 * `fetch` for a client of chat completions whose requests go into batches: it waits until the batch
 * has ended, and answers what stands there, refusals and statuses included.
 */
export function batchFetch(queue: BatchQueue): typeof fetch {
  return async (_input, init) => {
    const { body, signal } = init ?? {};
    if (typeof body !== "string") throw new TypeError("a request of a batch has a body of text");
    const answer = await queue.ask(body, signal ?? undefined);
    return new Response(answer.body, {
      status: answer.status,
      headers: { "content-type": "application/json" },
    });
  };
}
