import { z } from "zod";
import type { ConditionSource, FoundAttribute, FoundConditions } from "../../contract.js";
import { lengthAttribute } from "../length-attribute.js";
import { configurable } from "../../../../base/slots/configurable.js";
import { styleAttribute, STYLE_NAMES } from "./style-attribute.js";

const FEATURES = ["length", ...STYLE_NAMES] as const;

/**
 * How long the support rows are and how they are written, as dimensions whose values occur as often
 * as in the rows, under each label as often as in its own rows where they differ.
 */
export const supportStatisticsSource = configurable({
  settings: z.strictObject({
    features: z
      .array(z.enum(FEATURES))
      .min(1)
      .default([...FEATURES])
      .describe("What is counted."),
  }),
  make: ({ features }): ConditionSource => ({
    name: "support-statistics",
    find({ before }, { task }): FoundConditions {
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
  }),
});
