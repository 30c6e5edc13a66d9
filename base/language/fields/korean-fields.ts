import { KOREAN_DATA_FIELDS } from "./korean-data-fields.js";
import { KOREAN_STEP_FIELDS } from "./korean-step-fields.js";
import { KOREAN_STRATEGY_FIELDS } from "./korean-strategy-fields.js";
import { KOREAN_MODEL_FIELDS } from "./korean-model-fields.js";
import { KOREAN_CONDITION_FIELDS } from "./korean-condition-fields.js";
import { KOREAN_JUDGING_FIELDS } from "./korean-judging-fields.js";
import { KOREAN_FILTER_FIELDS } from "./korean-filter-fields.js";
import { KOREAN_LABEL_FIELDS } from "./korean-label-fields.js";
import { KOREAN_FIGURE_FIELDS } from "./korean-figure-fields.js";

/** What the published schema says of each field of a task file, in Korean. */
export const KOREAN_FIELDS: ReadonlyMap<string, string> = new Map(
  [
    KOREAN_DATA_FIELDS,
    KOREAN_STEP_FIELDS,
    KOREAN_STRATEGY_FIELDS,
    KOREAN_MODEL_FIELDS,
    KOREAN_CONDITION_FIELDS,
    KOREAN_JUDGING_FIELDS,
    KOREAN_FILTER_FIELDS,
    KOREAN_LABEL_FIELDS,
    KOREAN_FIGURE_FIELDS,
  ].flatMap((fields) => Object.entries(fields)),
);
