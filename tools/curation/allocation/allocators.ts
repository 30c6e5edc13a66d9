import { Slot, type SlotEntry } from "../../../base/slots/slot.js";
import type { Allocator } from "./contract.js";

const entries = {
  "vote-entropy": {
    about: "People get the rows whose votes differ most (CoAnnotating, Li et al. 2023).",
    load: async () => (await import("./vote-entropy.js")).voteEntropyAllocator,
  },
  "self-confidence": {
    about: "People get the rows of which the language model itself is least sure.",
    load: async () => (await import("./self-confidence.js")).selfConfidenceAllocator,
  },
  margin: {
    about: "People get the rows whose two best labels a small model can hardly tell apart.",
    load: async () => (await import("./small-model-allocators.js")).marginAllocator,
  },
  disagreement: {
    about: "People get the rows whose label a small model finds least likely.",
    load: async () => (await import("./small-model-allocators.js")).disagreementAllocator,
  },
  "vote-k": {
    about: "Rows that represent the others, spread over the model's confidence (Su et al. 2023).",
    load: async () => (await import("./vote-k.js")).voteKAllocator,
  },
  "fast-vote-k": {
    about: "Rows that represent the others best, by a neighbour graph alone (Su et al. 2023).",
    load: async () => (await import("./vote-k.js")).fastVoteKAllocator,
  },
  "k-center": {
    about: "Rows that leave no other row far from a chosen one (Sener and Savarese 2018).",
    load: async () => (await import("./k-center.js")).kCenterAllocator,
  },
  random: {
    about: "Rows drawn at random: what every other method must beat.",
    load: async () => (await import("./random-allocator.js")).randomAllocator,
  },
} satisfies Record<string, SlotEntry<Allocator>>;

/** Ways of choosing who labels what, by name. */
export const ALLOCATORS = new Slot<Allocator>("allocator", entries);
