import type { ModelInfo } from "../contract.js";

interface ListedModel {
  /** US dollars per million tokens. */
  readonly input: number;
  /** Of input that the provider kept; left out where that is no cheaper. */
  readonly cachedInput?: number;
  readonly output: number;
  readonly contextTokens: number;
}

/** Month of the price list below: `price` of a model's settings takes its place. */
export const PRICES_LISTED = "2025-08";

/** OpenAI's list prices for its own API, without batch discounts. */
const LISTED: Readonly<Record<string, ListedModel>> = {
  "gpt-3.5-turbo": { input: 0.5, output: 1.5, contextTokens: 16_385 },
  "gpt-4-turbo": { input: 10, output: 30, contextTokens: 128_000 },
  "gpt-4o": { input: 2.5, cachedInput: 1.25, output: 10, contextTokens: 128_000 },
  "gpt-4o-mini": { input: 0.15, cachedInput: 0.075, output: 0.6, contextTokens: 128_000 },
  "gpt-4.1": { input: 2, cachedInput: 0.5, output: 8, contextTokens: 1_047_576 },
  "gpt-4.1-mini": { input: 0.4, cachedInput: 0.1, output: 1.6, contextTokens: 1_047_576 },
  "gpt-4.1-nano": { input: 0.1, cachedInput: 0.025, output: 0.4, contextTokens: 1_047_576 },
  "gpt-5": { input: 1.25, cachedInput: 0.125, output: 10, contextTokens: 400_000 },
  "gpt-5-mini": { input: 0.25, cachedInput: 0.025, output: 2, contextTokens: 400_000 },
  "gpt-5-nano": { input: 0.05, cachedInput: 0.005, output: 0.4, contextTokens: 400_000 },
  o3: { input: 2, cachedInput: 0.5, output: 8, contextTokens: 200_000 },
  "o4-mini": { input: 1.1, cachedInput: 0.275, output: 4.4, contextTokens: 200_000 },
  "text-embedding-3-large": { input: 0.13, output: 0, contextTokens: 8_191 },
  "text-embedding-3-small": { input: 0.02, output: 0, contextTokens: 8_191 },
  "text-embedding-ada-002": { input: 0.1, output: 0, contextTokens: 8_191 },
};

/** What asking a fine-tuned model costs, by the model that it was made of. */
const TUNED: Readonly<Record<string, Omit<ListedModel, "contextTokens">>> = {
  "gpt-3.5-turbo": { input: 3, output: 6 },
  "gpt-4o": { input: 3.75, cachedInput: 1.875, output: 15 },
  "gpt-4o-mini": { input: 0.3, cachedInput: 0.15, output: 1.2 },
  "gpt-4.1": { input: 3, cachedInput: 0.75, output: 12 },
  "gpt-4.1-mini": { input: 0.8, cachedInput: 0.2, output: 3.2 },
  "gpt-4.1-nano": { input: 0.2, cachedInput: 0.05, output: 0.8 },
};
/** `ft:gpt-4o-mini-2024-07-18:org:suffix:id`. */
const TUNED_NAME = /^ft:([^:]+):/u;

/** A dated snapshot has the price of its model: gpt-4o-2024-11-20, gpt-4.1-2025-04-14. */
const SNAPSHOT = /-(\d{4}-\d{2}-\d{2}|\d{4})$/;

/**
 * The list price and context of a model of OpenAI's own API; null for every other model: a cost is
 * then null, never a guess.
 */
export function listedModel(model: string): ListedModel | null {
  const base = TUNED_NAME.exec(model)?.[1]?.replace(SNAPSHOT, "");
  if (base !== undefined) {
    const { contextTokens = null } = listedModel(base) ?? {};
    const price = Object.hasOwn(TUNED, base) ? TUNED[base]! : null;
    return price === null || contextTokens === null ? null : { ...price, contextTokens };
  }
  const known = (name: string): ListedModel | null =>
    Object.hasOwn(LISTED, name) ? (LISTED[name] as ListedModel) : null;
  return known(model) ?? known(model.replace(SNAPSHOT, ""));
}

type Price = NonNullable<ModelInfo["price"]>;

/**
 * What a token costs in the mean where models share the work by weight; null where a price is not
 * known.
 */
export function meanPrice(
  members: readonly { readonly price: ModelInfo["price"]; readonly weight: number }[],
): ModelInfo["price"] {
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  if (members.some(({ price }) => price === null)) return null;
  const mean = (of: (price: Price) => number): number =>
    members.reduce((sum, { price, weight }) => sum + (weight / total) * of(price!), 0);
  return {
    input: mean(({ input }) => input),
    cachedInput: mean(({ input, cachedInput = input }) => cachedInput),
    output: mean(({ output }) => output),
  };
}
