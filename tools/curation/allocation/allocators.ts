import type { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import { didYouMean } from "../../../base/text/nearest-name.js";
import type { Allocator } from "../contract.js";
import { parseSettings } from "../filters/define-filter.js";
import type { Rank } from "./ranking.js";
import { rankedAllocator } from "./ranked-allocator.js";

/**
 * Makes an allocator from its settings.
 * @throws SPEC_INVALID for an unknown or wrong setting, with the nearest name
 */
export type AllocatorFactory = (settings?: unknown) => Allocator;

function factory<S extends z.ZodObject>(
  name: string,
  schema: S,
  rank: (settings: z.output<S>) => Rank,
): AllocatorFactory {
  return (settings) =>
    rankedAllocator(name, rank(parseSettings(`allocator "${name}"`, schema, settings ?? {})));
}

/** Allocators by name, each loaded when it is asked for. */
export const ALLOCATORS = {
  "vote-entropy": async (): Promise<AllocatorFactory> => {
    const { voteEntropyRank, voteEntropySettings } = await import("./vote-entropy.js");
    return factory("vote-entropy", voteEntropySettings, voteEntropyRank);
  },
  "self-confidence": async (): Promise<AllocatorFactory> => {
    const { selfConfidenceRank, selfConfidenceSettings } = await import("./self-confidence.js");
    return factory("self-confidence", selfConfidenceSettings, selfConfidenceRank);
  },
  margin: async (): Promise<AllocatorFactory> => {
    const { marginRank, noSettings } = await import("./small-model-rank.js");
    return factory("margin", noSettings, marginRank);
  },
  disagreement: async (): Promise<AllocatorFactory> => {
    const { disagreementRank, noSettings } = await import("./small-model-rank.js");
    return factory("disagreement", noSettings, disagreementRank);
  },
  "vote-k": async (): Promise<AllocatorFactory> => {
    const { confidenceVoteKSettings, voteKRank } = await import("./vote-k.js");
    return factory("vote-k", confidenceVoteKSettings, voteKRank);
  },
  "fast-vote-k": async (): Promise<AllocatorFactory> => {
    const { fastVoteKRank, voteKSettings } = await import("./vote-k.js");
    return factory("fast-vote-k", voteKSettings, fastVoteKRank);
  },
  "k-center": async (): Promise<AllocatorFactory> => {
    const [{ kCenterRank }, { noSettings }] = await Promise.all([
      import("./k-center.js"),
      import("./small-model-rank.js"),
    ]);
    return factory("k-center", noSettings, kCenterRank);
  },
  random: async (): Promise<AllocatorFactory> => {
    const [{ randomRank }, { noSettings }] = await Promise.all([
      import("./random-rank.js"),
      import("./small-model-rank.js"),
    ]);
    return factory("random", noSettings, randomRank);
  },
} as const satisfies Record<string, () => Promise<AllocatorFactory>>;

export type AllocatorName = keyof typeof ALLOCATORS;

/**
 * The allocator of a name with its settings.
 * @throws SPEC_INVALID for an unknown name or setting, with the nearest one
 */
export async function loadAllocator(name: string, settings?: unknown): Promise<Allocator> {
  if (Object.hasOwn(ALLOCATORS, name)) return (await ALLOCATORS[name as AllocatorName]())(settings);
  const names = Object.keys(ALLOCATORS);
  throw new DatawrightError({
    code: "SPEC_INVALID",
    message: `no allocator ${JSON.stringify(name)}${didYouMean(name, names)}`,
    hint: `allocators: ${names.join(", ")}`,
  });
}
