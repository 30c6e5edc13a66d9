import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import { runWorker } from "../../../base/workers/run-worker.js";
import type { DocumentTask } from "./document-worker.js";

/** Seconds that one document may take: a damaged one can keep a parser busy for ever. */
const MOST_SECONDS = 300;

/**
 * The text of a PDF or HTML document, in a thread of its own: a string for each page.
 *
 * @throws DATA_FORMAT naming the document if it cannot be read, takes more than five minutes, or
 *         has no text; INTERRUPTED
 */
export async function documentText(task: DocumentTask, signal?: AbortSignal): Promise<string[]> {
  const limit = AbortSignal.timeout(MOST_SECONDS * 1000);
  try {
    const pages = await runWorker<DocumentTask, string[]>(
      new URL("./document-worker.js", import.meta.url),
      task,
      { signal: signal ? AbortSignal.any([signal, limit]) : limit },
    );
    if (pages.every((page) => page.trim() === "")) {
      throw new DatawrightError({
        code: "DATA_FORMAT",
        message:
          `${task.name}: the ` +
          `${task.kind === "pdf" ? "PDF has no text; its pages are pictures" : "page has no text"}`,
        hint:
          task.kind === "pdf"
            ? "Run text recognition (OCR) over it first."
            : "Take it out, or save it with its text.",
        details: { file: task.name },
      });
    }
    return pages;
  } catch (error) {
    if (signal?.aborted || !isDatawrightError(error)) throw error;
    const isTooSlow = error.code === "INTERRUPTED" && limit.aborted;
    // A document that ends the thread, by filling its memory for one, must not end the run.
    if (!isTooSlow && error.code !== "INTERNAL") throw error;
    throw new DatawrightError({
      code: "DATA_FORMAT",
      message:
        `${task.name}: ` +
        `${isTooSlow ? `reading it took more than ${MOST_SECONDS} seconds` : "the thread that read it ended"}`,
      hint: "Convert it to text first.",
      details: { file: task.name },
      cause: error,
    });
  }
}
