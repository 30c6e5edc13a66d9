/**
 * What the recipes took before their prompts and orders were made anew (2026-11-22): calls and
 * tokens for each accepted sample, and the share of the prompts, in percent, that a prefix cache can
 * serve; on the same examples, target and scripted model. Left out: sp-cot, which accepted nothing,
 * and regen, which asks nobody.
 */
export const BEFORE: Readonly<
  Record<string, { readonly calls: number; readonly tokens: number; readonly cached: number }>
> = {
  zerogen: { calls: 1.5, tokens: 772, cached: 63 },
  supergen: { calls: 7.3, tokens: 3838, cached: 73 },
  progen: { calls: 1.5, tokens: 1050, cached: 43 },
  fewgen: { calls: 1.5, tokens: 1306, cached: 32 },
  attrprompt: { calls: 4.3, tokens: 2069, cached: 44 },
  "self-instruct": { calls: 4.6, tokens: 1601, cached: 38 },
  alpaca: { calls: 0.1, tokens: 174, cached: 10 },
  "unnatural-instructions": { calls: 2.9, tokens: 880, cached: 58 },
  "evol-instruct": { calls: 4.4, tokens: 867, cached: 46 },
  ultrachat: { calls: 20.7, tokens: 39327, cached: 24 },
  s3: { calls: 1.0, tokens: 701, cached: 39 },
  "explore-instruct": { calls: 1.5, tokens: 1288, cached: 18 },
  wanli: { calls: 5.3, tokens: 1564, cached: 75 },
  "self-prompting": { calls: 5.8, tokens: 2462, cached: 84 },
  symgen: { calls: 8.8, tokens: 5668, cached: 80 },
  synthie: { calls: 1.8, tokens: 1032, cached: 27 },
  "synthetic-prompting": { calls: 10.3, tokens: 6377, cached: 70 },
  tinystories: { calls: 1.5, tokens: 677, cached: 34 },
  "phi-textbook": { calls: 4.4, tokens: 2283, cached: 45 },
  clingen: { calls: 2.8, tokens: 1265, cached: 62 },
  "symbolic-knowledge-distillation": { calls: 2.1, tokens: 888, cached: 34 },
  gpt3mix: { calls: 2.9, tokens: 1174, cached: 67 },
  targen: { calls: 3.0, tokens: 1932, cached: 37 },
  genie: { calls: 2.9, tokens: 1955, cached: 71 },
  orca: { calls: 1.5, tokens: 194, cached: 39 },
  metamath: { calls: 6.5, tokens: 2975, cached: 35 },
  "oss-instruct": { calls: 1.5, tokens: 629, cached: 85 },
  baize: { calls: 3.0, tokens: 3421, cached: 59 },
  annollm: { calls: 2.5, tokens: 1152, cached: 35 },
  udapdr: { calls: 43.7, tokens: 16389, cached: 57 },
  datatune: { calls: 2.8, tokens: 1594, cached: 80 },
};
