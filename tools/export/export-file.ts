import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import type { Sample } from "../../schema/sample.js";
import type { ExportResult } from "../rows/contract.js";

/**
 * Writes one piece of text for each sample, whole or not at all.
 * @throws DISK_FULL, STORE_FAILED
 */
export async function exportFile(
  samples: AsyncIterable<Sample>,
  target: string,
  text: { before?: string; piece: (sample: Sample, index: number) => string; after?: string },
): Promise<ExportResult> {
  let rows = 0;
  async function* pieces(): AsyncGenerator<string> {
    if (text.before) yield text.before;
    for await (const sample of samples) yield text.piece(sample, rows++);
    if (text.after) yield text.after;
  }
  await mkdir(dirname(target), { recursive: true });
  await writeFileAtomic(target, pieces());
  return { files: [target], rows };
}

/** Writes a JSON list with one sample a line. */
export function exportList(
  samples: AsyncIterable<Sample>,
  target: string,
  value: (sample: Sample) => unknown,
): Promise<ExportResult> {
  return exportFile(samples, target, {
    before: "[",
    piece: (sample, index) => `${index === 0 ? "\n" : ",\n"}${JSON.stringify(value(sample))}`,
    after: "\n]\n",
  });
}
