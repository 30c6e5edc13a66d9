import type { SpanQuery } from "../../memory/contract.js";
import type { Span } from "../../schema/span.js";

/** Steps that are folded at most: those of some 1,200 samples. */
export const MOST_FOLDED = 5000;
const PAGE = 5000;
/** What lines of a folded trace are made of. */
const SHOWN = [
  "gen_ai.request.model",
  "gen_ai.usage.input_tokens",
  "gen_ai.usage.output_tokens",
  "datawright.cached",
  "datawright.cost_usd",
  "error.message",
];

/**
 * The first steps that match, with no more of each than a folded trace shows; `more` where there
 * are further ones.
 *
 * @param options.most steps at most. Default: 10,000
 */
export async function foldedSpans(
  read: (query: SpanQuery) => Promise<readonly Span[]>,
  query: SpanQuery,
  { most = MOST_FOLDED }: { readonly most?: number } = {},
): Promise<{ readonly spans: Span[]; readonly more: boolean }> {
  const spans: Span[] = [];
  while (spans.length < most) {
    const limit = Math.min(PAGE, most - spans.length);
    const page = await read({ ...query, brief: true, limit, offset: spans.length });
    for (const span of page) spans.push(slim(span));
    if (page.length < limit) return { spans, more: false };
  }
  const [further] = await read({ ...query, brief: true, limit: 1, offset: most });
  return { spans, more: further !== undefined };
}

function slim(span: Span): Span {
  const attributes: Span["attributes"] = {};
  for (const name of SHOWN)
    if (span.attributes[name] !== undefined) attributes[name] = span.attributes[name];
  return { ...span, attributes, inputHash: null, outputHash: null };
}
