import { TimeSlices } from "../../base/workers/time-slices.js";
import { chunkRanges } from "./chunk-text.js";

/** UTF-16 units that are cut at a time: a document below this is cut as a whole. */
const WINDOW = 128 * 1024;
/** Passages at the end of a window that the text behind it may still change. */
const OPEN = 3;

/**
 * Passages of a text that arrives in blocks, as `chunkText` makes them, in memory for one window: a
 * document of any size. The same text gives the same passages whatever its blocks.
 */
export async function* chunkStream(
  blocks: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<string> {
  const slices = new TimeSlices();
  let text = "";
  for await (const block of blocks) {
    text += block;
    while (text.length >= WINDOW) {
      if (slices.over) await slices.turn();
      const { closed, rest } = closedPassages(text);
      yield* closed;
      text = text.slice(rest);
    }
  }
  if (slices.over) await slices.turn();
  yield* passages(text, chunkRanges(text));
}

/**
 * The passages of a full window that stay as they are, and where the text that is still open
 * begins: always further on.
 */
function closedPassages(text: string): { closed: string[]; rest: number } {
  const ranges = chunkRanges(text.slice(0, WINDOW));
  // A passage has at most some 6,000 units: a window of one passage or none is blank otherwise.
  const count =
    ranges.length > 1 ? Math.max(1, ranges.length - OPEN) : ranges[0]?.start === 0 ? 1 : 0;
  return {
    closed: passages(text, ranges.slice(0, count)),
    rest: ranges[count]?.start ?? ranges[count - 1]?.end ?? WINDOW,
  };
}

function passages(
  text: string,
  ranges: readonly { readonly start: number; readonly end: number }[],
): string[] {
  return ranges
    .map(({ start, end }) => text.slice(start, end).trim())
    .filter((passage) => passage !== "");
}
