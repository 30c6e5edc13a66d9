import type { Post } from "../providers/requests/direct-post.js";
import type { BatchQueue } from "./batch-queue.js";

/**
 * Puts requests for chat completions into batches: the answer is what stands there when the batch has
 * ended, refusals and statuses included.
 */
export function batchPost(queue: BatchQueue): Post {
  return async ({ body, signal }) => {
    const { status, body: text } = await queue.ask(body, signal);
    return { status, headers: { "content-type": "application/json" }, text };
  };
}
