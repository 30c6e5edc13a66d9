import { BytePairEncoding, type EncodingRanks } from "./byte-pair-encoding.js";

const RANKS = {
  o200k_base: async (): Promise<EncodingRanks> =>
    (await import("js-tiktoken/ranks/o200k_base")).default,
  cl100k_base: async (): Promise<EncodingRanks> =>
    (await import("js-tiktoken/ranks/cl100k_base")).default,
} as const;
type EncodingName = keyof typeof RANKS;

/**
 * Names at OpenAI, snapshots and fine-tuned ones included, in the order in which they are tried.
 */
const NAMES: readonly (readonly [RegExp, EncodingName])[] = [
  [/^(?:gpt-(?:4o|4\.\d|[5-9]|oss)|chatgpt-|o\d)/u, "o200k_base"],
  [/^(?:gpt-4|gpt-3\.?5|text-embedding-)/u, "cl100k_base"],
];

const loaded = new Map<EncodingName, Promise<BytePairEncoding>>();

/**
 * The encoding of an OpenAI model by its name (`gpt-4o-mini`, `ft:gpt-4o:…`, `openai/gpt-4.1`), or
 * null where it is not known.
 */
export function openaiEncoding(model: string): EncodingName | null {
  const name = model.replace(/^ft:/u, "").replace(/^[a-z-]+\//u, "");
  return NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/**
 * Counts tokens as an OpenAI model does, or undefined for a model whose tokenizer is not known. The
 * ranks are part of an installed package and loaded with the first count, once for a process;
 * nothing goes over the network.
 */
export function openaiTokenizer(model: string): ((text: string) => Promise<number>) | undefined {
  const name = openaiEncoding(model);
  if (name === null) return undefined;
  return async (text) => {
    let encoding = loaded.get(name);
    if (!encoding)
      loaded.set(name, (encoding = RANKS[name]().then((ranks) => BytePairEncoding.from(ranks))));
    return (await encoding).count(text);
  };
}
