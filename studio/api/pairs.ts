import { z } from "zod";
import { estimateSchema } from "./shared.js";

/** Most bytes of a file of pairs that is sent from the page. */
export const MOST_PAIR_BYTES = 8 * 1024 * 1024;

/** Agreement over the first answers, the first ones more, and so on to all. */
export const growthSchema = z.array(
  z.object({ n: z.number().int(), value: z.number(), low: z.number(), high: z.number() }),
);
export type Growth = z.infer<typeof growthSchema>;

const pairSetSchema = z.object({
  id: z.string(),
  title: z.string(),
  createdAt: z.string(),
  criterion: z.string().nullable().describe("What an answer is judged by, in words."),
  pairs: z.number().int(),
  answers: z.number().int(),
  reviewers: z.array(z.string()),
});
export type PairSetRow = z.infer<typeof pairSetSchema>;
export const pairSetsSchema = z.object({ sets: z.array(pairSetSchema) });
export type PairSets = z.infer<typeof pairSetsSchema>;

export const newPairsSchema = z.object({
  first: z.string().max(200).optional().describe("A run."),
  second: z
    .string()
    .max(200)
    .optional()
    .describe("Another run; absent: the given rows of the first."),
  file: z
    .string()
    .max(MOST_PAIR_BYTES)
    .optional()
    .describe("In place of runs: pairs as `judge pairs` reads them, JSON or JSON lines."),
  most: z.number().int().min(1).max(1000).default(60),
  title: z.string().trim().max(200).optional(),
  criterion: z.string().trim().max(500).optional(),
});
export const madePairsSchema = z.object({ id: z.string(), pairs: z.number().int() });
export type MadePairs = z.infer<typeof madePairsSchema>;

export const pairQueueQuerySchema = z.object({ reviewer: z.string().max(100).optional() });
const blindPairSchema = z.object({
  id: z.string(),
  instruction: z.string(),
  left: z.string(),
  right: z.string(),
});
export type BlindPair = z.infer<typeof blindPairSchema>;
export const pairQueueSchema = z.object({
  id: z.string(),
  title: z.string(),
  criterion: z.string().nullable(),
  pairs: z.array(blindPairSchema).describe("What is left for this person, in an order by lot."),
  left: z.number().int(),
  total: z.number().int(),
  answered: z.number().int().describe("Pairs that this person answered."),
});
export type PairQueue = z.infer<typeof pairQueueSchema>;

const pairAnswerSchema = z.object({
  pair: z.string().min(1).max(200),
  choice: z.enum(["left", "right", "tie", "skip"]),
});
export const pairAnswersSchema = z.object({
  reviewer: z.string().trim().min(1).max(100),
  answers: z.array(pairAnswerSchema).min(1).max(500),
});
export type PairAnswers = z.infer<typeof pairAnswersSchema>;
export const pairStoredSchema = z.object({
  stored: z.number().int(),
  problems: z.array(z.string()),
});
export const pairUndoSchema = z.object({
  reviewer: z.string().trim().min(1).max(100),
  pair: z.string().min(1).max(200),
});

export const judgePairsSchema = z.object({
  model: z.string().trim().min(1).max(300),
  baseUrl: z.url().max(500).optional().describe("Of a server that speaks OpenAI's protocol."),
  most: z.number().int().min(1).max(1000).default(1000).describe("Pairs at most."),
  usd: z.number().positive().optional().describe("US dollars at most."),
  confirmed: z.boolean().default(false),
});
export const judgingSchema = z.object({ judging: z.boolean() });

const shareOfSchema = z.object({ of: z.number().int(), share: estimateSchema });
const judgeSchema = z.object({
  judge: z.string(),
  judged: z.number().int(),
  unread: z.number().int().describe("Answers of the judge that could not be read."),
  people: shareOfSchema.describe("Pairs that it and people's majority decided alike, ties too."),
  decided: shareOfSchema.describe("The same over pairs that both decided."),
  kappa: z.number().nullable().describe("Cohen's kappa of the same."),
  position: z
    .object({
      pairs: z.number(),
      consistent: z.number(),
      towardsFirst: z.number(),
      towardsSecond: z.number(),
    })
    .nullable()
    .describe("What the order of the two does to it; each pair was asked in both."),
  growth: growthSchema,
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});

export const pairResultsSchema = z.object({
  id: z.string(),
  title: z.string(),
  names: z.array(z.string()),
  pairs: z.number().int(),
  answered: z.number().int().describe("Pairs that somebody answered."),
  winRates: z.array(
    z.object({
      baseline: z.string(),
      candidate: z.string(),
      by: z.string().describe("people, or the judge's name."),
      wins: z.number().int().describe("Pairs of the candidate, by the majority of people."),
      ties: z.number().int(),
      losses: z.number().int(),
      share: estimateSchema.describe("Share of the candidate, a tie as one half; Wilson."),
      lengthControlled: z.number().nullable().describe("The same at equal lengths."),
    }),
  ),
  strengths: z
    .array(z.object({ name: z.string(), logStrength: z.number(), winProbability: z.number() }))
    .describe("Bradley-Terry, of people's answers."),
  longerWins: z.number().nullable(),
  left: shareOfSchema.describe("Decided answers of people for what stood on the left."),
  reviewers: z.array(z.object({ name: z.string(), answers: z.number().int() })),
  agreement: z.object({
    alpha: estimateSchema.describe("Krippendorff's alpha, nominal."),
    pairs: z.number().int().describe("Pairs that two or more people answered."),
  }),
  judges: z.array(judgeSchema),
  judging: z.boolean().describe("True while a model judges."),
});
export type PairResults = z.infer<typeof pairResultsSchema>;
