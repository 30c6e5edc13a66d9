import {
  ANY_INTEGER,
  ANYTHING,
  CALLBACK,
  integerFrom,
  LIST,
} from "../../../base/settings/check-options.js";
import { LEARNING_FEATURES } from "../../learning/features/learning-features.js";

/** What the options of `labelLoop` may be. */
export const LABEL_LOOP_RULES = {
  rows: LIST,
  labels: LIST,
  askModel: CALLBACK,
  maxCalls: integerFrom(0),
  embed: CALLBACK,
  features: LEARNING_FEATURES,
  support: LIST,
  answered: LIST,
  askPeople: CALLBACK,
  maxPeople: integerFrom(0),
  seed: ANY_INTEGER,
  signal: ANYTHING,
  progress: CALLBACK,
  settings: ANYTHING,
} as const;
