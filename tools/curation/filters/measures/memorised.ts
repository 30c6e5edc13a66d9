import { distanceRatios } from "../../privacy/distance-ratios.js";
import { VerbatimSpans } from "../../privacy/verbatim-spans.js";
import { mean, quantile } from "../../../../base/statistics/mean.js";
import { normalizeText } from "../../../../base/text/normalize.js";
import type { CurationContext, CurationRow } from "../../contract.js";
import { eachRow } from "./each-row.js";

export interface MemorisedOptions {
  readonly longestSpan: number | null;
  readonly distanceRatio: number | null;
}

export interface Memorised {
  readonly found: readonly { readonly index: number; readonly note: string }[];
  readonly figures: Readonly<Record<string, unknown>>;
}

/**
 * Rows that repeat one private support row word for word, or lie much nearer to it than to any
 * other.
 */
export async function findMemorised(
  rows: readonly CurationRow[],
  context: CurationContext,
  { longestSpan, distanceRatio }: MemorisedOptions,
): Promise<Memorised> {
  const own = new Set(rows.map((row) => row.id));
  const support = [
    ...new Map(
      context.support
        .filter((row) => row.text.trim() !== "" && !own.has(row.id))
        .map((row) => [normalizeText(row.text), row]),
    ).values(),
  ];
  if (support.length === 0 || rows.length === 0)
    return { found: [], figures: { privateRows: support.length } };
  const found: { index: number; note: string }[] = [];
  const figures: Record<string, unknown> = { privateRows: support.length };
  if (longestSpan !== null) {
    const spans = new VerbatimSpans(support.map((row) => row.text));
    const lengths: number[] = [];
    await eachRow(rows, context, "verbatim spans", (row, index) => {
      const { length, row: of } = spans.longest(row.text);
      lengths.push(length);
      if (length >= longestSpan)
        found.push({
          index,
          note:
            `${length} words in a row as in the private row ${support[of]!.id}, limit ` +
            `${longestSpan}`,
        });
    });
    figures.spans = {
      limit: longestSpan,
      longest: lengths.reduce((most, length) => Math.max(most, length), 0),
      mean: mean(lengths),
      over: found.length,
    };
  }
  if (distanceRatio !== null && support.length < 2)
    figures.distanceRatio = { unchecked: "there are fewer than two private rows" };
  else if (distanceRatio !== null) {
    const asked = rows.flatMap((row, index) => (row.text.trim() === "" ? [] : [index]));
    const vectors = await context.embed([
      ...asked.map((index) => rows[index]!.text),
      ...support.map((row) => row.text),
    ]);
    const ratios = await distanceRatios(
      vectors.slice(0, asked.length),
      vectors.slice(asked.length),
      context.signal,
    );
    const near = ratios.flatMap(({ ratio, nearest }, at) =>
      ratio < distanceRatio
        ? [
            {
              index: asked[at]!,
              note:
                `at ${ratio.toFixed(3)} of the distance to the second nearest from the ` +
                `private row ${support[nearest]!.id}, limit ${distanceRatio}`,
            },
          ]
        : [],
    );
    found.push(...near);
    const values = ratios.map(({ ratio }) => ratio);
    figures.distanceRatio = {
      limit: distanceRatio,
      below: near.length,
      median: quantile(values, 0.5),
      lowest: quantile(values, 0),
    };
  }
  return { found, figures };
}
