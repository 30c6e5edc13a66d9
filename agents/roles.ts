import { z } from "zod";
import { conditionSchema } from "../schema/task-file/condition.js";
import { coverageMapSchema } from "../schema/coverage.js";
import { labelValueSchema } from "../schema/label.js";
import { orderSchema, planSchema, subTaskSchema } from "../schema/plan.js";
import { calibrationFiguresSchema } from "../schema/report-figures.js";
import { downstreamSchema, metricsSchema } from "../schema/report.js";
import { rowSchema } from "../schema/sample.js";
import { verdictSchema } from "../schema/verdict.js";
import { draftSchema, passageSchema } from "./draft.js";
import type { RoleName } from "./role-names.js";

export { ROLE_NAMES, type RoleName } from "./role-names.js";

/** A value of the labeler's own, kept per round and handed back; it must survive JSON. */
const opaque = z.unknown();

const planInput = z.object({
  /**
   * The plan in force and what failed of it, when a failed sub-task is planned again; null for the
   * first plan.
   */
  previous: planSchema.nullable().default(null),
  failed: z
    .array(z.object({ subTask: z.string(), reason: z.string(), count: z.number() }))
    .default([]),
});
const planOutput = z.object({ plan: planSchema, coverage: coverageMapSchema });

const orderInput = z.object({
  round: z.number().int(),
  size: z.number().int(),
  plan: planSchema,
  coverage: coverageMapSchema,
  /** Orders that are planned but not sealed yet, by cell: they will fill part of the deficit. */
  outstanding: z.record(z.string(), z.number()),
  /** First unused row of the inputs pool, for kinds that work on given rows. */
  firstInput: z.number().int(),
  /** Ids of the unused rows of that pool, from `firstInput` on. */
  inputs: z.array(z.string()),
  /**
   * Ids of the rows and passages that samples of earlier rounds were ordered to be made from, each
   * once.
   */
  usedSeeds: z.array(z.string()).default([]),
  /** How often orders of earlier rounds got each passage of the knowledge sources, by id. */
  usedSources: z.record(z.string(), z.number()).default({}),
});
const orderOutput = z.object({
  /** Orders without ids: the graph derives ids, rounds and ordinals. */
  orders: z.array(orderSchema.omit({ id: true, round: true, ordinal: true })),
  coverage: coverageMapSchema,
});

const generateInput = z.object({
  order: orderSchema,
  subTask: subTaskSchema,
  /** Outputs of earlier sub-tasks and given fields. */
  values: z.record(z.string(), z.unknown()),
  revision: z.number().int().default(0),
  /** Why the previous version was refused; empty for a first draft. */
  feedback: z.array(z.object({ criterion: z.string(), reason: z.string() })).default([]),
  previous: z.record(z.string(), z.unknown()).nullable().default(null),
  sources: z.array(passageSchema).default([]),
  /** The rows that the order is made from, in the order of its `seedIds`. */
  seeds: z.array(rowSchema.extend({ conditions: z.array(conditionSchema).optional() })).default([]),
  /** What was accepted for its cell before, from which a prompt may list some to be unlike. */
  written: z.array(rowSchema.pick({ id: true, text: true })).default([]),
  /**
   * Which of the round's orders for the same label, conditions, rows and passages it is, from 0,
   * and how many those are.
   */
  peer: z
    .object({ group: z.string(), rank: z.number().int(), of: z.number().int() })
    .default({ group: "", rank: 0, of: 1 }),
  /** How often this step was tried before for this version; 0 for the first try. */
  attempt: z.number().int().default(0),
});
const generateOutput = z.object({
  fields: z.record(z.string(), z.unknown()),
  /** Set where the model decides the label (annotation); otherwise the order's label stands. */
  label: labelValueSchema.optional(),
  parents: z.array(z.string()).default([]),
  scores: z.record(z.string(), z.number()).default({}),
});

const labelledText = z.object({
  id: z.string(),
  text: z.string(),
  label: labelValueSchema,
  weight: z.number().default(1),
  source: z.enum(["support", "accepted", "gold"]),
});

const studentLabelSchema = z.object({
  /** Id of the sample. */
  id: z.string(),
  /** Label that the small model gives. */
  label: labelValueSchema,
  /** Probability of that label, 0 to 1. */
  confidence: z.number(),
  /** Probability of the given label, 0 to 1. */
  probabilityOfGiven: z.number(),
});
export type StudentLabel = z.infer<typeof studentLabelSchema>;

const learnInput = z.object({ rows: z.array(labelledText), previous: opaque });
const learnOutput = z.object({
  state: opaque,
  trainedOn: z.number().int(),
  note: z.string().optional(),
});
const labelInput = z.object({
  drafts: z.array(z.object({ id: z.string(), text: z.string(), label: labelValueSchema })),
  state: opaque,
});
const labelOutput = z.object({ labels: z.array(studentLabelSchema) });

const curationDecisionSchema = z.object({
  /** Id of the sample. */
  id: z.string(),
  /** What becomes of the sample. */
  action: z.enum(["accept", "reject", "relabel", "review"]),
  /** Reason code. */
  reason: z.string(),
  /** Why, in words. */
  note: z.string().optional(),
  /** New label, where it changes. */
  label: labelValueSchema.optional(),
  /** What the small model thinks of it. */
  student: studentLabelSchema.optional(),
  /** New weight, where it changes. */
  weight: z.number().optional(),
});
export type CurationDecision = z.infer<typeof curationDecisionSchema>;
const curateInput = z.object({
  pass: z.number().int(),
  /**
   * Last round that an earlier pass looked at; -1 for the first pass. Filters look only at what
   * came after it.
   */
  since: z.number().int().default(-1),
});
const curateOutput = z.object({
  decisions: z.array(curationDecisionSchema),
  figures: z.record(z.string(), z.unknown()).default({}),
});

const evaluateOutput = z.object({
  diversity: z.object({
    vocabulary: z.number().nullable(),
    distinct1: z.number().nullable(),
    distinct2: z.number().nullable(),
    averagePairwiseSimilarity: z.number().nullable(),
  }),
  copies: z.object({ verbatim: z.number().nullable(), near: z.number().nullable() }),
  labelAgreement: z.number().nullable(),
  /** Samples that the agreement was counted on; null where that is not known. */
  labelAgreementRows: z.number().int().nullable().default(null),
  /** Samples that were measured, where they were drawn from more; else null. */
  measuredRows: z.number().int().nullable().default(null),
  downstream: downstreamSchema,
  calibration: calibrationFiguresSchema
    .nullable()
    .optional()
    .describe("Of the model that was trained on the samples, on the held-out rows."),
  leakage: z.record(z.string(), z.unknown()).nullable().default(null),
  /** Figures of the metrics that the task names, by name. */
  metrics: metricsSchema.default({}),
  notes: z.array(z.string()).default([]),
});

const reviewItemSchema = z.object({
  /** Id of the sample. */
  sampleId: z.string(),
  /** Fields that people see. */
  fields: z.record(z.string(), z.unknown()),
  /** Label that is in question. */
  label: labelValueSchema,
  /** Label that the models would give. */
  suggested: labelValueSchema.optional(),
  /** Why people are asked. */
  why: z.string(),
  /** The higher, the sooner people should see it. */
  priority: z.number(),
});
export type ReviewItem = z.infer<typeof reviewItemSchema>;
/** What a person decided about a sample. */
export const reviewAnswerSchema = z.object({
  /** Id of the sample. */
  sampleId: z.string(),
  /** What becomes of the sample. */
  decision: z.enum(["accept", "reject", "relabel"]),
  /** The right label, for relabel. */
  label: labelValueSchema.optional(),
  /** Fields that the person mended; others stay. */
  fields: z.record(z.string(), z.unknown()).optional(),
  /** Why, in the person's words. */
  note: z.string().optional(),
  /** Who answered. */
  by: z.string().optional(),
});
export type ReviewAnswer = z.infer<typeof reviewAnswerSchema>;
const applyInput = z.object({
  answers: z.array(reviewAnswerSchema),
  items: z.array(reviewItemSchema),
});
const applyOutput = z.object({
  decisions: z.array(
    z.object({
      id: z.string(),
      status: z.enum(["accepted", "rejected"]),
      reason: z.string(),
      label: labelValueSchema.optional(),
      fields: z.record(z.string(), z.unknown()).optional(),
      note: z.string().optional(),
    }),
  ),
  problems: z.array(z.string()).default([]),
});

const stageOutput = z.object({
  /** Changed fields; absent fields stay. */
  fields: z.record(z.string(), z.unknown()).optional(),
  label: labelValueSchema.optional(),
  verdicts: z.array(verdictSchema).default([]),
  scores: z.record(z.string(), z.number()).default({}),
  weight: z.number().optional(),
});

/** What each role is called with and must return. How often it is called follows from the role. */
export const ROLES = {
  planner: {
    plan: { input: planInput, output: planOutput },
    order: { input: orderInput, output: orderOutput },
  },
  generator: { generate: { input: generateInput, output: generateOutput } },
  critic: {
    critique: {
      input: z.object({ draft: draftSchema }),
      output: z.object({ verdicts: z.array(verdictSchema) }),
    },
  },
  labeler: {
    learn: { input: learnInput, output: learnOutput },
    label: { input: labelInput, output: labelOutput },
  },
  curator: { curate: { input: curateInput, output: curateOutput } },
  evaluator: { evaluate: { input: z.object({}), output: evaluateOutput } },
  reviewer: {
    queue: {
      input: z.object({}),
      output: z.object({ items: z.array(reviewItemSchema) }),
    },
    apply: { input: applyInput, output: applyOutput },
  },
  stage: {
    process: { input: z.object({ draft: draftSchema }), output: stageOutput },
  },
} as const satisfies Record<RoleName, object>;
export type MethodName<R extends RoleName> = keyof (typeof ROLES)[R] & string;
/** What a method of a role is called with. */
export type RoleInput<R extends RoleName, M extends MethodName<R>> = (typeof ROLES)[R][M] extends {
  input: infer I extends z.ZodType;
}
  ? z.output<I>
  : never;
/** What a method is called with: what has a default may be left out, and nothing in it is changed. */
export type RoleArgument<
  R extends RoleName,
  M extends MethodName<R>,
> = (typeof ROLES)[R][M] extends {
  input: infer I extends z.ZodType;
}
  ? DeepReadonly<z.input<I>>
  : never;
type DeepReadonly<T> = T extends readonly (infer U)[]
  ? readonly DeepReadonly<U>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;
/** What a method of a role gives, with defaults filled in. */
export type RoleOutput<R extends RoleName, M extends MethodName<R>> = (typeof ROLES)[R][M] extends {
  output: infer O extends z.ZodType;
}
  ? z.output<O>
  : never;
/** What a method of a role may return. */
export type RoleReturn<R extends RoleName, M extends MethodName<R>> = (typeof ROLES)[R][M] extends {
  output: infer O extends z.ZodType;
}
  ? z.input<O>
  : never;
