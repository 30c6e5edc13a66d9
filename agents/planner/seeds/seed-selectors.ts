import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { Slot } from "../../../base/slots/slot.js";
import type { SeedSelector } from "../contract.js";

const seedSettingsSchema = z.strictObject({
  count: z.number().int().min(1).default(1).describe("Rows for each sample."),
  share: numberSetting(
    { above: 0, to: 1, usual: 1 },
    "Share of the samples that are made from rows; the others are made from none.",
  ),
});

/** Every built-in choice of the rows that samples are made from: `plan.seeds`. */
export const SEED_SELECTORS = new Slot<SeedSelector, typeof seedSettingsSchema>(
  "seed selector",
  {
    support: {
      about: "Real rows of the order's label.",
      load: async () => (await import("./dealt-seed-selectors.js")).supportSeeds,
    },
    accepted: {
      about: "What the run accepted (Unnatural Instructions).",
      load: async () => (await import("./dealt-seed-selectors.js")).acceptedSeeds,
    },
    pool: {
      about: "What the run accepted, and real rows (Evol-Instruct).",
      load: async () => (await import("./dealt-seed-selectors.js")).poolSeeds,
    },
    inputs: {
      about:
        "The order's row of `inputs`, else rows of it in turns; rows of another dataset keep their own columns (DataTune).",
      load: async () => (await import("./dealt-seed-selectors.js")).inputSeeds,
    },
    mixed: {
      about: "Real rows of any label (GPT3Mix).",
      load: async () => (await import("./dealt-seed-selectors.js")).mixedSeeds,
    },
    ambiguous: {
      about:
        "Of each label the quarter of the real rows that a small model learns least steadily (WANLI).",
      load: async () => (await import("./ambiguous-seeds.js")).ambiguousSeeds,
    },
    complex: {
      about: "Of each cluster of real rows the one with the most steps (Synthetic Prompting).",
      load: async () => (await import("./complex-seeds.js")).complexSeeds,
    },
    "student-errors": {
      about: "Validation rows that the small model gets wrong (S3).",
      load: async () => (await import("./student-errors-seeds.js")).studentErrorsSeeds,
    },
    retrieved: {
      about:
        "Texts of the inputs, else of the knowledge, nearest to the words of the label and to what was accepted for it; none twice (ReGen).",
      load: async () => (await import("./retrieved-seeds.js")).retrievedSeeds,
    },
  },
  seedSettingsSchema,
);
