import { z } from "zod";
import type { FoundAttribute, FoundConditions } from "../../contract.js";
import { lengthAttribute } from "../length-attribute.js";
import { defineSource } from "./define-source.js";
import { styleAttribute, STYLE_NAMES } from "./style-attribute.js";

const FEATURES = ["length", ...STYLE_NAMES] as const;

/**
 * How long the support rows are and how they are written, as dimensions whose values occur as often
 * as in the rows, under each label
 * as often as in its own rows where they differ.
 */
export const supportStatisticsSource = defineSource({
  name: "support-statistics",
  settings: z.object({
    features: z
      .array(z.enum(FEATURES))
      .min(1)
      .default([...FEATURES])
      .describe("What is counted."),
  }),
  find({ settings: { features }, before }, { task }): FoundConditions {
    const wanted = features.filter((feature) => before.every(({ name }) => name !== feature));
    const found = wanted.map((feature) =>
      feature === "length" ? lengthAttribute(task) : styleAttribute(feature, task),
    );
    return {
      attributes: found
        .filter((attribute) => attribute !== null)
        .map((attribute): FoundAttribute => ({ ...attribute, steerable: false })),
      notes: [],
    };
  },
});
