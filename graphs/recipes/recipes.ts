import { Slot } from "../../base/slots/slot.js";
import type { Recipe } from "./recipe.js";

/** Every recipe by name, each loaded when it is asked for. */
export const RECIPES = new Slot<Recipe>("recipe", {
  zerogen: {
    about: "Texts sampled for a label that is said in words, without showing any of them.",
    load: async () => (await import("./published/zerogen.js")).zerogen,
  },
  supergen: {
    about: "Texts for label-descriptive prompts; the likeliest stay, noisy labels leave.",
    load: async () => (await import("./published/supergen.js")).supergen,
  },
  progen: {
    about: "Rounds in which the samples that help a small model most show how to write the next.",
    load: async () => (await import("./published/progen.js")).progen,
  },
  fewgen: {
    about:
      "Texts after sixteen real ones of the label, weighed by how well they tell it from others.",
    load: async () => (await import("./published/fewgen.js")).fewgen,
  },
  attrprompt: {
    about: "Texts for random combinations of attribute values that the model itself proposed.",
    load: async () => (await import("./published/attrprompt.js")).attrprompt,
  },
  "self-instruct": {
    about: "Instructions that continue a list of six human and two machine ones, then instances.",
    load: async () => (await import("./published/self-instruct.js")).selfInstruct,
  },
  alpaca: {
    about: "Instruction, input and answer of twenty tasks in one answer, after three seed tasks.",
    load: async () => (await import("./published/alpaca.js")).alpaca,
  },
  "unnatural-instructions": {
    about: "A fourth instruction after three, and paraphrases of those that were accepted.",
    load: async () => (await import("./published/unnatural-instructions.js")).unnaturalInstructions,
  },
  "evol-instruct": {
    about: "Instructions evolved in depth and breadth, with the failed ones eliminated.",
    load: async () => (await import("./published/evol-instruct.js")).evolInstruct,
  },
  ultrachat: {
    about: "Dialogues of a simulated user with a goal and an assistant who does not know it.",
    load: async () => (await import("./published/ultrachat.js")).ultrachat,
  },
  s3: {
    about: "Samples that extrapolate what a small model still gets wrong on a few real rows.",
    load: async () => (await import("./published/s3.js")).s3,
  },
  "explore-instruct": {
    about: "Instructions for the leaves of a tree of sub-tasks that grows while it pays.",
    load: async () => (await import("./published/explore-instruct.js")).exploreInstruct,
  },
  wanli: {
    about: "Pairs that follow an ambiguous real one and its neighbours of the same label.",
    load: async () => (await import("./published/wanli.js")).wanli,
  },
  "self-prompting": {
    about: "Questions on the entities of a passage, answered, checked and explained.",
    load: async () => (await import("./published/self-prompting.js")).selfPrompting,
  },
  "sp-cot": {
    about: "Multi-hop questions composed from linked single-hop ones, each with its chain.",
    load: async () => (await import("./published/sp-cot.js")).spCot,
  },
  symgen: {
    about: "Questions with programs or queries whose results a majority of attempts agrees on.",
    load: async () => (await import("./published/symgen.js")).symgen,
  },
  synthie: {
    about: "Texts for coherent sets of triples that cover every relation about equally.",
    load: async () => (await import("./published/synthie.js")).synthie,
  },
  "synthetic-prompting": {
    about: "Problems made from a topic and a number of steps, solved again and kept by majority.",
    load: async () => (await import("./published/synthetic-prompting.js")).syntheticPrompting,
  },
  tinystories: {
    about: "Stories in simple words around three random words and a few features.",
    load: async () => (await import("./published/tinystories.js")).tinystories,
  },
  "phi-textbook": {
    about: "Textbook sections for a topic and an audience, then exercises with solutions.",
    load: async () => (await import("./published/phi-textbook.js")).phiTextbook,
  },
  clingen: {
    about: "Texts for terms of a knowledge graph in different writing styles.",
    load: async () => (await import("./published/clingen.js")).clingen,
  },
  "symbolic-knowledge-distillation": {
    about: "Commonsense statements after a few examples, kept where a trained critic accepts them.",
    load: async () =>
      (await import("./published/symbolic-knowledge-distillation.js"))
        .symbolicKnowledgeDistillation,
  },
  gpt3mix: {
    about:
      "A new text between two real ones, with the likelihoods of the labels as its soft label.",
    load: async () => (await import("./published/gpt3mix.js")).gpt3mix,
  },
  regen: {
    about: "Texts retrieved from an unlabelled corpus for the words of a label.",
    load: async () => (await import("./published/regen.js")).regen,
  },
  targen: {
    about: "Seedless samples in four steps, the last of which corrects their labels.",
    load: async () => (await import("./published/targen.js")).targen,
  },
  genie: {
    about: "Questions and answers on passages, kept where every claim is supported.",
    load: async () => (await import("./published/genie.js")).genie,
  },
  orca: {
    about: "Real instructions answered anew with explanation traces.",
    load: async () => (await import("./published/orca.js")).orca,
  },
  metamath: {
    about: "Real problems rephrased, turned into statements and asked backward, answers checked.",
    load: async () => (await import("./published/metamath.js")).metamath,
  },
  "oss-instruct": {
    about: "Programming problems with solutions, each inspired by a random snippet.",
    load: async () => (await import("./published/oss-instruct.js")).ossInstruct,
  },
  baize: {
    about: "Dialogues in which one model writes both sides, seeded by a topic.",
    load: async () => (await import("./published/baize.js")).baize,
  },
  annollm: {
    about: "Labels for given texts, each after an explanation.",
    load: async () => (await import("./published/annollm.js")).annollm,
  },
  udapdr: {
    about: "Search queries that a passage answers.",
    load: async () => (await import("./published/udapdr.js")).udapdr,
  },
  datatune: {
    about: "Rows of another dataset transformed into samples of this task.",
    load: async () => (await import("./published/datatune.js")).datatune,
  },
  lambada: {
    about: "Texts after the few real ones of a label, kept where a classifier of these is surest.",
    load: async () => (await import("./published/lambada.js")).lambada,
  },
  gal: {
    about:
      "Texts written without a label in mind, with the labels that a teacher of the rows reads.",
    load: async () => (await import("./published/gal.js")).gal,
  },
  msp: {
    about: "Texts for several attributes at once, each shown by rows of its own, then denoised.",
    load: async () => (await import("./published/msp.js")).msp,
  },
});

/** All recipes, in the order of the slot. */
export async function allRecipes(): Promise<Recipe[]> {
  const recipes: Recipe[] = [];
  for (const name of RECIPES.names) recipes.push((await RECIPES.choose(name, [])).value);
  return recipes;
}
