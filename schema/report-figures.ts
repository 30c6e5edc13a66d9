import { z } from "zod";

const sampleShownSchema = z.object({
  /** Id of the sample, or of the row. */
  id: z.string(),
  /** Its text, the beginning of a long one. */
  text: z.string(),
  /** Its label; empty where it has none. */
  label: z.string(),
});

/** A share of the rows of a test with its 95 % interval. */
const curvePointSchema = z.object({
  /** Rows trained on. */
  rows: z.number().int(),
  /** Share of the test rows that are right, 0 to 1. */
  accuracy: z.number(),
  /** Lower end of the interval. */
  low: z.number(),
  /** Upper end of the interval. */
  high: z.number(),
});

/** Whether what was said to be right in p of all cases is. */
export const calibrationFiguresSchema = z.object({
  /** Rows that it was held against. */
  rows: z.number().int(),
  bins: z
    .array(
      z.object({
        /** Rows in the bin. */
        items: z.number().int(),
        /** Mean of what was said. */
        said: z.number(),
        /** Share that came true. */
        true: z.number(),
      }),
    )
    .describe("Tenths of what was said that hold a row."),
  /** Mean distance of said and true, weighed by rows. */
  expectedCalibrationError: z.number(),
});
export type CalibrationFigures = z.infer<typeof calibrationFiguresSchema>;

/** What the plots of a report show; null or empty where there is nothing to show. */
export const reportFiguresSchema = z.object({
  /** Samples by label and value of an attribute. */
  heat: z
    .object({
      /** Labels. */
      rows: z.array(z.string()),
      columns: z
        .array(
          z.object({
            /** Name of the attribute. */
            attribute: z.string(),
            /** One of its values. */
            value: z.string(),
          }),
        )
        .describe("Values of the attributes, those of one attribute side by side."),
      /** Every pair of a row and a column that something was planned for or has samples. */
      cells: z.array(
        z.object({
          /** Place among the rows, from 0. */
          row: z.number().int(),
          /** Place among the columns, from 0. */
          column: z.number().int(),
          /** Samples that were wanted; null where nothing was planned. */
          quota: z.number().nullable(),
          /** Samples that there are. */
          accepted: z.number().int(),
        }),
      ),
      leftOut: z.number().int().describe("Labels and values that are not shown for want of room."),
    })
    .nullable(),
  labels: z
    .array(
      z.object({
        /** The label. */
        label: z.string(),
        /** Samples that have it. */
        samples: z.number().int(),
        /** Samples that were wanted; null where nothing was planned. */
        quota: z.number().nullable(),
        /** Reference rows that have it; null without a reference. */
        reference: z.number().int().nullable(),
      }),
    )
    .describe("Most frequent first."),
  lengths: z
    .object({
      edges: z.array(z.number()).describe("Tokens at which bins begin; the last has no end."),
      /** Samples in each bin. */
      samples: z.array(z.number().int()),
      /** Reference rows in each bin; null without a reference. */
      reference: z.array(z.number().int()).nullable(),
    })
    .nullable(),
  diversity: z
    .array(
      z.object({
        /** Name of the figure, as in `datawright evaluate`. */
        figure: z.string(),
        /** Of the samples. */
        samples: z.number(),
        /** Of as many rows of the reference. */
        reference: z.number(),
        /** Rows of each. */
        rows: z.number().int(),
      }),
    )
    .describe("Figures of equally many samples and reference rows."),
  scores: z
    .array(
      z.object({
        /** Name of the criterion. */
        criterion: z.string(),
        accepted: z
          .array(z.number().int())
          .describe("Accepted samples by score: bins over 0 to 1."),
        /** Other samples by score. */
        refused: z.array(z.number().int()),
      }),
    )
    .describe("What the critic gave, by criterion."),
  /** Rounds that came to their gate. */
  rounds: z.array(
    z.object({
      /** Number of the round, from 0. */
      round: z.number().int(),
      /** Orders of the round. */
      orders: z.number().int(),
      /** Drafts of all rounds so far. */
      drafted: z.number().int(),
      /** Accepted samples of all rounds so far. */
      accepted: z.number().int(),
    }),
  ),
  curves: z.array(
    z.object({
      trainedOn: z
        .enum(["synthetic", "real", "mixed"])
        .describe("What the small model learned from."),
      /** By the number of rows, fewest first. */
      points: z.array(curvePointSchema),
    }),
  ),
  /** Accuracy of always giving the most frequent label; null without a test. */
  majority: z.number().nullable(),
  /** Rows that the models were tested on. */
  testRows: z.number().int(),
  calibration: z.array(
    calibrationFiguresSchema.extend({
      of: z.enum(["small-model", "critic"]).describe("Whose probabilities or scores."),
    }),
  ),
  nearPairs: z
    .object({
      /** Samples that were compared, each with every other. */
      looked: z.number().int(),
      /** Samples that there are. */
      of: z.number().int(),
      twins: z
        .number()
        .int()
        .describe("Compared samples whose nearest other has a cosine of 0.95."),
      /** The nearest pairs. */
      pairs: z.array(
        z.object({
          /** Cosine of their vectors. */
          similarity: z.number(),
          /** One of the two. */
          first: sampleShownSchema,
          /** The other. */
          second: sampleShownSchema,
        }),
      ),
    })
    .nullable(),
  worst: z
    .array(
      sampleShownSchema.extend({
        /** Mean of the scores, 0 to 1; null where there is none. */
        score: z.number().nullable(),
        /** What speaks against it. */
        reasons: z.array(z.string()),
      }),
    )
    .describe("Samples of the dataset with the lowest scores."),
});
export type ReportFigures = z.infer<typeof reportFiguresSchema>;

/** The figures of a report that has none to show. */
export const NO_FIGURES: ReportFigures = {
  heat: null,
  labels: [],
  lengths: null,
  diversity: [],
  scores: [],
  rounds: [],
  curves: [],
  majority: null,
  testRows: 0,
  calibration: [],
  nearPairs: null,
  worst: [],
};
