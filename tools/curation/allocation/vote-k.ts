import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { rankedAllocator } from "./ranked-allocator.js";
import type { CurationContext, CurationRow } from "../contract.js";
import { neighbourGraph } from "./neighbour-graph.js";
import { ranking, type Rank } from "./ranking.js";
import { VoteSelection } from "./vote-selection.js";

const voteKSettings = z.strictObject({
  neighbours: z
    .int()
    .min(1)
    .default(150)
    .describe("Nearest rows that each row votes for. At least 1."),
  discount: numberSetting(
    { above: 1, usual: 10 },
    "A vote counts discount to the power of minus the chosen rows that its voter voted " +
      "for already. Above 1.",
  ),
});
const confidenceVoteKSettings = voteKSettings.extend({
  score: z
    .string()
    .min(1)
    .default("averageLogProbability")
    .describe(
      "Score of a row that says how confident the language model is of its label. Where no " +
        "row has it, `confidence` is read, and without that the language model is asked.",
    ),
});

/**
 * Rows that represent the others best, by the votes of the neighbour graph alone (fast vote-k, Su
 * et al. 2023).
 */
function fastVoteKRank({ neighbours, discount }: z.output<typeof voteKSettings>): Rank {
  return async (rows, people, context) => {
    const selection = await selectionOf(rows, { neighbours, discount }, context);
    return ranking(rows, await selection.best(people), 0, {});
  };
}

/**
 * Vote-k (Su et al. 2023): a tenth of the rows for people by the neighbour graph; then all others,
 * sorted by the language model's confidence, are cut into as many equal buckets as rows are wanted
 * in all, and the best row by votes is taken from each bucket until they are found. Where no
 * confidence is to be had, it is fast vote-k, and the figures say so.
 */
function voteKRank(settings: z.output<typeof confidenceVoteKSettings>): Rank {
  const { neighbours, discount, score } = settings;
  return async (rows, people, context) => {
    const selection = await selectionOf(rows, { neighbours, discount }, context);
    const chosen = await selection.best(Math.ceil(people / 10));
    const taken = new Set(chosen);
    const rest = [...rows.keys()].filter((row) => !taken.has(row));
    const name = [score, "confidence"].find((one) =>
      rows.some((row) => Number.isFinite(row.scores[one])),
    );
    const asked =
      name === undefined && context.askModel !== undefined && rest.length > 0
        ? await context.askModel(
            rest.map((row) => rows[row]!),
            { demonstrations: [], variant: 0 },
          )
        : null;
    const calls = asked === null ? 0 : rest.length;
    const confidence = new Map(
      rest.map((row, index) => [
        row,
        (name === undefined ? asked?.[index]?.confidence : rows[row]!.scores[name]) ?? NaN,
      ]),
    );
    if ([...confidence.values()].every(Number.isNaN)) {
      chosen.push(...(await selection.best(people - chosen.length)));
      return ranking(rows, chosen, calls, {
        note: "no confidence to be had: chosen by the neighbour graph alone",
      });
    }
    // Unknown confidence sorts as the lowest: nothing speaks for the label.
    const known = (row: number): number =>
      Number.isNaN(confidence.get(row)!) ? -Infinity : confidence.get(row)!;
    rest.sort((a, b) => (known(a) === known(b) ? a - b : known(a) - known(b)));
    const buckets = Math.max(1, people);
    for (let bucket = 0; bucket < buckets && chosen.length < people; bucket++) {
      chosen.push(
        ...(await selection.best(
          1,
          rest.slice(
            Math.floor((bucket * rest.length) / buckets),
            Math.floor(((bucket + 1) * rest.length) / buckets),
          ),
        )),
      );
    }
    chosen.push(...(await selection.best(people - chosen.length)));
    return ranking(rows, chosen, calls, {
      confidence: name ?? "asked",
      withoutConfidence: [...confidence.values()].filter(Number.isNaN).length,
    });
  };
}

async function selectionOf(
  rows: readonly CurationRow[],
  { neighbours, discount }: z.output<typeof voteKSettings>,
  { embed, signal }: CurationContext,
): Promise<VoteSelection> {
  const vectors = await embed(rows.map((row) => row.text));
  return new VoteSelection(await neighbourGraph(vectors, neighbours, signal), discount);
}

export const fastVoteKAllocator = configurable({
  settings: voteKSettings,
  make: (settings) => rankedAllocator("fast-vote-k", fastVoteKRank(settings)),
});
export const voteKAllocator = configurable({
  settings: confidenceVoteKSettings,
  make: (settings) => rankedAllocator("vote-k", voteKRank(settings)),
});
