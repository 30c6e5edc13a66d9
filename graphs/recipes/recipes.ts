import type { Recipe } from "./recipe.js";

/** Every recipe by name, each loaded when it is asked for. */
export const RECIPES = {
  zerogen: async () => (await import("./zerogen.js")).zerogen,
  supergen: async () => (await import("./supergen.js")).supergen,
  progen: async () => (await import("./progen.js")).progen,
  fewgen: async () => (await import("./fewgen.js")).fewgen,
  attrprompt: async () => (await import("./attrprompt.js")).attrprompt,
  "self-instruct": async () => (await import("./self-instruct.js")).selfInstruct,
  alpaca: async () => (await import("./alpaca.js")).alpaca,
  "unnatural-instructions": async () =>
    (await import("./unnatural-instructions.js")).unnaturalInstructions,
  "evol-instruct": async () => (await import("./evol-instruct.js")).evolInstruct,
  ultrachat: async () => (await import("./ultrachat.js")).ultrachat,
  s3: async () => (await import("./s3.js")).s3,
  "explore-instruct": async () => (await import("./explore-instruct.js")).exploreInstruct,
  wanli: async () => (await import("./wanli.js")).wanli,
  "self-prompting": async () => (await import("./self-prompting.js")).selfPrompting,
  "sp-cot": async () => (await import("./sp-cot.js")).spCot,
  symgen: async () => (await import("./symgen.js")).symgen,
  synthie: async () => (await import("./synthie.js")).synthie,
  "synthetic-prompting": async () => (await import("./synthetic-prompting.js")).syntheticPrompting,
  tinystories: async () => (await import("./tinystories.js")).tinystories,
  "phi-textbook": async () => (await import("./phi-textbook.js")).phiTextbook,
  clingen: async () => (await import("./clingen.js")).clingen,
  "symbolic-knowledge-distillation": async () =>
    (await import("./symbolic-knowledge-distillation.js")).symbolicKnowledgeDistillation,
  gpt3mix: async () => (await import("./gpt3mix.js")).gpt3mix,
  regen: async () => (await import("./regen.js")).regen,
  targen: async () => (await import("./targen.js")).targen,
  genie: async () => (await import("./genie.js")).genie,
  orca: async () => (await import("./orca.js")).orca,
  metamath: async () => (await import("./metamath.js")).metamath,
  "oss-instruct": async () => (await import("./oss-instruct.js")).ossInstruct,
  baize: async () => (await import("./baize.js")).baize,
  annollm: async () => (await import("./annollm.js")).annollm,
  udapdr: async () => (await import("./udapdr.js")).udapdr,
  datatune: async () => (await import("./datatune.js")).datatune,
} satisfies Readonly<Record<string, () => Promise<Recipe>>>;

/** All recipes, in the order of the registry. */
export async function allRecipes(): Promise<Recipe[]> {
  const recipes: Recipe[] = [];
  for (const load of Object.values(RECIPES)) recipes.push(await load());
  return recipes;
}
