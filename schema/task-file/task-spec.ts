import { z } from "zod";
import { certifySettingsSchema } from "./certify-settings.js";
import { attributeSpecSchema } from "./condition.js";
import { dataSourceSchema } from "./data-source.js";
import { fieldSpecSchema } from "../field.js";
import { KINDS } from "../kind.js";
import { knowledgeEntrySchema } from "./knowledge-spec.js";
import { labelSpecSchema, type LabelSpec } from "../label.js";
import { modelSpecSchema } from "./model-spec.js";
import { toolSpecSchema } from "./tool-spec.js";
import { constraintsSchema } from "./constraints.js";
import { critiqueSettingsSchema } from "./critique-settings.js";
import { curateSettingsSchema } from "./curate-settings.js";
import { evaluateSettingsSchema } from "./evaluate-settings.js";
import { generateSettingsSchema } from "./generate-settings.js";
import { labelSettingsSchema } from "./label-settings.js";
import { planSettingsSchema } from "./plan-settings.js";
import { budgetSchema, reviewModeSchema } from "./run-limits.js";
import { stepSchema } from "./step.js";
import { tournamentSettingsSchema } from "./tournament-settings.js";

const labelsSchema = z
  .union([
    z.array(z.union([z.string().min(1), labelSpecSchema])),
    z.record(z.string().min(1), z.union([z.string(), labelSpecSchema.omit({ name: true })])),
  ])
  .transform((labels): LabelSpec[] =>
    Array.isArray(labels)
      ? labels.map((label) =>
          typeof label === "string" ? { name: label, outOfScope: false } : label,
        )
      : Object.entries(labels).map(([name, value]) =>
          typeof value === "string"
            ? { name, definition: value, outOfScope: false }
            : { name, ...value },
        ),
  );

const modelsSchema = z.strictObject({
  default: modelSpecSchema.optional().describe("Every role that is not named. Default: embedded."),
  planner: modelSpecSchema.optional().describe("Finds attributes, topics and steps."),
  generator: modelSpecSchema.optional().describe("Writes the samples."),
  critic: modelSpecSchema.optional().describe("Judges the drafts."),
  labeler: modelSpecSchema
    .optional()
    .describe("Labels texts, where the small model of `label.model` is a language model."),
  curator: modelSpecSchema.optional().describe("Is asked by steps of the curation that ask one."),
  evaluator: modelSpecSchema.optional().describe("Is asked by figures of the report that ask one."),
  reviewer: modelSpecSchema
    .optional()
    .describe("For a reviewer of your own; the built-in one asks none."),
  partner: modelSpecSchema
    .optional()
    .describe(
      "Plays the other side of a dialogue, and the tools that are only described. Default: " +
        "the generator's model.",
    ),
  embeddings: modelSpecSchema
    .optional()
    .describe("Turns texts into vectors: for similarity, copies and search. Default: embedded."),
});

/**
 * T of the survey's frame: everything that a run is told. One schema for YAML, JSON and code;
 * published as JSON Schema.
 */
export const taskSpecSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u, "letters, digits, space, dot, dash or underscore")
      .describe("Short name of the dataset."),
    kind: z.enum(KINDS).describe("What one sample is."),
    description: z.string().min(1).describe("What the dataset is about, in one or two sentences."),
    purpose: z.string().optional().describe("What the dataset is for."),
    persona: z
      .string()
      .optional()
      .describe("Who writes the samples: put before the task as a role."),
    audience: z.string().optional().describe("Who reads or uses the samples."),
    domain: z.string().optional().describe("Notes on the domain."),
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "a language tag such as en, ko or pt-BR")
      .default("en")
      .describe("Language of the samples, as a BCP 47 tag."),
    license: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Licence of the dataset, for its card: as the Hugging Face hub names it, for example " +
          "cc-by-4.0.",
      ),
    fields: z
      .record(z.string().min(1), fieldSpecSchema)
      .optional()
      .describe("Fields of a sample beside the kind's own; all of them for kind custom."),
    sampleSchema: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        "JSON Schema of a sample's own fields: its properties become fields, before those " +
          "under `fields`.",
      ),
    labels: labelsSchema
      .optional()
      .describe(
        "The labels, with definitions: a list of names, a map name -> definition, or a list " +
          "of objects.",
      ),
    multiLabel: z.boolean().default(false).describe("True when a sample may have several labels."),
    attributes: z
      .union([
        z.array(attributeSpecSchema),
        z.record(
          z.string().min(1),
          z.union([z.array(z.string().min(1)).min(1), attributeSpecSchema.omit({ name: true })]),
        ),
      ])
      .transform((attributes) =>
        Array.isArray(attributes)
          ? attributes
          : Object.entries(attributes).map(([name, value]) =>
              Array.isArray(value) ? { name, values: value } : { name, ...value },
            ),
      )
      .optional()
      .describe("Dimensions of the condition space: a map name -> values, or a list of objects."),
    constraints: constraintsSchema.prefault({}).describe("What every text keeps to."),
    support: dataSourceSchema.optional().describe("Real rows that show what is wanted."),
    inputs: dataSourceSchema.optional().describe("Unlabelled rows to be labelled or rewritten."),
    knowledge: z
      .array(knowledgeEntrySchema)
      .default([])
      .describe("Sources of facts; a sample written from a source may only state what it has."),
    tools: z
      .array(toolSpecSchema)
      .default([])
      .describe("Tools that samples of kind tool-use call: declared, and run or played."),
    prompts: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        "Role -> prompt template with the slots {task} {conditions} {demonstrations} {sources}, " +
          "and for the generator {label} {label.definition} and {attribute}, {field} by their names.",
      ),
    plugins: z
      .array(z.string().min(1))
      .default([])
      .describe(
        "Plug-ins whose names this task uses: paths of modules (./mine.mjs) or installed packages.",
      ),
    recipe: z
      .string()
      .optional()
      .describe(
        "Published method whose settings are this task's defaults: `datawright recipes` " +
          "lists them.",
      ),
    asPublished: z
      .boolean()
      .default(false)
      .describe(
        "True: the recipe samples as its paper does. False: its orders come from the default " +
          "planner, which fills every label and cell by what it lacks.",
      ),
    steps: z
      .array(stepSchema)
      .default([])
      .describe("Sub-prompts that make one sample; later steps read earlier outputs."),
    target: z.number().int().min(1).describe("How many accepted samples are wanted."),
    seed: z.number().int().default(1).describe("The same seed gives the same dataset."),
    budget: budgetSchema
      .prefault({})
      .describe("Most that the run may spend; it then stops with what it has. Default: no limit."),
    review: reviewModeSchema
      .default("after")
      .describe(
        "none: nobody is asked. after: the run ends, `review RUN` decides later. blocking: " +
          "the run waits.",
      ),
    certify: certifySettingsSchema
      .optional()
      .describe(
        "A promise about the dataset that people's audits must show: the run asks for them, raises " +
          "its threshold and goes on until it holds, or says that it cannot.",
      ),
    models: modelsSchema
      .prefault({})
      .describe("Model for each role; `default` serves the others. Default: embedded."),
    agents: z
      .record(z.string(), z.string())
      .default({})
      .describe("Role -> path of a module whose default export replaces the built-in agent."),
    plan: planSettingsSchema.prefault({}).describe("What is ordered, and in which rounds."),
    generate: generateSettingsSchema.prefault({}).describe("How samples are written."),
    critique: critiqueSettingsSchema.prefault({}).describe("What drafts are judged by."),
    label: labelSettingsSchema.prefault({}).describe("The small model that learns along."),
    curate: curateSettingsSchema.prefault({}).describe("What becomes of accepted samples."),
    evaluate: evaluateSettingsSchema.prefault({}).describe("How the dataset is measured."),
    tournament: tournamentSettingsSchema
      .optional()
      .describe("What `datawright tournament` compares recipes by; a run does not look at it."),
  })
  .describe("A datawright task: what to make, from what, how much.");

/** A task as a user writes it. */
export type TaskSpecInput = z.input<typeof taskSpecSchema>;
/** A task with every default filled in. */
export type TaskSpec = z.output<typeof taskSpecSchema>;
