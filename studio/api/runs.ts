import { z } from "zod";
import { limitsNowSchema } from "../../schema/limits-now.js";
import { estimateSchema, momentSchema, pageOf, pageQuerySchema } from "./shared.js";

/**
 * working: a process has it; waiting: it waits for people; interrupted: it can be resumed; unreadable:
 * its configuration cannot be read.
 */
const RUN_STATES = ["working", "waiting", "finished", "interrupted", "unreadable"] as const;

export const runsQuerySchema = pageQuerySchema.extend({
  q: z.string().max(200).optional().describe("Words of its id, name or recipe."),
  status: z.enum(RUN_STATES).optional(),
});

const runRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  recipe: z.string().nullable(),
  status: z.enum(RUN_STATES),
  stop: z.string().nullable().describe("Why it ended, as a code."),
  target: z.number().nullable(),
  accepted: z.number(),
  rejected: z.number(),
  inReview: z.number(),
  audits: z.number().describe("Accepted samples that people are asked to look at."),
  drafted: z.number().describe("Drafts that no gate has decided yet."),
  coverage: z.number().nullable().describe("Share of the cells with a quota that hold a sample."),
  faithfulness: estimateSchema,
  faithfulnessFrom: z
    .enum(["people", "critic"])
    .nullable()
    .describe("Audits by people, or the critic's verdicts on decided drafts."),
  certified: z
    .object({ atLeast: z.number(), confidence: z.number() })
    .nullable()
    .describe("What the audits show of the promise: at least this share, at that confidence."),
  cost: z.number().nullable().describe("US dollars; null where a price is not known."),
  seconds: z.number().nullable(),
  started: momentSchema.nullable(),
  updated: momentSchema.nullable(),
});
export type RunRow = z.infer<typeof runRowSchema>;

export const runsSchema = pageOf(runRowSchema).extend({ workspace: z.string() });

const useSchema = z.object({
  agent: z.string(),
  model: z.string(),
  calls: z.number(),
  cached: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cost: z.number().nullable(),
  seconds: z.number(),
});

const cellSchema = z.object({
  id: z.string(),
  path: z.array(z.string()),
  label: z.union([z.string(), z.array(z.string()), z.null()]),
  conditions: z.array(z.object({ name: z.string(), value: z.string() })),
  quota: z.number(),
  accepted: z.number(),
  rejected: z.number(),
  duplicates: z.number(),
  inReview: z.number(),
  unseenMass: z.number(),
  studentError: z.number().nullable(),
  open: z.boolean(),
});
export type RunCell = z.infer<typeof cellSchema>;

const heatSchema = z.object({
  rows: z.object({ name: z.string(), values: z.array(z.string()) }),
  columns: z.object({ name: z.string(), values: z.array(z.string()) }),
  cells: z.array(
    z.object({
      row: z.number().int(),
      column: z.number().int(),
      quota: z.number(),
      accepted: z.number(),
      unseenMass: z.number(),
      cellIds: z.array(z.string()),
    }),
  ),
});

/** A node of the concept tree. */
export interface RunTree {
  readonly id: string;
  readonly name: string;
  readonly cell: string | null;
  readonly children: readonly RunTree[];
}
const treeSchema: z.ZodType<RunTree> = z
  .lazy(() =>
    z.object({
      id: z.string(),
      name: z.string(),
      cell: z.string().nullable(),
      children: z.array(treeSchema),
    }),
  )
  .meta({ id: "RunTree" });

export const runDetailSchema = runRowSchema.extend({
  folder: z.string(),
  kind: z.string(),
  description: z.string(),
  labels: z.array(z.string()),
  review: z.enum(["none", "after", "blocking"]),
  stopDetail: z.string().nullable(),
  funnel: z.object({
    planned: z.number().describe("Orders of all rounds."),
    drafted: z.number().describe("Drafts that were written."),
    revised: z.number().describe("Of them those that went back to the generator."),
    accepted: z.number(),
    inReview: z.number(),
    rejected: z.array(z.object({ reason: z.string(), meaning: z.string(), count: z.number() })),
  }),
  usage: z.array(useSchema),
  now: z.object({
    perSecond: z.number().nullable().describe("Drafts finished a second, over the last 30 s."),
    callsPerSecond: z.number().nullable(),
    inFlight: z
      .number()
      .nullable()
      .describe("Calls at work; null where other processes have them."),
    models: z
      .array(limitsNowSchema)
      .describe("What each model may be asked now, and is; empty where nothing tells it."),
    concurrency: z.number().int(),
    budget: z.object({
      usd: z.number().nullable(),
      calls: z.number().nullable(),
      tokens: z.number().nullable(),
    }),
  }),
  rounds: z.array(
    z.object({
      round: z.number().int(),
      orders: z.number().int(),
      accepted: z.number().int().nullable().describe("Null before it is sealed."),
      drafted: z.number().int().nullable(),
      total: z.number().int().nullable().describe("Accepted of all rounds up to it."),
      moves: z.array(
        z.object({
          cell: z.string(),
          name: z.string(),
          from: z.number(),
          to: z.number(),
          why: z.string(),
        }),
      ),
    }),
  ),
  coverageMap: z.object({
    cells: z.array(cellSchema),
    heat: heatSchema.nullable(),
    tree: treeSchema.nullable(),
  }),
  models: z.record(z.string(), z.string()),
  seed: z.number(),
  config: z.record(z.string(), z.unknown()).describe("The task with every default filled in."),
  startedHere: z.boolean().describe("True where this studio can stop it."),
  hasReport: z.boolean(),
});
export type RunDetail = z.infer<typeof runDetailSchema>;

/** One event of a live run: what changed. Sent as `data:` of the event `change`. */
export const runChangeSchema = z.object({
  status: z.enum(RUN_STATES),
  accepted: z.number(),
  rejected: z.number(),
  inReview: z.number(),
  drafted: z.number(),
  spans: z.number().describe("Steps of the trace so far."),
  active: z.array(z.string()).describe("Nodes of the graph that are at work."),
  at: momentSchema,
});
export type RunChange = z.infer<typeof runChangeSchema>;

export const startRunSchema = z.object({
  task: z.string().max(500_000).describe("The task file's text, YAML or JSON."),
  folder: z.string().max(4000).optional().describe("Where its relative paths start."),
  target: z.number().int().min(1).optional(),
  confirmed: z
    .boolean()
    .default(false)
    .describe("True where a person has seen what it may cost; needed for models with a price."),
});
export const startedSchema = z.object({ run: z.string() });
export type Started = z.infer<typeof startedSchema>;

export const stoppedSchema = z.object({ stopped: z.boolean() });

export const graphSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      parent: z.string().nullable(),
      count: z.number().nullable(),
      active: z.boolean(),
    }),
  ),
  edges: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      count: z.number().nullable(),
      conditional: z.boolean(),
    }),
  ),
});
export type RunGraph = z.infer<typeof graphSchema>;
