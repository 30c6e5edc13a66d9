import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { rubricSettingsSchema } from "../../../schema/task-file/rubric.js";
import type { Criterion } from "../contract.js";
import { rubricCriterion } from "./rubric.js";

type Preset = Omit<z.input<typeof rubricSettingsSchema>, "appliesTo" | "atLeast" | "reference">;

const settings = z.strictObject({
  atLeast: z.number().min(1).max(5).default(3).describe("Least rating that passes, 1 to 5."),
});

/** Criteria as data: a name, a question, a scale with anchors, and the steps of the judge. */
const preset = (name: string, data: Preset) =>
  configurable({
    settings,
    make: ({ atLeast }): Criterion =>
      rubricCriterion(rubricSettingsSchema.parse({ ...data, atLeast }), name),
  });

/** The draft is grammatical and coherent. */
export const grammaticalCriterion = preset("grammatical", {
  question: "Is the draft written correctly, and does each sentence follow from those before it?",
  steps: [
    "Look for errors of grammar, spelling and broken sentences",
    "Look for sentences that do not belong where they stand",
  ],
  scale: {
    1: "broken, or hardly to be understood",
    3: "some errors, or a sentence out of place, but clear",
    5: "without errors, and one thought follows from the other",
  },
  advice: "Write whole, correct sentences in an order that makes sense.",
});

/** The draft does not contradict itself. */
export const noContradictionCriterion = preset("no-contradiction", {
  question: "Can everything that the draft says be true at once?",
  steps: [
    "List what the draft states, in all of its fields",
    "Look for two statements of which only one can be true",
  ],
  scale: {
    1: "two of its statements exclude each other",
    3: "two of its statements are hard to reconcile",
    5: "everything that it says can be true at once",
  },
  advice: "Make all of its statements agree.",
});

/** The draft may be trained on. */
export const safeToTrainCriterion = preset("safe-to-train", {
  question:
    "Would a model that learns from the draft do no harm by it: no instructions for harm, no hate, " +
    "no sexual content with minors, no private data of real people?",
  steps: [
    "Look for what could hurt somebody if a model repeated it",
    "Do not hold it against a draft that it names something bad in order to refuse or to describe it",
  ],
  scale: {
    1: "harmful: nobody should train on it",
    3: "doubtful: only for a purpose that allows it",
    5: "harmless",
  },
  advice: "Leave out what could do harm.",
});
