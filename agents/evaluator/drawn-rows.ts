import { hash32 } from "../../base/statistics/hash.js";
import type { Sample } from "../../schema/sample.js";
import type { LabelledRow } from "../../tools/learning/out-of-sample.js";

/** Samples that are measured, in the order of acceptance, and how many there are. */
export interface DrawnRows {
  readonly rows: readonly LabelledRow[];
  readonly of: number;
}

/**
 * All samples, or so many of them drawn at random by their ids: the same ones whenever it is asked.
 * Memory is that of twice as many.
 */
export async function drawnRows(
  samples: AsyncIterable<Sample>,
  { most, seed }: { readonly most: number; readonly seed: number },
): Promise<DrawnRows> {
  let drawn: { readonly row: LabelledRow; readonly lot: number }[] = [];
  let of = 0;
  let last = Infinity;
  const cut = (): void => {
    if (drawn.length <= most) return;
    last = Float64Array.from(drawn, ({ lot }) => lot).sort()[most - 1]!;
    drawn = drawn.filter(({ lot }) => lot <= last).slice(0, most);
  };
  for await (const { id, text, label, weight } of samples) {
    of += 1;
    const lot = hash32(`${seed}:${id}`);
    if (lot > last) continue;
    drawn.push({ row: { id, text, label: label.current, weight }, lot });
    if (drawn.length >= 2 * most) cut();
  }
  cut();
  return { rows: drawn.map(({ row }) => row), of };
}
