import { metricTokens } from "../../metrics/lexical/metric-tokens.js";
import type { ReportFigures } from "../../../schema/report-figures.js";

/** How many texts have each length in tokens: memory does not grow with the texts. */
export class LengthCounts {
  readonly #counts = new Map<number, number>();
  rows = 0;

  add(text: string): void {
    const length = metricTokens(text).length;
    this.#counts.set(length, (this.#counts.get(length) ?? 0) + 1);
    this.rows += 1;
  }

  entries(): [length: number, rows: number][] {
    return [...this.#counts].sort(([a], [b]) => a - b);
  }

  /** The length that so large a share of the texts does not exceed. */
  quantile(share: number): number {
    let left = share * this.rows;
    for (const [length, rows] of this.entries()) {
      left -= rows;
      if (left <= 0) return length;
    }
    return 0;
  }
}

/** Bins at most; a step is 1, 2 or 5 times a power of ten. */
const MOST_BINS = 24;
/** Lengths above this quantile share the last bin: one very long text must not press the others flat. */
const TAIL = 0.99;

/** Lengths in bins of one width, the longest together in the last; null without texts. */
export function lengthBins(
  samples: LengthCounts,
  reference: LengthCounts | null = null,
): ReportFigures["lengths"] {
  if (samples.rows === 0) return null;
  const sets = reference === null || reference.rows === 0 ? [samples] : [samples, reference];
  const shortest = Math.min(...sets.map((set) => set.entries()[0]![0]));
  const longest = Math.max(...sets.map((set) => set.quantile(TAIL)));
  const step = roundStep((longest - shortest + 1) / MOST_BINS);
  const start = Math.floor(shortest / step) * step;
  const bins = Math.max(1, Math.ceil((longest + 1 - start) / step));
  const counted = (set: LengthCounts): number[] => {
    const found = Array.from({ length: bins }, () => 0);
    for (const [length, rows] of set.entries())
      found[Math.min(bins - 1, Math.floor((length - start) / step))]! += rows;
    return found;
  };
  return {
    edges: Array.from({ length: bins }, (_, at) => start + at * step),
    samples: counted(samples),
    reference: sets.length < 2 ? null : counted(reference!),
  };
}

function roundStep(least: number): number {
  if (least <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= least)!;
}
