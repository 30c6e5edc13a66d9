import { Slot } from "../../../base/slots/slot.js";
import type { GenerateStrategy } from "../contract.js";

/** Every built-in way of doing one step of a sample: `generate.strategy`, `steps[].strategy`. */
export const GENERATE_STRATEGIES = new Slot<GenerateStrategy>("generate strategy", {
  "label-first": {
    about: "Label and conditions are given, all outputs come in one answer.",
    load: async () => (await import("./label-first.js")).labelFirstStrategy,
  },
  "label-free": {
    about: "Does not tell the label.",
    load: async () => (await import("./label-free.js")).labelFreeStrategy,
  },
  "majority-vote": {
    about: "Asks several times, keeps what most agree on.",
    load: async () => (await import("./majority-vote.js")).majorityVoteStrategy,
  },
  "execute-vote": {
    about: "Several programs, run inside a boundary; keeps the result of most (SymGen).",
    load: async () => (await import("./execute-vote.js")).executeVoteStrategy,
  },
  verify: {
    about: "Answers again without seeing the answer, or with a figure hidden.",
    load: async () => (await import("./verify.js")).verifyStrategy,
  },
  "self-correct": {
    about: "Writes, reads it as an editor, rewrites or relabels (TarGEN).",
    load: async () => (await import("./self-correct.js")).selfCorrectStrategy,
  },
  parts: {
    about: "Writes along an outline (Re3).",
    load: async () => (await import("./parts.js")).partsStrategy,
  },
  "entry-of-list": {
    about:
      "One entry of a list that is asked for once for each text; samples of one text take different ones.",
    load: async () => (await import("./entry-of-list.js")).entryOfListStrategy,
  },
  passage: {
    about: "The passage of the sources as it stands, else a new one.",
    load: async () => (await import("./passage.js")).passageStrategy,
  },
  locate: {
    about: "Where mentions stand in a text, found by code.",
    load: async () => (await import("./locate.js")).locateStrategy,
  },
  instance: {
    about: "Input and output of an instruction (Self-Instruct).",
    load: async () => (await import("./instance.js")).instanceStrategy,
  },
  "linked-facts": {
    about: "Facts that lead from one to the next, a step of `multi-hop` (SP-CoT).",
    load: async () => (await import("./linked-facts.js")).linkedFactsStrategy,
  },
  "composed-question": {
    about: "One question over all facts, a step of `multi-hop` (SP-CoT).",
    load: async () => (await import("./composed-question.js")).composedQuestionStrategy,
  },
  "chain-end": {
    about: "The answer at the end of the facts, a step of `multi-hop` (SP-CoT).",
    load: async () => (await import("./chain-end.js")).chainEndStrategy,
  },
  "backward-chain": {
    about: "A chain of so many steps on a topic (Synthetic Prompting).",
    load: async () => (await import("./backward-chain.js")).backwardChainStrategy,
  },
  "source-triples": {
    about: "The facts of the order as they are (SynthIE).",
    load: async () => (await import("./source-triples.js")).sourceTriplesStrategy,
  },
  "mentioned-text": {
    about: "Mentions first, then a text that has them.",
    load: async () => (await import("./mentioned-text.js")).mentionedTextStrategy,
  },
  "explained-annotation": {
    about: "Explained demonstrations, an explanation, the label (AnnoLLM).",
    load: async () => (await import("./explained-annotation.js")).explainedAnnotationStrategy,
  },
  "dialogue-turns": {
    about:
      "A user with a goal and an assistant, each with a memory of its own; `models.partner` plays the user (UltraChat).",
    load: async () => (await import("./dialogue-turns.js")).dialogueTurnsStrategy,
  },
  "tool-loop": {
    about: "Calls declared tools, which run or are played (ToolLLM).",
    load: async () => (await import("./tool-loop.js")).toolLoopStrategy,
  },
  "preference-pair": {
    about: "The best and the worst of several answers (UltraFeedback).",
    load: async () => (await import("./preference-pair.js")).preferencePairStrategy,
  },
  evolve: {
    about: "A seed made harder or rarer, with elimination (Evol-Instruct).",
    load: async () => (await import("./evolve.js")).evolveStrategy,
  },
  rewrite: {
    about: "A seed or given row in other words, style, length, or with another label.",
    load: async () => (await import("./rewrite.js")).rewriteStrategy,
  },
  extrapolate: {
    about: "More like the seeds (S3).",
    load: async () => (await import("./extrapolate.js")).extrapolateStrategy,
  },
  "from-seed": {
    about: "From a passage: grounded in it, or inspired by a piece (Genie, OSS-Instruct).",
    load: async () => (await import("./from-seed.js")).fromSeedStrategy,
  },
  "query-for-passage": {
    about: "A query that a passage answers (UDAPDR).",
    load: async () => (await import("./query-for-passage.js")).queryForPassageStrategy,
  },
  transform: {
    about: "A row of another dataset to this task's fields (DataTune).",
    load: async () => (await import("./transform.js")).transformStrategy,
  },
  "continue-list": {
    about: "A list goes on; alike orders share the answer (Self-Instruct, Alpaca).",
    load: async () => (await import("./continue-list.js")).continueListStrategy,
  },
  verbalized: {
    about:
      "Several samples with their probabilities in one answer; alike orders share the least probable (verbalized sampling).",
    load: async () => (await import("./verbalized.js")).verbalizedStrategy,
  },
  "best-of": {
    about: "Several candidates, each rated after a reason; the best stays (best-of-n).",
    load: async () => (await import("./best-of.js")).bestOfStrategy,
  },
  "soft-label": {
    about: "Mixes rows, then the likelihood of each label (GPT3Mix).",
    load: async () => (await import("./soft-label.js")).softLabelStrategy,
  },
  retrieve: {
    about: "The seed as it is (ReGen).",
    load: async () => (await import("./retrieve.js")).retrieveStrategy,
  },
  "bootstrap-question": {
    about: "A problem rephrased or turned round, solved again (MetaMath).",
    load: async () => (await import("./bootstrap-question.js")).bootstrapQuestionStrategy,
  },
  "explain-answer": {
    about: "Answers a seed under a drawn system instruction (Orca).",
    load: async () => (await import("./explain-answer.js")).explainAnswerStrategy,
  },
  "self-chat": {
    about: "Both sides of a dialogue in one answer (Baize).",
    load: async () => (await import("./self-chat.js")).selfChatStrategy,
  },
});
