import type { Recipe } from "./recipe.js";

/** Every recipe by name, each loaded when it is asked for. */
export const RECIPES = {
  zerogen: async () => (await import("./published/zerogen.js")).zerogen,
  supergen: async () => (await import("./published/supergen.js")).supergen,
  progen: async () => (await import("./published/progen.js")).progen,
  fewgen: async () => (await import("./published/fewgen.js")).fewgen,
  attrprompt: async () => (await import("./published/attrprompt.js")).attrprompt,
  "self-instruct": async () => (await import("./published/self-instruct.js")).selfInstruct,
  alpaca: async () => (await import("./published/alpaca.js")).alpaca,
  "unnatural-instructions": async () =>
    (await import("./published/unnatural-instructions.js")).unnaturalInstructions,
  "evol-instruct": async () => (await import("./published/evol-instruct.js")).evolInstruct,
  ultrachat: async () => (await import("./published/ultrachat.js")).ultrachat,
  s3: async () => (await import("./published/s3.js")).s3,
  "explore-instruct": async () => (await import("./published/explore-instruct.js")).exploreInstruct,
  wanli: async () => (await import("./published/wanli.js")).wanli,
  "self-prompting": async () => (await import("./published/self-prompting.js")).selfPrompting,
  "sp-cot": async () => (await import("./published/sp-cot.js")).spCot,
  symgen: async () => (await import("./published/symgen.js")).symgen,
  synthie: async () => (await import("./published/synthie.js")).synthie,
  "synthetic-prompting": async () =>
    (await import("./published/synthetic-prompting.js")).syntheticPrompting,
  tinystories: async () => (await import("./published/tinystories.js")).tinystories,
  "phi-textbook": async () => (await import("./published/phi-textbook.js")).phiTextbook,
  clingen: async () => (await import("./published/clingen.js")).clingen,
  "symbolic-knowledge-distillation": async () =>
    (await import("./published/symbolic-knowledge-distillation.js")).symbolicKnowledgeDistillation,
  gpt3mix: async () => (await import("./published/gpt3mix.js")).gpt3mix,
  regen: async () => (await import("./published/regen.js")).regen,
  targen: async () => (await import("./published/targen.js")).targen,
  genie: async () => (await import("./published/genie.js")).genie,
  orca: async () => (await import("./published/orca.js")).orca,
  metamath: async () => (await import("./published/metamath.js")).metamath,
  "oss-instruct": async () => (await import("./published/oss-instruct.js")).ossInstruct,
  baize: async () => (await import("./published/baize.js")).baize,
  annollm: async () => (await import("./published/annollm.js")).annollm,
  udapdr: async () => (await import("./published/udapdr.js")).udapdr,
  datatune: async () => (await import("./published/datatune.js")).datatune,
} satisfies Readonly<Record<string, () => Promise<Recipe>>>;

/** All recipes, in the order of the registry. */
export async function allRecipes(): Promise<Recipe[]> {
  const recipes: Recipe[] = [];
  for (const load of Object.values(RECIPES)) recipes.push(await load());
  return recipes;
}
