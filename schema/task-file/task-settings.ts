import { z } from "zod";
import { slotChoiceSchema } from "../../base/slots/slot-choice.js";
import { checkerSpecSchema } from "./checker.js";
import { exclusionSchema } from "./condition.js";
import { fieldSpecSchema } from "../field.js";

/** A source of conditions by its name, or with settings of its own. */
export const conditionSourceSchema = z.union([
  z.string().min(1),
  z.looseObject({ source: z.string().min(1) }),
]);
export type ConditionSourceSpec = z.infer<typeof conditionSourceSchema>;

/** Settings of each role, with their defaults: the thresholds that a report prints. */
export const planSettingsSchema = z.strictObject({
  strategy: z
    .string()
    .default("deficit")
    .describe(
      "How rounds are ordered. Built in: deficit (by what cells lack), refill (evenly over " +
        "cells that lack something), uniform (by the quotas alone), per-input (every row of " +
        "the inputs gets as many orders as the others, as many as the target takes, for the " +
        "label that it has), explore (deficit on a concept tree that grows while the run goes " +
        "on).",
    ),
  decomposition: z
    .string()
    .default("auto")
    .describe(
      "Which steps make one sample. auto: the spec's own `steps:`, else what the kind " +
        "needs. single: one step. model: the planner's model decides. Others by name: " +
        "docs/generation.md.",
    ),
  seeds: z
    .strictObject({
      strategy: z
        .string()
        .default("none")
        .describe(
          "Which existing rows a sample is made from. Built in: none, support (real rows of " +
            "the order's label), mixed (of any label), accepted, pool (both), inputs, " +
            "ambiguous (real rows whose label a small model learns least steadily), complex " +
            "(the rows with the most steps of each cluster), student-errors (validation rows " +
            "that the small model gets wrong), retrieved (texts of the inputs, else of the " +
            "knowledge, that are nearest to the label).",
        ),
      count: z.number().int().min(1).default(1).describe("Rows for each sample."),
      share: z
        .number()
        .gt(0)
        .max(1)
        .default(1)
        .describe("Share of the samples that are made from rows; the others are made from none."),
    })
    .prefault({}),
  roundSize: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe("Orders of one round. Default: target / 8, at least 32, at most 512."),
  conditions: z
    .array(conditionSourceSchema)
    .optional()
    .describe(
      "Where the dimensions of the condition space come from, in order, for example [spec, " +
        "{ source: vocabulary, path: words.txt }]. Built in: spec, model-values, " +
        "model-dimensions, knowledge-graph, vocabulary, documents, support-statistics. " +
        "Default: the spec's attributes, else topics asked from the model; and the lengths of " +
        "the support rows.",
    ),
  exclude: z
    .array(exclusionSchema)
    .default([])
    .describe(
      "Values that never occur together, for example [{ tone: angry, channel: [letter, fax] " +
        "}]; `label` stands for the label.",
    ),
  draw: z
    .enum(["independent", "pairwise"])
    .default("independent")
    .describe(
      "independent: values are drawn by their weights. pairwise: the first draws hold every " +
        "possible pair of values at least once; then by the weights.",
    ),
  tree: z
    .strictObject({
      depth: z
        .number()
        .int()
        .min(1)
        .max(12)
        .default(2)
        .describe("Levels of sub-tasks below the root, or below a label."),
      branching: z
        .number()
        .int()
        .min(1)
        .max(50)
        .default(5)
        .describe("Sub-tasks that are asked for at once."),
      maxNodes: z.number().int().min(1).default(240).describe("Most sub-tasks in the tree."),
      maxTokens: z
        .number()
        .int()
        .min(1)
        .default(200_000)
        .describe(
          "Tokens that asking for sub-tasks may take in all; what was asked when they are " +
            "used up is still taken in.",
        ),
      novelty: z
        .number()
        .min(0)
        .max(1)
        .default(0.5)
        .describe(
          "A node grows only while this share of its latest drafts is new at least (Good-Turing).",
        ),
    })
    .prefault({})
    .describe("How far the strategy explore grows the concept tree."),
  maxCells: z
    .number()
    .int()
    .min(1)
    .default(240)
    .describe(
      "Most cells with a quota of their own; further dimensions are drawn for each sample.",
    ),
  subtopics: z
    .number()
    .int()
    .min(0)
    .default(6)
    .describe(
      "Values asked from the model for each label where the spec gives no attributes; 0 " +
        "asks for none.",
    ),
  saturation: z
    .strictObject({
      unseenMass: z
        .number()
        .min(0)
        .max(1)
        .default(0.05)
        .describe("A cell is saturated below this Good-Turing estimate."),
      window: z
        .number()
        .int()
        .min(20)
        .default(200)
        .describe("Over this many latest drafts at least."),
    })
    .prefault({}),
  holdQuotas: z
    .boolean()
    .default(false)
    .describe(
      "True: a good sample beyond the quota of its cell is refused (beyond-quota), so that " +
        "the dataset has exactly the planned shape. False: quotas steer, and what lands " +
        "elsewhere is kept.",
    ),
  validation: z
    .number()
    .min(0)
    .max(0.9)
    .optional()
    .describe(
      "Share of the support rows that only serve to find what the small model gets wrong: " +
        "it is not trained on them, and no prompt shows them but as seeds (student-errors). " +
        "Never the held-out rows. Default: 0.2 for plan.seeds.strategy student-errors, else " +
        "0.",
    ),
  steering: z
    .strictObject({
      studentError: z
        .number()
        .min(0)
        .max(1)
        .default(0.25)
        .describe(
          "Share of what a cell lacks that moves on where the small model labels it well " +
            "and others of its label badly. 0 moves nothing.",
        ),
      acrossLabels: z
        .boolean()
        .default(false)
        .describe(
          "True: also from label to label, so that the dataset has more of the labels that " +
            "the small model confuses.",
        ),
    })
    .prefault({})
    .describe("How quotas follow the small model's errors."),
  noProgressRounds: z
    .number()
    .int()
    .min(1)
    .default(3)
    .describe(
      "Stop after this many sealed rounds in a row without an accepted sample: rounds of 12 " +
        "drafts together, or as many as so many full rounds have.",
    ),
});

export const generateSettingsSchema = z.strictObject({
  strategy: z
    .string()
    .default("label-first")
    .describe(
      "How a sample is written, where a step names no strategy of its own. label-first: in " +
        "one answer, for the label and the conditions. Others by name: docs/generation.md.",
    ),
  settings: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Settings of the strategies, that of a step included; its own `settings` go first."),
  sources: z
    .strictObject({
      strategy: z
        .string()
        .default("turns")
        .describe(
          "How passages of the knowledge sources are given to samples. Built in: turns " +
            "(each before any comes again), search (found for the label and the conditions), " +
            "subgraph (facts of a graph that hang together, every relation about as often), " +
            "chain (each linked to the one before, for several hops).",
        ),
      count: z
        .number()
        .int()
        .min(0)
        .max(50)
        .default(1)
        .describe(
          "Passages for each sample; at least 2 of a chain. 0: none, for sources that only " +
            "conditions are taken from.",
        ),
      least: z
        .number()
        .int()
        .min(2)
        .max(50)
        .optional()
        .describe(
          "chain: fewest passages of a chain, whose length is drawn between this and count. " +
            "Default: count.",
        ),
    })
    .prefault({}),
  stepRetries: z
    .number()
    .int()
    .min(0)
    .max(5)
    .default(1)
    .describe("How often a failed step of a sample of several steps is tried again, alone."),
  demonstrations: z
    .strictObject({
      strategy: z
        .string()
        .default("similarity")
        .describe(
          "Which rows a prompt shows. Built in: similarity, random, k-center, mmr, medoids, " +
            "ambiguous-neighbours, helpful, human-machine, curriculum.",
        ),
      count: z
        .number()
        .int()
        .min(0)
        .optional()
        .describe(
          "Demonstrations in a prompt. Default: 8 (medoids 10, ambiguous-neighbours 5, " +
            "human-machine its two counts), or 64 for a free model with a large context (the " +
            "embedded one).",
        ),
      maxTokens: z
        .number()
        .int()
        .min(1)
        .optional()
        .describe(
          "Most tokens of all demonstrations of a prompt, by the model's own tokenizer " +
            "where it is known. Default: a quarter of the model's context.",
        ),
      machine: z
        .number()
        .min(0)
        .max(1)
        .default(0)
        .describe(
          "Share of demonstrations taken from accepted samples of sealed rounds. Not for " +
            "ambiguous-neighbours, helpful and human-machine, which have rules of their own.",
        ),
      lambda: z
        .number()
        .min(0)
        .max(1)
        .default(0.5)
        .describe("mmr: 1 shows rows near to what is ordered, 0 rows far from each other."),
      medoids: z
        .number()
        .int()
        .min(1)
        .default(100)
        .describe("medoids: clusters of all labels together."),
      representative: z
        .enum(["medoid", "longest", "nearest"])
        .default("medoid")
        .describe(
          "medoids: the row that stands for a cluster: the one nearest to its centre, the " +
            "longest, or the one nearest to what is ordered.",
        ),
      ambiguous: z
        .number()
        .gt(0)
        .max(1)
        .default(0.25)
        .describe(
          "ambiguous-neighbours: share of each label's rows, the most ambiguous, that a " +
            "pocket is built around.",
        ),
      helpful: z
        .number()
        .positive()
        .default(50)
        .describe(
          "helpful: the most helpful accepted samples of a label that are shown: a share up " +
            "to 1, a count above.",
        ),
      feedbackRatio: z
        .number()
        .min(0)
        .max(1)
        .default(0.5)
        .describe("helpful: share of the prompts that show them."),
      human: z
        .number()
        .int()
        .min(0)
        .default(6)
        .describe(
          "human-machine: real rows in a prompt; with another count of rows, in this " +
            "proportion to machineCount.",
        ),
      machineCount: z
        .number()
        .int()
        .min(0)
        .default(2)
        .describe("human-machine: accepted samples in a prompt."),
      difficulty: z
        .enum(["learning", "length"])
        .default("learning")
        .describe(
          "curriculum: learning = how slowly a small model learns a row's label, length = " +
            "how long its text is.",
        ),
      rounds: z
        .number()
        .int()
        .min(1)
        .optional()
        .describe(
          "curriculum: rounds until the hardest rows are shown. Default: the full rounds " +
            "that the target takes.",
        ),
    })
    .prefault({}),
  temperature: z.number().min(0).max(2).default(0.9),
  topP: z.number().gt(0).max(1).default(0.95),
});

export const critiqueSettingsSchema = z.strictObject({
  criteria: z
    .array(z.string())
    .optional()
    .describe(
      "Default: format, coherent, on-task, label-correct, grounded, no-copy, novel; and " +
        "checker where the task has one. `conditions` finds the values of attributes that a " +
        "draft really has, and refuses nothing.",
    ),
  checker: checkerSpecSchema
    .optional()
    .describe("Code that decides on each draft, run inside a boundary."),
  settings: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .default({})
    .describe(
      "Criterion -> its settings, for example { instruction-heuristics: { blacklist: [video] } }.",
    ),
  rougeL: z
    .number()
    .gt(0)
    .max(1)
    .default(0.7)
    .describe(
      "A draft above this ROUGE-L F against a support row or an accepted sample is not novel.",
    ),
  vectorDistance: z
    .number()
    .min(0)
    .max(2)
    .default(0.05)
    .describe(
      "A draft nearer than this cosine distance to a support row or an accepted sample is " +
        "not novel.",
    ),
  copyWords: z
    .number()
    .int()
    .min(2)
    .default(8)
    .describe(
      "A run of this many words from one support row that covers most of the draft is a copy.",
    ),
  minRating: z
    .number()
    .min(1)
    .max(5)
    .default(2.5)
    .describe("Least rating (1 to 5) of the judge for coherent and on-task."),
  minLabelProbability: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe("Least probability of the given label before the draft is refused for its label."),
  maxRevisions: z
    .number()
    .int()
    .min(0)
    .max(5)
    .default(1)
    .describe("How often a refused draft goes back to the generator with the reasons."),
});

export const labelSettingsSchema = z.strictObject({
  model: slotChoiceSchema
    .default("linear")
    .describe(
      "Small model, by name or with settings: linear, naive-bayes, ensemble, " +
        "nearest-neighbour, language-model.",
    ),
  minTraining: z
    .number()
    .int()
    .min(2)
    .default(20)
    .describe("Fewest rows with a label before the small model is trained."),
});

/** A curation step by its name, or with settings of its own. */
export const curationStepSchema = z.union([
  z.string().min(1),
  z.looseObject({ name: z.string().min(1) }),
]);

export const curateSettingsSchema = z.strictObject({
  filters: z
    .array(curationStepSchema)
    .default([])
    .describe(
      "Filters for the accepted samples, in order, for example [heuristics, { name: pvi }].",
    ),
  relabel: z
    .array(curationStepSchema)
    .default([])
    .describe(
      "Methods that find and mend wrong labels, in order, for example [confident-learning].",
    ),
  reweight: curationStepSchema
    .nullable()
    .default(null)
    .describe(
      "Method that weighs the samples, for example sungen. Default: none, every sample counts 1.",
    ),
  surplus: z
    .number()
    .min(1)
    .max(20)
    .default(1)
    .describe(
      "Samples accepted before curation, as a multiple of the target: for filters that keep " +
        "a share. What is left beyond the target is refused as such.",
    ),
  nearDuplicate: z
    .number()
    .gt(0)
    .max(1)
    .default(0.8)
    .describe(
      "Jaccard similarity of character 5-grams above which two samples are near duplicates.",
    ),
  rejectBelow: z
    .number()
    .min(0)
    .max(1)
    .default(0.02)
    .describe(
      "Reject when the out-of-sample probability of the label is below this and the small " +
        "model is sure of another.",
    ),
  relabelAbove: z
    .number()
    .min(0)
    .max(1)
    .default(0.98)
    .describe(
      "Change the label when the small model gives another one at least this probability " +
        "and the language model's judge agrees.",
    ),
  reviewBelow: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe("To people when the out-of-sample probability of the label is below this."),
});

export const evaluateSettingsSchema = z.strictObject({
  seeds: z
    .number()
    .int()
    .min(1)
    .default(3)
    .describe("Small models trained for the test with real data; the mean is reported."),
  metrics: z
    .array(slotChoiceSchema)
    .default([])
    .describe("Metrics beside what is always measured, for example [distinct-3]."),
});

export const reviewModeSchema = z.enum(["none", "after", "blocking"]);
export type ReviewMode = z.infer<typeof reviewModeSchema>;

export const budgetSchema = z.strictObject({
  usd: z.number().positive().optional(),
  calls: z.number().int().positive().optional(),
  tokens: z.number().int().positive().optional(),
});
export type BudgetSpec = z.infer<typeof budgetSchema>;

export const constraintsSchema = z.strictObject({
  minWords: z.number().int().min(1).optional(),
  maxWords: z.number().int().min(1).optional(),
  minCharacters: z.number().int().min(1).optional(),
  maxCharacters: z.number().int().min(1).optional(),
  notes: z
    .array(z.string())
    .optional()
    .describe("Further constraints in words, shown to the generator and the critic."),
});

export const stepSchema = z.strictObject({
  id: z.string().min(1),
  prompt: z.string().min(1),
  output: z.union([z.string(), z.array(z.string()).min(1)]),
  dependsOn: z.array(z.string()).default([]),
  fields: z
    .record(z.string().min(1), fieldSpecSchema)
    .optional()
    .describe("Types of outputs that are no fields of the sample; text where not named."),
  strategy: z
    .string()
    .optional()
    .describe("How this step is done: a generate strategy. Default: generate.strategy."),
  settings: z.record(z.string(), z.unknown()).default({}).describe("Settings of its strategy."),
});
